import { generateKeyPairSync, webcrypto } from 'node:crypto'
import t from 'tap'
import { issueServer, issueSigning, issueTransport, newLeafKey } from '../../certs/issue.js'
import {
  canonicalSerial,
  identifyCertificate,
  readCertificate,
} from '../../src/crypto/certificate.js'
import {
  isSigning,
  isTransport,
  requireSigning,
  requireTransport,
} from '../../src/crypto/certificate-purpose.js'
import {
  isTestNumber,
  parseOrganisationNumber,
  requireEnvironment,
} from '../../src/crypto/organisation-number.js'
import { isRevoked, readRevocationList, splitRevocationLists } from '../../src/crypto/revocation.js'
import { x509 } from '../../src/crypto/x509.js'
import { revoke } from '../../certs/authority.js'
import { ALWAYS, EXPIRED, listsOf, testAuthority, testParty, testPerson } from '../helpers/pki.js'

const NOW = new Date('2026-09-01T08:00:00Z')
const OIN = '00000099000000001000'

/** A self-signed certificate with any subject and extensions. */
async function selfSigned(
  subject: x509.JsonNameParams,
  extensions: x509.Extension[] = [],
  algorithm: { name: string; namedCurve: string } = { name: 'ECDSA', namedCurve: 'P-256' },
): Promise<string> {
  const keys = await webcrypto.subtle.generateKey(algorithm, true, ['sign', 'verify'])
  const certificate = await x509.X509CertificateGenerator.createSelfSigned({
    name: new x509.Name(subject),
    notBefore: ALWAYS.validFrom,
    notAfter: ALWAYS.validTo,
    signingAlgorithm: { ...algorithm, hash: 'SHA-256' },
    keys,
    extensions,
  })
  return certificate.toString('pem')
}

t.test('what the hub reads from a certificate', async (t) => {
  const authority = await testAuthority()
  const { transport } = await testParty(authority, OIN, 'Warmte & Co')
  const certificate = readCertificate(transport.chain)
  t.match(certificate, {
    fingerprint: transport.fingerprint,
    organisationNumber: OIN,
    organisation: 'Warmte & Co',
    commonName: 'Warmte & Co',
    validFrom: ALWAYS.validFrom,
    validTo: ALWAYS.validTo,
    isAuthority: false,
    keyDescription: 'EC prime256v1',
    hasStrongKey: true,
    keyUsages: ['digitalSignature'],
    extendedKeyUsages: ['1.3.6.1.5.5.7.3.2'],
    policies: [],
  })
  t.match(certificate.fingerprint, /^[A-Za-z0-9_-]{43}$/)
  t.equal(certificate.issuer, readCertificate(authority.issuing.certificate).subject)
  t.match(identifyCertificate(transport.certificate), {
    fingerprint: certificate.fingerprint,
    serialNumber: certificate.serialNumber,
  })
  t.equal(readCertificate(authority.root.certificate).isAuthority, true)
  t.equal(readCertificate((await testPerson(authority, 'x')).certificate).organisationNumber, null)
  for (const text of ['', 'x', '-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n']) {
    t.throws(() => readCertificate(text), { code: 'certificate.malformed' })
    t.throws(() => identifyCertificate(text), { code: 'certificate.malformed' })
  }
})

t.test('policies are read', async (t) => {
  const policy = '2.16.528.1.1003.1.2.44.15.35.11'
  const pem = await selfSigned([{ CN: ['x'] }], [new x509.CertificatePolicyExtension([policy])])
  t.strictSame(readCertificate(pem).policies, [policy])
})

t.test('the organisation number stands in one of two fields', async (t) => {
  const fields = {
    serialNumber: [{ '2.5.4.5': [OIN] }],
    organizationIdentifier: [{ '2.5.4.97': [OIN] }],
    'organizationIdentifier with scheme': [{ '2.5.4.97': [`OI:NL-${OIN}`] }],
    'organizationIdentifier with register': [{ '2.5.4.97': [`OINNL-${OIN}`] }],
    'both, equal': [{ '2.5.4.5': [OIN] }, { '2.5.4.97': [OIN] }],
    'beside another register': [{ '2.5.4.5': [OIN] }, { '2.5.4.97': ['NTRNL-12345678'] }],
  }
  for (const [name, subject] of Object.entries(fields)) {
    t.equal(readCertificate(await selfSigned(subject)).organisationNumber, OIN, name)
  }
  const none = await selfSigned([{ '2.5.4.97': ['NTRNL-12345678'] }])
  t.equal(readCertificate(none).organisationNumber, null)

  const refused = {
    'two different': [{ '2.5.4.5': [OIN] }, { '2.5.4.97': ['00000099000000002000'] }],
    'two serial numbers': [{ '2.5.4.5': [OIN] }, { '2.5.4.5': [OIN] }],
    'no such number': [{ '2.5.4.5': ['12345'] }],
    'unknown prefix': [{ '2.5.4.97': ['00000012000000001000'] }],
  }
  for (const [name, subject] of Object.entries(refused)) {
    const pem = await selfSigned(subject)
    t.throws(() => readCertificate(pem), { code: 'certificate.organisation_number' }, name)
    t.ok(identifyCertificate(pem), 'its identity is readable all the same')
  }
})

t.test('organisation numbers', async (t) => {
  const valid = [
    '00000001111222333000',
    '00000002ABC123456789',
    '00000003123456780000',
    '00000004123456789000',
    '00000006A1B2C3D4E5F6',
    '00000007000000000001',
    '00000010000000000001',
    '00000011000000000001',
    '00000099000000000000',
  ]
  for (const text of valid) t.equal(parseOrganisationNumber(text), text)
  const invalid = [
    '',
    '0000000111122233300',
    '000000011112223330000',
    '00000001111222334000',
    '00000001111222333001',
    '00000003123456780001',
    '00000003A23456780000',
    '00000004123456789001',
    '00000000123456789000',
    '00000012123456789000',
    '00000099abcdefghijkl',
    ' 0000009900000000100',
    '00000099000000001000\n',
    'toString',
    '__proto__',
  ]
  for (const text of invalid) {
    t.throws(
      () => parseOrganisationNumber(text),
      { code: 'certificate.organisation_number' },
      JSON.stringify(text),
    )
  }
})

t.test('test numbers and real ones are kept apart', async (t) => {
  const test = parseOrganisationNumber(OIN)
  const real = parseOrganisationNumber('00000001111222333000')
  t.strictSame([isTestNumber(test), isTestNumber(real)], [true, false])
  requireEnvironment(test, true)
  requireEnvironment(real, false)
  t.throws(() => requireEnvironment(test, false), { code: 'certificate.test_number' })
  t.throws(() => requireEnvironment(real, true), { code: 'certificate.test_number' })
})

t.test('a certificate serves one purpose', async (t) => {
  const authority = await testAuthority()
  const { transport, signing } = await testParty(authority, OIN)
  const server = await issueServer(authority, ['localhost'], ALWAYS)
  const read = {
    transport: readCertificate(transport.certificate),
    signing: readCertificate(signing.certificate),
    server: readCertificate(server.certificate),
    authority: readCertificate(authority.issuing.certificate),
    anything: readCertificate(
      await selfSigned(
        [{ CN: ['x'] }],
        [
          new x509.KeyUsagesExtension(x509.KeyUsageFlags.digitalSignature),
          new x509.ExtendedKeyUsageExtension(['2.5.29.37.0']),
        ],
      ),
    ),
    nothing: readCertificate(await selfSigned([{ CN: ['x'] }])),
    sealOnly: readCertificate(
      await selfSigned(
        [{ CN: ['x'] }],
        [
          new x509.KeyUsagesExtension(x509.KeyUsageFlags.keyAgreement),
          new x509.ExtendedKeyUsageExtension(['1.3.6.1.5.5.7.3.2']),
        ],
      ),
    ),
  }
  for (const [name, certificate] of Object.entries(read)) {
    t.equal(isTransport(certificate), name === 'transport', `${name} as transport`)
    t.equal(isSigning(certificate), name === 'signing', `${name} as signing`)
  }
  requireTransport(read.transport, NOW)
  requireSigning(read.signing, NOW)
  t.throws(() => requireSigning(read.transport, NOW), { code: 'certificate.wrong_purpose' })
  t.throws(() => requireTransport(read.signing, NOW), { code: 'certificate.wrong_purpose' })
})

t.test('expired certificates and weak keys are refused', async (t) => {
  const authority = await testAuthority()
  const expired = await issueTransport(authority, { commonName: 'x' }, EXPIRED)
  t.throws(() => requireTransport(readCertificate(expired.certificate), NOW), {
    code: 'certificate.expired',
  })
  const { signing } = await testParty(authority, OIN)
  t.throws(() => requireSigning(readCertificate(signing.certificate), new Date(0)), {
    code: 'certificate.expired',
  })
  const p521 = readCertificate(
    await selfSigned([{ CN: ['x'] }], [], { name: 'ECDSA', namedCurve: 'P-521' }),
  )
  t.throws(() => requireSigning(p521, NOW), { code: 'certificate.weak_key' })
  const rsa = await issueSigning(authority, { commonName: 'x' }, ALWAYS, 'RSA')
  t.match(readCertificate(rsa.certificate), { hasStrongKey: true, keyDescription: 'RSA 3072' })
  t.equal(newLeafKey('EC').publicKey.asymmetricKeyType, 'ec')
  t.equal(generateKeyPairSync('ed25519').publicKey.asymmetricKeyType, 'ed25519')
})

t.test('revocation lists', async (t) => {
  const authority = await testAuthority()
  const { transport, signing } = await testParty(authority, OIN)
  revoke(authority, transport.certificate, NOW)
  revoke(authority, transport.certificate, NOW)
  t.equal(authority.revocations.length, 1)
  const lists = splitRevocationLists(await listsOf(authority)).map(readRevocationList)
  t.equal(lists.length, 2)
  const revoked = identifyCertificate(transport.certificate)
  const good = identifyCertificate(signing.certificate)
  t.equal(isRevoked(revoked, lists, NOW), true)
  t.equal(isRevoked(good, lists, NOW), false)
  t.equal(isRevoked(good, lists, new Date('2050-01-01T00:00:00Z')), true, 'its list expired')
  t.equal(isRevoked(good, [], NOW), true, 'there is no list')
  const endless = lists.map((each) => ({ ...each, nextUpdate: null }))
  t.equal(isRevoked(good, endless, NOW), true, 'its list names no next update')
  t.throws(() => readRevocationList('x'))
  t.strictSame(splitRevocationLists('x'), [])
  const stranger = await selfSigned([{ CN: ['x'] }])
  t.throws(() => revoke(authority, stranger, NOW), /did not issue/)
  t.equal(canonicalSerial('00AB'), 'ab')
  t.equal(canonicalSerial('00'), '0')
})
