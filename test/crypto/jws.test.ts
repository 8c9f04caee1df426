import { createPublicKey, generateKeyPairSync, sign, type KeyObject } from 'node:crypto'
import { flattenedVerify, FlattenedSign } from 'jose'
import t from 'tap'
import { readCertificate } from '../../src/crypto/certificate.js'
import { verificationKeyOf } from '../../src/crypto/certificate-purpose.js'
import { sha256 } from '../../src/crypto/hash.js'
import { digestLine } from '../../src/crypto/jws-form.js'
import {
  coversDigest,
  FORMER_SIGNATURE_HEADER,
  SIGNATURE_HEADER,
  signDetached,
  verifyDetached,
  type DetachedSignature,
} from '../../src/crypto/jws.js'
import {
  signingKey,
  verificationKeyOfJwk,
  type VerificationKey,
} from '../../src/crypto/signature-key.js'
import { HubError } from '../../src/kernel/errors.js'
import { ALWAYS, EXPIRED, signingKeyOf, testAuthority, testParty } from '../helpers/pki.js'
import { issueSigning } from '../../certs/issue.js'

const NOW = new Date('2026-09-01T08:00:00Z')
const IAT = NOW.getTime() / 1000
const TYPE = 'vroegsignaal-batch'
const BODY = Buffer.from('{"a":1}')

const ec = generateKeyPairSync('ec', { namedCurve: 'prime256v1' })
const rsa = generateKeyPairSync('rsa', { modulusLength: 3072 })
const registered: VerificationKey = {
  fingerprint: sha256('certificate').toString('base64url'),
  aliases: ['my-key'],
  publicKey: ec.publicKey,
  party: 'party',
  purpose: 'signing',
}
const reference = { 'x5t#S256': registered.fingerprint }
const SIG_D = { mId: 'http://uri.etsi.org/19182/HttpHeaders', pars: ['digest'] }
const HEADER = {
  alg: 'ES256',
  ...reference,
  iat: IAT,
  typ: TYPE,
  b64: false,
  crit: ['sigD', 'b64'],
  sigD: SIG_D,
}

/** Signs any header, also those that the product would not make. */
function craft(
  header: object | string,
  payload: Buffer = digestLine(sha256(BODY)),
  key: KeyObject = ec.privateKey,
): string {
  const text = typeof header === 'string' ? header : JSON.stringify(header)
  const encoded = Buffer.from(text).toString('base64url')
  const input = Buffer.concat([Buffer.from(`${encoded}.`), payload])
  const signature = sign('sha256', input, { key, dsaEncoding: 'ieee-p1363' })
  return `${encoded}..${signature.toString('base64url')}`
}

function verify(value: string | string[], changes: Partial<DetachedSignature> = {}) {
  return verifyDetached({
    headerValues: typeof value === 'string' ? [value] : value,
    headerName: SIGNATURE_HEADER,
    body: BODY,
    expectedType: TYPE,
    findKey: (each) => ([registered.fingerprint, 'my-key'].includes(each) ? registered : undefined),
    now: NOW,
    ...changes,
  })
}

async function codeOf(promise: Promise<unknown>): Promise<string> {
  try {
    await promise
    return 'accepted'
  } catch (error) {
    return error instanceof HubError ? error.code : `bug: ${String(error)}`
  }
}

t.test('the ADR payload profile', async (t) => {
  const value = signDetached(BODY, signingKey(ec.privateKey, reference), { typ: TYPE, iat: NOW })

  t.test('what was signed verifies', async (t) => {
    t.strictSame(await verify(value, { party: 'party' }), {
      profile: 'adr-payload',
      keyId: registered.fingerprint,
      party: 'party',
      algorithm: 'ES256',
      issuedAt: NOW,
      digest: sha256(BODY),
    })
    t.equal(await codeOf(verify(value, { headerName: FORMER_SIGNATURE_HEADER })), 'accepted')
  })

  t.test('the signed text is the digest line of the standard', async (t) => {
    t.equal(
      digestLine(sha256(BODY)).toString(),
      'digest: SHA-256=AVq9f1zFei3ZS3WQ8ErYCEJzkF7jPsXOvq5iJ2qX+GI=',
    )
  })

  t.test('jose verifies it, and its own signature is accepted', async (t) => {
    const [encoded, , signature] = value.split('.')
    const payload = digestLine(sha256(BODY))
    const jws = { protected: encoded!, payload, signature: signature! }
    await flattenedVerify(jws, ec.publicKey, { crit: { sigD: true } })
    const made = await new FlattenedSign(payload)
      .setProtectedHeader(HEADER)
      .sign(ec.privateKey, { crit: { sigD: true } })
    t.equal(await codeOf(verify(`${made.protected}..${made.signature}`)), 'accepted')
  })

  t.test('RSA signs with PS256', async (t) => {
    const key = signingKey(rsa.privateKey, { kid: 'my-key' })
    const findKey = () => ({ ...registered, publicKey: rsa.publicKey })
    const signed = signDetached(BODY, key, { typ: TYPE, iat: NOW })
    t.match(await verify(signed, { findKey }), { algorithm: 'PS256' })
  })

  t.test('a kept signature is checked by its digest alone', async (t) => {
    t.equal(coversDigest(value, sha256(BODY), ec.publicKey), true)
    t.equal(coversDigest(value, sha256('other'), ec.publicKey), false)
    t.equal(coversDigest(value, sha256(BODY), rsa.publicKey), false)
    t.equal(coversDigest('garbage', sha256(BODY), ec.publicKey), false)
  })
})

t.test('the plain detached profile', async (t) => {
  const key = signingKey(ec.privateKey, reference)
  const plain = { profile: 'plain-detached' } as const
  const former = { headerName: FORMER_SIGNATURE_HEADER }

  t.test('without time it is accepted under the former header name only', async (t) => {
    const value = signDetached(BODY, key, { typ: 'JOSE', ...plain })
    t.match(await verify(value, former), { profile: 'plain-detached', issuedAt: null })
    t.equal(await codeOf(verify(value)), 'signature.type')
    const typed = signDetached(BODY, key, { typ: TYPE, ...plain })
    t.equal(await codeOf(verify(typed)), 'signature.time')
  })

  t.test('with type and time it is accepted everywhere', async (t) => {
    const value = signDetached(BODY, key, { typ: TYPE, iat: NOW, ...plain })
    t.match(await verify(value), { profile: 'plain-detached', issuedAt: NOW })
    t.equal(await codeOf(verify(value, { body: Buffer.from('{"a":2}') })), 'signature.invalid')
    t.equal(coversDigest(value, sha256(BODY), ec.publicKey), false, 'it covers the body instead')
  })

  t.test('jose verifies it', async (t) => {
    const [encoded, , signature] = signDetached(BODY, key, { typ: 'JOSE', ...plain }).split('.')
    const payload = BODY.toString('base64url')
    await flattenedVerify({ protected: encoded!, payload, signature: signature! }, ec.publicKey)
    t.pass()
  })

  t.test('a time outside the window is refused here too', async (t) => {
    const old = signDetached(BODY, key, { typ: 'JOSE', iat: new Date(0), ...plain })
    t.equal(await codeOf(verify(old, former)), 'signature.time')
  })
})

t.test('each cause of refusal has its code', async (t) => {
  const good = craft(HEADER)
  t.equal(await codeOf(verify(good)), 'accepted')
  const [encoded, , signature] = good.split('.') as [string, string, string]
  const without = (member: string) =>
    Object.fromEntries(Object.entries(HEADER).filter(([name]) => name !== member))
  const twice = JSON.stringify(HEADER).replace('{', '{"alg":"none",')
  const escaped = JSON.stringify(HEADER).replace('{', '{"\\u0061lg":"none",')
  const plain = { alg: 'ES256', ...reference, iat: IAT, typ: TYPE }

  const refusals: [string, string, string | string[]][] = [
    ['no header', 'signature.missing', []],
    ['two headers', 'signature.repeated', [good, good]],
    ['very long', 'signature.too_large', `${good}${'A'.repeat(8192)}`],
    ['empty', 'signature.malformed', ''],
    ['one part', 'signature.malformed', encoded],
    ['attached payload', 'signature.malformed', `${encoded}.e30.${signature}`],
    ['four parts', 'signature.malformed', `${good}.`],
    ['no signature', 'signature.malformed', `${encoded}..`],
    ['padding', 'signature.not_canonical', `${good}==`],
    ['line end', 'signature.not_canonical', `${good}\n`],
    ['two joined', 'signature.not_canonical', `${good}, A`],
    ['other alphabet', 'signature.not_canonical', `${encoded}..${'+/'.repeat(43)}`],
    [
      'stray bits',
      'signature.not_canonical',
      `${encoded}..${signature.slice(0, -1)}${stray(signature)}`,
    ],
    ['header not JSON', 'signature.malformed', craft('{')],
    ['header a list', 'signature.malformed', craft('[]')],
    ['header null', 'signature.malformed', craft('null')],
    [
      'header not UTF-8',
      'signature.malformed',
      `${Buffer.from([0x7b, 0xff, 0x7d]).toString('base64url')}..${signature}`,
    ],
    ['a member twice', 'signature.malformed', craft(twice)],
    ['a member twice, spelled otherwise', 'signature.malformed', craft(escaped)],
    ['no algorithm', 'signature.malformed', craft(without('alg'))],
    ['a kid that is no text', 'signature.malformed', craft({ ...HEADER, kid: 1 })],
    ['an empty kid', 'signature.malformed', craft({ ...HEADER, kid: '' })],
    ['a short x5t', 'signature.malformed', craft({ ...HEADER, 'x5t#S256': 'AAAA' })],
    ['x5c no list', 'signature.malformed', craft({ ...HEADER, x5c: 'AAAA' })],
    ['x5c not base64', 'signature.malformed', craft({ ...HEADER, x5c: ['A-_A'] })],
    ['x5c another', 'signature.malformed', craft({ ...HEADER, x5c: ['AAAA'] })],
    ['iat a fraction', 'signature.malformed', craft({ ...HEADER, iat: 1.5 })],
    ['iat a text', 'signature.malformed', craft({ ...HEADER, iat: String(IAT) })],
    ['b64 true', 'signature.malformed', craft({ ...HEADER, b64: true })],
    ['b64 without sigD', 'signature.malformed', craft({ ...plain, b64: false })],
    ['jku', 'signature.header_not_allowed', craft({ ...HEADER, jku: 'https://x.example' })],
    ['x5u', 'signature.header_not_allowed', craft({ ...HEADER, x5u: 'https://x.example' })],
    ['jwk', 'signature.header_not_allowed', craft({ ...HEADER, jwk: {} })],
    ['SHA-1 reference', 'signature.header_not_allowed', craft({ ...HEADER, x5t: 'AAAA' })],
    [
      'unknown critical',
      'signature.critical_unknown',
      craft({ ...HEADER, crit: ['sigD', 'b64', 'exp'] }),
    ],
    ['critical twice', 'signature.critical_unknown', craft({ ...HEADER, crit: ['b64', 'b64'] })],
    ['b64 not critical', 'signature.critical_unknown', craft({ ...HEADER, crit: ['sigD'] })],
    ['nothing critical', 'signature.critical_unknown', craft(without('crit'))],
    ['critical empty', 'signature.critical_unknown', craft({ ...plain, crit: [] })],
    ['critical no list', 'signature.critical_unknown', craft({ ...HEADER, crit: 'b64' })],
    [
      'critical in plain',
      'signature.critical_unknown',
      craft({ ...plain, b64: false, crit: ['b64'] }),
    ],
    ['sigD null', 'signature.digest', craft({ ...HEADER, sigD: null })],
    [
      'sigD other mechanism',
      'signature.digest',
      craft({ ...HEADER, sigD: { ...SIG_D, mId: 'x' } }),
    ],
    [
      'sigD more fields',
      'signature.digest',
      craft({ ...HEADER, sigD: { ...SIG_D, pars: ['digest', 'host'] } }),
    ],
    [
      'sigD upper case',
      'signature.digest',
      craft({ ...HEADER, sigD: { ...SIG_D, pars: ['Digest'] } }),
    ],
    [
      'sigD with hashes',
      'signature.digest',
      craft({ ...HEADER, sigD: { ...SIG_D, hashM: 'S256' } }),
    ],
    ['no type', 'signature.type', craft(without('typ'))],
    ['another type', 'signature.type', craft({ ...HEADER, typ: 'vroegsignaal-receipt' })],
    ['JOSE under the new name', 'signature.type', craft({ ...HEADER, typ: 'JOSE' })],
    ['no reference', 'signature.key_unknown', craft(without('x5t#S256'))],
    ['unknown kid', 'signature.key_unknown', craft({ ...without('x5t#S256'), kid: 'x' })],
    ['kid of another', 'signature.key_unknown', craft({ ...HEADER, kid: 'x' })],
    ['algorithm none', 'signature.algorithm', craft({ ...HEADER, alg: 'none' })],
    ['HMAC', 'signature.algorithm', craft({ ...HEADER, alg: 'HS256' })],
    ['RSA with an EC key', 'signature.algorithm', craft({ ...HEADER, alg: 'PS256' })],
    ['old padding', 'signature.algorithm', craft({ ...HEADER, alg: 'RS256' })],
    ['no time', 'signature.time', craft(without('iat'))],
    ['a week and a second old', 'signature.time', craft({ ...HEADER, iat: IAT - 7 * 86_400 - 1 })],
    ['five minutes and a second ahead', 'signature.time', craft({ ...HEADER, iat: IAT + 301 })],
    ['another body', 'signature.invalid', craft(HEADER, digestLine(sha256('x')))],
    ['body instead of digest', 'signature.invalid', craft(HEADER, BODY)],
    ['short signature', 'signature.invalid', `${encoded}..AAAA`],
    [
      'DER signature',
      'signature.invalid',
      `${encoded}..${sign('sha256', Buffer.from('x'), ec.privateKey).toString('base64url')}`,
    ],
  ]
  for (const [name, code, value] of refusals) {
    t.equal(await codeOf(verify(value)), code, name)
  }

  const allowed: [string, string][] = [
    ['a week old', craft({ ...HEADER, iat: IAT - 7 * 86_400 })],
    ['five minutes ahead', craft({ ...HEADER, iat: IAT + 300 })],
    ['an unknown member', craft({ ...HEADER, cty: 'json' })],
    ['a registered kid', craft({ ...without('x5t#S256'), kid: 'my-key' })],
    ['both references', craft({ ...HEADER, kid: 'my-key' })],
  ]
  for (const [name, value] of allowed) t.equal(await codeOf(verify(value)), 'accepted', name)

  const narrow = { window: { pastMs: 1000, futureMs: 0 } }
  t.equal(await codeOf(verify(craft({ ...HEADER, iat: IAT - 2 }), narrow)), 'signature.time')
})

/** The last character with a bit set that carries no data. */
function stray(signature: string): string {
  const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_'
  return alphabet[alphabet.indexOf(signature.at(-1)!) + 1]!
}

t.test('the registered key decides who may sign', async (t) => {
  const authority = await testAuthority()
  const { signing, transport, signingKey: own } = await testParty(authority, '00000099000000001000')
  const value = signDetached(BODY, own, { typ: TYPE, iat: NOW })
  const key = verificationKeyOf(readCertificate(signing.certificate), 'party')
  t.equal(await codeOf(verify(value, { findKey: () => key })), 'accepted')
  t.equal(await codeOf(verify(value, { findKey: async () => key })), 'accepted')

  const revoked = { ...key, revoked: true }
  t.equal(await codeOf(verify(value, { findKey: () => revoked })), 'signature.key_revoked')
  const other = { findKey: () => key, party: 'other' }
  t.equal(await codeOf(verify(value, other)), 'signature.wrong_party')

  const byTransport = signDetached(BODY, signingKeyOf(transport), { typ: TYPE, iat: NOW })
  const transportKey = verificationKeyOf(readCertificate(transport.certificate), 'party')
  const refused = verify(byTransport, { findKey: () => transportKey })
  t.equal(await codeOf(refused), 'signature.key_is_transport_key')

  const subject = { commonName: 'x', organisationNumber: '00000099000000001000' }
  for (const validity of [EXPIRED, { ...ALWAYS, validFrom: new Date('2027-01-01T00:00:00Z') }]) {
    const credential = await issueSigning(authority, subject, validity)
    const signed = signDetached(BODY, signingKeyOf(credential), { typ: TYPE, iat: NOW })
    const findKey = () => verificationKeyOf(readCertificate(credential.certificate), 'party')
    t.equal(await codeOf(verify(signed, { findKey })), 'signature.key_expired')
  }
})

t.test('an enclosed certificate only points at a registered one', async (t) => {
  const authority = await testAuthority()
  const { signing } = await testParty(authority, '00000099000000001000')
  const certificate = readCertificate(signing.certificate)
  const key = verificationKeyOf(certificate, 'party')
  const x5c = [signing.certificate.replace(/-----[^-]+-----|\s/g, '')]
  const { privateKey } = signingKeyOf(signing)
  const header = { alg: 'ES256', typ: 'JOSE', x5c }
  const value = craft(header, Buffer.from(BODY.toString('base64url')), privateKey)
  const former = { headerName: FORMER_SIGNATURE_HEADER }
  const findKey = (each: string) => (each === certificate.fingerprint ? key : undefined)
  t.equal(await codeOf(verify(value, { ...former, findKey })), 'accepted')
  t.equal(await codeOf(verify(value, former)), 'signature.key_unknown')
})

t.test('weak and foreign keys neither sign nor verify', async (t) => {
  const p384 = generateKeyPairSync('ec', { namedCurve: 'secp384r1' })
  const small = generateKeyPairSync('rsa', { modulusLength: 2048 })
  const ed = generateKeyPairSync('ed25519')
  for (const { privateKey, publicKey } of [p384, small, ed]) {
    t.throws(() => signingKey(privateKey, { kid: 'x' }), RangeError)
    const findKey = () => ({
      ...registered,
      publicKey: createPublicKey(publicKey.export({ type: 'spki', format: 'pem' })),
    })
    for (const alg of ['ES256', 'PS256', 'EdDSA', 'ES384']) {
      t.equal(await codeOf(verify(craft({ ...HEADER, alg }), { findKey })), 'signature.algorithm')
    }
  }
})

t.test('a published key verifies by its thumbprint', async (t) => {
  const key = verificationKeyOfJwk(ec.publicKey.export({ format: 'jwk' }))
  const own = signingKey(ec.privateKey, { kid: key.fingerprint })
  const value = signDetached(BODY, own, { typ: TYPE, iat: NOW })
  t.match(await verify(value, { findKey: () => key }), { keyId: key.fingerprint })
})
