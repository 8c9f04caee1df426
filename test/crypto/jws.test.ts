import { createPublicKey, generateKeyPairSync } from 'node:crypto'
import { flattenedVerify, FlattenedSign } from 'jose'
import t from 'tap'
import { issueSigning } from '../../certs/issue.js'
import { readCertificate } from '../../src/crypto/certificate.js'
import { verificationKeyOf } from '../../src/crypto/certificate-purpose.js'
import { sha256 } from '../../src/crypto/hash.js'
import { digestLine } from '../../src/crypto/jws-form.js'
import { coversDigest, FORMER_SIGNATURE_HEADER, signDetached } from '../../src/crypto/jws.js'
import { signingKey, verificationKeyOfJwk } from '../../src/crypto/signature-key.js'
import {
  BODY,
  codeOf,
  craft,
  ec,
  HEADER,
  NOW,
  reference,
  registered,
  rsa,
  TYPE,
  verify,
} from '../helpers/crafted-signature.js'
import { ALWAYS, EXPIRED, signingKeyOf, testAuthority, testParty } from '../helpers/pki.js'

t.test('the ADR payload profile', async (t) => {
  const value = signDetached(BODY, signingKey(ec.privateKey, reference), { typ: TYPE, iat: NOW })

  t.test('what was signed verifies', async (t) => {
    t.strictSame(await verify(value, { party: 'party' }), {
      profile: 'adr-payload',
      keyId: registered.fingerprint,
      party: 'party',
      roles: undefined,
      algorithm: 'ES256',
      issuedAt: NOW,
      digest: sha256(BODY),
      sandbox: false,
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

t.test('both references must be those of the key, whatever is found', async (t) => {
  const findKey = () => registered
  const other = sha256('another certificate').toString('base64url')
  const byCertificate = craft({ ...HEADER, 'x5t#S256': other })
  t.equal(await codeOf(verify(byCertificate, { findKey })), 'signature.key_unknown')
  const byId = craft({ ...HEADER, kid: 'another' })
  t.equal(await codeOf(verify(byId, { findKey })), 'signature.key_unknown')
})

t.test('a published key verifies by its thumbprint', async (t) => {
  const key = verificationKeyOfJwk(ec.publicKey.export({ format: 'jwk' }))
  const own = signingKey(ec.privateKey, { kid: key.fingerprint })
  const value = signDetached(BODY, own, { typ: TYPE, iat: NOW })
  t.match(await verify(value, { findKey: () => key }), { keyId: key.fingerprint })
})
