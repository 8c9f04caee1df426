import type { ContractDocument, Node } from '../http/contract-document.js'
import { entriesOf, followed, nodesIn, textsIn } from './reading.js'

/** A parameter, header or body with the node that describes it. */
export interface Described {
  readonly name: string
  readonly node: Node
}

/** A successful or refused answer. */
export interface DescribedAnswer {
  readonly status: number
  readonly node: Node
  readonly headers: readonly Described[]
  /** Name of the schema of its body. */
  readonly schema: string | undefined
}

/** One operation as the reference shows it. */
export interface DescribedOperation {
  readonly operationId: string
  readonly method: string
  /** Below `/v1`. */
  readonly path: string
  readonly node: Node
  readonly tag: string
  readonly roles: readonly string[]
  readonly isSigned: boolean
  readonly isDeprecated: boolean
  /** Last day on which it works, of a deprecated one. */
  readonly sunset: string | undefined
  readonly parameters: readonly (Described & { readonly in: string; readonly required: boolean })[]
  /** Name of the schema of the body that it takes. */
  readonly body: string | undefined
  /** Files below `openapi/` that hold examples of that body, by name. */
  readonly examples: readonly (readonly [name: string, file: string])[]
  readonly answers: readonly DescribedAnswer[]
}

const METHODS = ['get', 'put', 'post', 'patch', 'delete']

/** Every operation of the contract, in its order. */
export function operationsIn(document: ContractDocument): readonly DescribedOperation[] {
  return Object.entries(document.paths).flatMap(([path, item]) =>
    entriesOf(item)
      .filter(([method]) => METHODS.includes(method))
      .map(([method, node]) => describe(document, path, item, method, node)),
  )
}

function describe(
  document: ContractDocument,
  path: string,
  item: Node,
  method: string,
  node: Node,
): DescribedOperation {
  const parameters = [...nodesIn(item['parameters']), ...nodesIn(node['parameters'])]
    .map((parameter) => followed(parameter, document).node)
    .map((parameter) => ({
      name: String(parameter['name']),
      in: String(parameter['in']),
      required: parameter['required'] === true,
      node: parameter,
    }))
  const [body] = entriesOf({ body: node['requestBody'] })
  const media = body && mediaOf(body[1])
  return {
    operationId: String(node['operationId']),
    method: method.toUpperCase(),
    path,
    node,
    tag: textsIn(node['tags'])[0] ?? '',
    roles: textsIn(node['x-roles']),
    isSigned: node['x-signed'] === true,
    isDeprecated: node['deprecated'] === true,
    sunset: typeof node['x-sunset'] === 'string' ? node['x-sunset'] : undefined,
    parameters,
    body: media && schemaOf(media, document),
    examples: entriesOf(media?.['examples']).map(
      ([name, example]) => [name, String(example['externalValue'])] as const,
    ),
    answers: entriesOf(node['responses']).map(([status, given]) => {
      const answer = followed(given, document).node
      const content = mediaOf(answer)
      return {
        status: Number(status),
        node: answer,
        headers: entriesOf(answer['headers']).map(([name, header]) => ({
          name,
          node: followed(header, document).node,
        })),
        schema: content && schemaOf(content, document),
      }
    }),
  }
}

/** The first kind of content of a body; the contract has one for each. */
function mediaOf(holder: Node): Node | undefined {
  return entriesOf(holder['content'])[0]?.[1]
}

function schemaOf(media: Node, document: ContractDocument): string | undefined {
  const [schema] = entriesOf({ schema: media['schema'] })
  return schema && followed(schema[1], document).schema
}
