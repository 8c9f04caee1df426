import { createPrivateKey, generateKeyPairSync } from 'node:crypto'
import t from 'tap'
import { issueSigning } from '../../certs/issue.js'
import { signBody } from '../../src/client/signed-body.js'
import { answerKeyChallenge } from '../../src/crypto/key-challenge.js'
import { signingKey } from '../../src/crypto/signature-key.js'
import { registerCertificate } from '../../src/registry/index.js'
import { ALMERE, municipalParty, OMMEN, startHub, STROOM, type TestHub } from '../helpers/hub.js'
import { ALWAYS, testAuthority } from '../helpers/pki.js'
import { OPERATOR } from '../helpers/registry.js'

const PATH = '/v1/sealing-keys'

/** A second person of a municipality: signs with a certificate of their own. */
async function secondPerson(hub: TestHub, code: string) {
  const party = municipalParty(code)
  const subject = { commonName: 'tweede', organisationNumber: party }
  const { certificate, key, fingerprint } = await issueSigning(
    await testAuthority(),
    subject,
    ALWAYS,
  )
  const signing = { party, purpose: 'signing', pem: certificate, holder: 'sleutel-2' } as const
  await registerCertificate(hub.context, OPERATOR, signing)
  const signer = signingKey(createPrivateKey(key), { 'x5t#S256': fingerprint })
  return (operation: string, fields: Readonly<Record<string, unknown>>) => {
    const { hubId } = hub.context.config
    return signBody(hubId, operation, fields, signer, hub.context.clock.now())
  }
}

t.test('sealing keys over the wire', async (t) => {
  const hub = await startHub(t)
  const almere = hub.asMunicipality(ALMERE)
  const asSecond = await secondPerson(hub, ALMERE)
  const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'prime256v1' })
  const key = publicKey.export({ format: 'jwk' })
  const requestId = '2c3f4d0e-2a52-4d0c-9a60-0d6e5f1a7b11'
  const offer = (version: number, offered: unknown = key) =>
    almere.send(PATH, almere.sign('putSealingKey', { requestId, version, key: offered }), 'PUT')
  const confirmation = (keyId: string, challenge: string) => ({
    confirmationId: requestId,
    keyId,
    challenge,
  })

  t.test('202, then 200: offered by one person, confirmed by another', async (t) => {
    const offered = await offer(2)
    t.match(offered, { status: 202, body: { version: 2, status: 'OFFERED' } })
    const { keyId, challenge } = offered.body
    const fields = confirmation(keyId, answerKeyChallenge(challenge, privateKey))
    const path = `${PATH}/${keyId}/_confirm`
    t.match(
      await almere.send(path, almere.sign('confirmSealingKey', fields)),
      { status: 403, body: { type: /sealing_key\.second_person$/ } },
      'the one who offered it',
    )
    t.match(
      await almere.send(
        path,
        asSecond('confirmSealingKey', { ...fields, challenge: 'A'.repeat(43) }),
      ),
      { status: 409, body: { type: /sealing_key\.challenge_failed$/ } },
    )
    t.match(
      await hub.asMunicipality(OMMEN).send(path, asSecond('confirmSealingKey', fields)),
      { status: 401, body: { type: /signature\.wrong_party$/ } },
      'a signature of another party',
    )
    const confirmed = await almere.send(path, asSecond('confirmSealingKey', fields))
    t.match(confirmed, { status: 200, body: { keyId, status: 'ACTIVE', key: { kty: 'EC' } } })
  })

  t.test('400, 409: keys that cannot be used, versions that do not rise', async (t) => {
    const secret = { ...key, d: 'A'.repeat(43) }
    t.equal((await offer(3, secret)).status, 400)
    const other = generateKeyPairSync('ec', { namedCurve: 'prime256v1' }).publicKey
    const low = await offer(1, other.export({ format: 'jwk' }))
    t.match(low, { status: 409, body: { type: /sealing_key\.conflict$/ } })
  })

  t.test('401: a body without signature', async (t) => {
    const fields = confirmation('B'.repeat(43), 'A'.repeat(43))
    const answer = await almere.post(`${PATH}/${'B'.repeat(43)}/_confirm`, fields)
    t.match(answer, { status: 401, body: { type: /signature\.missing$/ } })
  })

  t.test('404: a key that nobody offered, or another municipality', async (t) => {
    const own = await almere.get(PATH)
    const { keyId } = own.body.sealingKeys[0]
    const ommen = hub.asMunicipality(OMMEN)
    const fields = confirmation(keyId, 'A'.repeat(43))
    const answer = await ommen.send(
      `${PATH}/${keyId}/_confirm`,
      ommen.sign('confirmSealingKey', fields),
    )
    t.match(answer, { status: 404, body: { type: /sealing_key\.unknown$/ } })
  })

  t.test('200: a municipality sees its own keys, newest first, without challenge', async (t) => {
    const { status, body } = await almere.get(PATH)
    t.equal(status, 200)
    t.match(body.sealingKeys, [
      { version: 2, status: 'ACTIVE' },
      { version: 1, status: 'ACTIVE' },
    ])
    t.notMatch(JSON.stringify(body), /challenge/)
    const ommen = await hub.asMunicipality(OMMEN).get(PATH)
    t.equal(ommen.body.sealingKeys.length, 1)
  })

  t.test('403: a creditor', async (t) => {
    t.match(await hub.as(STROOM).get(PATH), {
      status: 403,
      body: { type: /party\.role_not_allowed$/ },
    })
  })
})
