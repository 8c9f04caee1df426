import { writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { runInNewContext } from 'node:vm'
import t from 'tap'
import { signingKeyOf } from '../../src/client/index.js'
import { verifyDetached } from '../../src/crypto/jws.js'
import { createPublicKey, X509Certificate } from 'node:crypto'
import { readContract } from '../../src/http/contract-document.js'
import { operationOf, validateNotification, validateRequest } from '../../src/http/contract.js'
import { systemClock } from '../../src/kernel/clock.js'
import { bookOf } from '../../src/reference/book.js'
import { brunoFiles } from '../../src/reference/bruno.js'
import { testAuthority, testParty } from '../helpers/pki.js'

const require = createRequire(import.meta.url)
// The parser that Bruno itself reads collections with; it comes without types.
const { bruToJsonV2, collectionBruToJson, bruToEnvJsonV2 } = require('@usebruno/lang') as Record<
  string,
  (text: string) => any // eslint-disable-line @typescript-eslint/no-explicit-any -- as it was parsed
>

const book = bookOf(readContract(), undefined)
const files = brunoFiles(book)
const requestOf = ({ tag, operationId }: { tag: string; operationId: string }) =>
  bruToJsonV2!(files.get(`${tag}/${operationId}.bru`)!)

t.test('the collection has every operation, readable for Bruno', async (t) => {
  for (const operation of book.operations) {
    const { http, params, headers } = requestOf(operation)
    t.equal(http.method, operation.method.toLowerCase(), operation.operationId)
    const path = String(http.url)
      .replace('{{address}}', '')
      .replaceAll(/:(\w+)/g, '{$1}')
    t.equal(path, operation.path)
    const named = (params ?? []).map(({ name }: { name: string }) => `{${name}}`)
    t.strictSame(
      named,
      [...operation.path.matchAll(/\{\w+\}/g)].map(([name]) => name),
    )
    const isSigned = (headers ?? []).some(
      ({ name }: { name: string }) => name === 'Payload-Signature',
    )
    t.equal(isSigned, operation.isSigned)
  }
  const { vars } = { vars: bruToEnvJsonV2!(files.get('environments/sandbox.bru')!).variables }
  t.strictSame(
    vars.map(({ name }: { name: string }) => name),
    ['address', 'hubId', 'folder'],
  )
})

t.test('its script signs what is sent, as the hub wants it, for every operation', async (t) => {
  const script = collectionBruToJson!(files.get('collection.bru')!).script.req
  const { signing } = await testParty(await testAuthority(), '00000099000000001000')
  const folder = t.testdir({})
  writeFileSync(`${folder}/signing.pem`, signing.chain)
  writeFileSync(`${folder}/signing.key`, signing.key)
  const fingerprint = signingKeyOf(signing.certificate, signing.key).reference['x5t#S256']!
  const publicKey = createPublicKey(
    new X509Certificate(signing.certificate).publicKey.export({ format: 'pem', type: 'spki' }),
  )
  const variables: Record<string, string> = { folder: '.', hubId: 'a.hub.example' }
  for (const operation of book.operations.filter(({ body }) => body !== undefined)) {
    const request = requestOf(operation)
    const headers: Record<string, string> = Object.fromEntries(
      request.headers.map(({ name, value }: Record<string, string>) => [name, value]),
    )
    let body: string = request.body.text
    const example = body
    runInNewContext(script, {
      require,
      Buffer,
      Date,
      bru: { cwd: () => folder, getEnvVar: (name: string) => variables[name] },
      req: {
        getHeader: (name: string) => headers[name],
        setHeader: (name: string, value: string) => (headers[name] = value),
        getBody: () => body,
        setBody: (text: string) => (body = text),
      },
    })
    const { operationId, isSigned } = operation
    if (!isSigned) {
      t.equal(body, example, operationId)
      continue
    }
    const now = systemClock.now()
    await verifyDetached({
      headerValues: [headers['Payload-Signature']!],
      headerName: 'payload-signature',
      body: Buffer.from(body),
      expectedType: 'vroegsignaal-request+jws',
      findKey: (name) => (name === fingerprint ? { fingerprint, publicKey } : undefined),
      now,
    })
    const sent = JSON.parse(body)
    t.match(sent, { hub: 'a.hub.example', operation: operationId })
    t.ok(Math.abs(Date.parse(sent.createdAt) - now.getTime()) < 60_000, 'made just now')
    t.not(sent.nonce, JSON.parse(example).nonce)
    const parts = { body: sent, path: {}, query: {} }
    const places = validateRequest(operationOf(operationId as never), parts)
    t.strictSame(
      places.filter((place) => place.in === 'body'),
      [],
      operationId,
    )
    for (const item of sent.notifications ?? []) {
      if ('reportedOn' in item) t.strictSame(validateNotification(item), [], operationId)
    }
  }
})
