import { generateKeyPairSync } from 'node:crypto'
import { chmodSync, mkdirSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { calculateJwkThumbprint } from 'jose'
import t from 'tap'
import { generateHubKeys, jwkSetOf, loadHubKeys } from '../../src/crypto/hub-keys.js'
import { signDetached, verifyDetached } from '../../src/crypto/jws.js'
import { readSecretFile, writeSecretFile } from '../../src/crypto/secret-file.js'
import { verificationKeyOfJwk } from '../../src/crypto/signature-key.js'

const NOW = new Date('2026-09-01T08:00:00Z')
const FILES = ['hub-signing.jwk', 'log.key', 'mac.key']

t.test('keys are made once, for their owner only', async (t) => {
  const folder = join(t.testdir({}), 'secrets')
  t.strictSame(generateHubKeys(folder), FILES)
  const before = FILES.map((name) => readFileSync(join(folder, name)))
  for (const name of FILES) t.equal(statSync(join(folder, name)).mode & 0o777, 0o600, name)
  t.equal(statSync(folder).mode & 0o777, 0o700)
  t.strictSame(generateHubKeys(folder), [])
  t.strictSame(
    FILES.map((name) => readFileSync(join(folder, name))),
    before,
  )
})

t.test('they load, and what is published holds no private member', async (t) => {
  const folder = t.testdir({})
  generateHubKeys(folder)
  const keys = loadHubKeys(folder)
  t.equal(keys.mac.expose().length, 32)
  t.equal(keys.log.asymmetricKeyType, 'ed25519')
  t.notMatch(JSON.stringify(keys), keys.mac.expose().toString('hex'))

  const published = jwkSetOf(keys)
  t.equal(published.keys.length, 1)
  const [jwk] = published.keys as [Record<string, string>]
  t.strictSame(Object.keys(jwk).sort(), ['alg', 'crv', 'kid', 'kty', 'use', 'x', 'y'])
  t.equal(jwk['kid'], await calculateJwkThumbprint(jwk))

  const body = Buffer.from('{}')
  const key = verificationKeyOfJwk(jwk)
  const verified = await verifyDetached({
    headerValues: [signDetached(body, keys.signing, { typ: 'x', iat: NOW })],
    headerName: 'payload-signature',
    body,
    expectedType: 'x',
    findKey: (kid) => (kid === jwk['kid'] ? key : undefined),
    now: NOW,
  })
  t.equal(verified.algorithm, 'ES256')
})

t.test('a secret that others can read is not used', async (t) => {
  const folder = t.testdir({})
  generateHubKeys(folder)
  for (const name of FILES) {
    for (const mode of [0o640, 0o604, 0o610]) {
      chmodSync(join(folder, name), mode)
      t.throws(() => loadHubKeys(folder), /set its mode to 600/, `${name} ${mode.toString(8)}`)
    }
    chmodSync(join(folder, name), 0o600)
  }
  t.ok(loadHubKeys(folder))
})

t.test('a file that holds something else is refused without quoting it', async (t) => {
  const pem = (key: { export(options: object): string | Buffer }) =>
    key.export({ type: 'pkcs8', format: 'pem' })
  const ec = generateKeyPairSync('ec', { namedCurve: 'secp384r1' }).privateKey
  const rsa = generateKeyPairSync('rsa', { modulusLength: 3072 }).privateKey
  const wrong: [string, string | Buffer][] = [
    ['hub-signing.jwk', 'confidential'],
    ['hub-signing.jwk', '{"d":"confidential"}'],
    ['hub-signing.jwk', JSON.stringify(ec.export({ format: 'jwk' }))],
    ['hub-signing.jwk', JSON.stringify(rsa.export({ format: 'jwk' }))],
    ['log.key', 'confidential'],
    ['log.key', pem(ec)],
    ['mac.key', 'confidential'],
  ]
  for (const [name, content] of wrong) {
    const folder = t.testdir({})
    generateHubKeys(folder)
    writeFileSync(join(folder, name), content)
    try {
      loadHubKeys(folder)
      t.fail(`${name} was accepted`)
    } catch (error) {
      t.match(error, { message: `${join(folder, name)} does not hold the key it should` })
      t.equal((error as Error).cause, undefined)
    }
  }
})

t.test('secret files are never overwritten, and are files', async (t) => {
  const folder = t.testdir({})
  const path = join(folder, 'secret')
  writeSecretFile(path, 'one')
  t.throws(() => writeSecretFile(path, 'two'), { code: 'EEXIST' })
  t.equal(readSecretFile(path).toString(), 'one')
  mkdirSync(join(folder, 'folder'), { mode: 0o700 })
  t.throws(() => readSecretFile(join(folder, 'folder')), /is not a file/)
})
