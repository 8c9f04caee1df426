import type { Book } from './book.js'
import { SIGN_SCRIPT } from './bruno-script.js'
import type { DescribedOperation } from './operations.js'
import { textOf } from './reading.js'
import { sampleOf } from './sample.js'

/** From the folder of the collection to the files of whoever tries the sandbox. */
const FOLDER = '../../my-sandbox/creditor'

/**
 * The contract as a collection for Bruno (usebruno.com): a request per operation, with an example body,
 * signed before it is sent.
 *
 * @returns Text by path within the folder of the collection.
 */
export function brunoFiles(book: Book): ReadonlyMap<string, string> {
  const files = new Map<string, string>([
    ['bruno.json', `${JSON.stringify(settings(), undefined, 2)}\n`],
    ['collection.bru', `${block('script:pre-request', SIGN_SCRIPT)}\n`],
    ['environments/sandbox.bru', `${block('vars', environment())}\n`],
  ])
  book.operations.forEach((operation, at) => {
    const name = `${operation.tag}/${operation.operationId}.bru`
    files.set(name, requestFile(book, operation, at + 1))
  })
  return files
}

function settings(): object {
  return {
    version: '1',
    name: 'Vroegsignaal',
    type: 'collection',
    ignore: [],
    scripts: {
      moduleWhitelist: ['crypto', 'fs', 'path'],
      filesystemAccess: { allow: true },
    },
    clientCertificates: {
      enabled: true,
      certs: [
        {
          domain: 'localhost:8443',
          type: 'cert',
          certFilePath: `${FOLDER}/transport.pem`,
          keyFilePath: `${FOLDER}/transport.key`,
          passphrase: '',
        },
      ],
    },
  }
}

function environment(): string {
  return [
    'address: https://localhost:8443/v1',
    'hubId: sandbox.vroegsignaal.example',
    `folder: ${FOLDER}`,
  ].join('\n')
}

function requestFile(book: Book, operation: DescribedOperation, at: number): string {
  const { method, path, body, isSigned, node } = operation
  const summary = textOf(node, 'summary', 'en')?.text ?? operation.operationId
  const url = `{{address}}${path.replaceAll(/\{(\w+)\}/g, ':$1')}`
  const inPath = operation.parameters.filter((parameter) => parameter.in === 'path')
  const parameters = inPath.map(
    ({ name, node: { schema } }) => `${name}: ${String(sampleOf(schema as never, book.document))}`,
  )
  const headers = [
    ...(body === undefined ? [] : ['Content-Type: application/json']),
    ...(isSigned ? ['Payload-Signature: made before sending'] : []),
  ]
  const kind = body === undefined ? 'none' : 'text'
  const blocks = [
    block('meta', `name: ${summary}\ntype: http\nseq: ${at}`),
    block(method.toLowerCase(), `url: ${url}\nbody: ${kind}\nauth: none`),
    parameters.length > 0 && block('params:path', parameters.join('\n')),
    headers.length > 0 && block('headers', headers.join('\n')),
    body !== undefined && block('body:text', exampleOf(book, operation)),
    block('docs', textOf(node, 'description', 'en')?.text.trim() ?? summary),
  ]
  return `${blocks.filter((one) => one !== false).join('\n\n')}\n`
}

/** The accepted example of the contract. */
function exampleOf(book: Book, { examples, body }: DescribedOperation): string {
  const [, file] = examples.find(([name]) => name === 'accepted') ?? []
  if (file !== undefined) return book.example(file)
  const sample = sampleOf({ $ref: `#/components/schemas/${body!}` }, book.document)
  return JSON.stringify(sample, undefined, 2)
}

function block(name: string, content: string): string {
  const lines = content.split('\n').map((line) => (line === '' ? '' : `  ${line}`))
  return `${name} {\n${lines.join('\n')}\n}`
}
