import { createPrivateKey, generateKeyPairSync, type KeyObject } from 'node:crypto'
import t from 'tap'
import { issueSigning } from '../../certs/issue.js'
import { answerKeyChallenge } from '../../src/crypto/key-challenge.js'
import { inTransaction } from '../../src/db/transaction.js'
import {
  isSamePerson,
  parseMunicipalityCode,
  parsePartyId,
  type PartyId,
} from '../../src/parties/index.js'
import {
  registerCertificate,
  registerParty,
  type RegistryContext,
} from '../../src/registry/index.js'
import {
  activeSealingKeys,
  confirmSealingKey,
  listSealingKeys,
  putSealingKey,
  retireSealingKey,
  type MunicipalityCaller,
} from '../../src/sealing-keys/index.js'
import { freshDatabase } from '../helpers/database.js'
import { ALWAYS, testAuthority } from '../helpers/pki.js'
import { caller, looker, OPERATOR, registryContext } from '../helpers/registry.js'

const ALMERE = '0034'
const OMMEN = '0175'

interface Municipality extends MunicipalityCaller {
  /** Fingerprints of the signing certificates of two people, and of the first one's next. */
  readonly signers: readonly [string, string, string]
  readonly signingKey: KeyObject
}

async function municipality(context: RegistryContext, code: string): Promise<Municipality> {
  const id = parsePartyId(`00000099000000${code.slice(1)}000`)
  await registerParty(context, OPERATOR, {
    id,
    name: `Gemeente ${code}`,
    roles: [{ role: 'municipality', municipality: code, controller: '' }],
  })
  const signers = [
    await signer(context, id, 'sleutel-1'),
    await signer(context, id, 'sleutel-2'),
    await signer(context, id, 'sleutel-1'),
  ] as const
  return {
    ...caller(id, 'municipality'),
    municipality: parseMunicipalityCode(code),
    signers: [signers[0].fingerprint, signers[1].fingerprint, signers[2].fingerprint],
    signingKey: signers[0].key,
  }
}

async function signer(context: RegistryContext, party: PartyId, holder: string | null) {
  const subject = { commonName: holder ?? 'Gemeente', organisationNumber: party }
  const { certificate, key } = await issueSigning(await testAuthority(), subject, ALWAYS)
  const registered = await registerCertificate(context, OPERATOR, {
    party,
    purpose: 'signing',
    pem: certificate,
    holder,
  })
  return { fingerprint: registered.fingerprint, key: createPrivateKey(key) }
}

function sealingPair() {
  const { publicKey, privateKey } = generateKeyPairSync('ec', { namedCurve: 'prime256v1' })
  return { key: publicKey.export({ format: 'jwk' }), privateKey }
}

t.test('sealing keys', async (t) => {
  const database = await freshDatabase(t)
  const context = registryContext(database.db)
  const look = looker(database)
  const almere = await municipality(context, ALMERE)
  const ommen = await municipality(context, OMMEN)
  const first = sealingPair()
  const active = () =>
    inTransaction(context.db, 'test.active', { role: 'vroegsignaal_intake' }, (tx) =>
      activeSealingKeys(tx, [almere.municipality, ommen.municipality]),
    )
  const offer = (version: number, key: unknown, by = 0) =>
    putSealingKey(context, almere, almere.signers[by]!, { version, key })
  const confirm = (keyId: string, challenge: string, by = 1) =>
    confirmSealingKey(context, almere, almere.signers[by]!, {
      keyId,
      signedKeyId: keyId,
      challenge,
    })

  t.test('an offered key is not sealed for', async (t) => {
    t.match(await offer(1, first.key), { version: 1, challenge: /^[\w-]+\.[\w-]+\./ })
    t.equal((await active()).size, 0)
  })

  t.test('keys that cannot be used are refused', async (t) => {
    const secret = { ...first.key, d: first.privateKey.export({ format: 'jwk' }).d }
    const p384 = generateKeyPairSync('ec', { namedCurve: 'P-384' }).publicKey
    const used = almere.signingKey
    for (const key of [
      secret,
      p384.export({ format: 'jwk' }),
      { kty: 'oct', k: 'AAAA' },
      { ...used.export({ format: 'jwk' }), d: undefined },
    ]) {
      await t.rejects(offer(2, key), { code: 'sealing_key.invalid' })
    }
    const { kty, crv, x, y } = used.export({ format: 'jwk' })
    await t.rejects(offer(2, { kty, crv, x, y }), { code: 'sealing_key.invalid' }, 'signs already')
  })

  t.test(
    'the same offer again gives a fresh challenge, and the one before counts no more',
    async (t) => {
      const before = await offer(1, first.key)
      const after = await offer(1, first.key)
      t.equal(after.keyId, before.keyId)
      const stale = answerKeyChallenge(before.challenge, first.privateKey)
      await t.rejects(confirm(before.keyId, stale), { code: 'sealing_key.challenge_failed' })
    },
  )

  t.test('a version that does not rise is refused', async (t) => {
    await t.rejects(offer(1, sealingPair().key), { code: 'sealing_key.conflict' })
    await t.rejects(offer(2, first.key), { code: 'sealing_key.conflict' }, 'other version')
  })

  t.test('only another person, with the right answer, activates the key', async (t) => {
    const { keyId, challenge } = await offer(1, first.key)
    const answer = answerKeyChallenge(challenge, first.privateKey)
    const secondPerson = { code: 'sealing_key.second_person' }
    await t.rejects(confirm(keyId, answer, 0), secondPerson, 'the certificate that offered')
    await t.rejects(confirm(keyId, answer, 2), secondPerson, 'the same person’s next certificate')
    await t.rejects(confirm(keyId, 'A'.repeat(43)), { code: 'sealing_key.challenge_failed' })
    await t.rejects(confirm('B'.repeat(43), answer), { code: 'sealing_key.unknown' })
    await t.rejects(
      confirmSealingKey(context, almere, almere.signers[1], {
        keyId,
        signedKeyId: 'B'.repeat(43),
        challenge: answer,
      }),
      { code: 'sealing_key.unknown' },
    )
    t.match(await confirm(keyId, answer), { keyId, status: 'ACTIVE', version: 1 })
    t.strictSame([...(await active()).keys()], [ALMERE])
    await t.rejects(confirm(keyId, answer), { code: 'sealing_key.conflict' }, 'active already')
  })

  t.test('a certificate of the organisation and its successor are not two people', async (t) => {
    const [own, successor] = [
      (await signer(context, almere.id, null)).fingerprint,
      (await signer(context, almere.id, null)).fingerprint,
    ]
    const pair = sealingPair()
    const notPersonal = { code: 'certificate.not_personal' }
    await t.rejects(putSealingKey(context, almere, own, { version: 2, key: pair.key }), notPersonal)
    const { keyId, challenge } = await offer(2, pair.key)
    const answer = {
      keyId,
      signedKeyId: keyId,
      challenge: answerKeyChallenge(challenge, pair.privateKey),
    }
    for (const nobody of [own, successor, 'ab'.repeat(32)]) {
      await t.rejects(confirmSealingKey(context, almere, nobody, answer), notPersonal)
    }
    // As it stood in the database of a hub from before this was asked.
    await look(`UPDATE sealing_key SET offered_by = '${own}' WHERE key_id = '${keyId}' RETURNING 1`)
    await t.rejects(
      confirmSealingKey(context, almere, almere.signers[1], answer),
      { code: 'sealing_key.second_person' },
      'who offered it is unknown',
    )
    t.equal(await isSamePerson(context, own, successor), true)
    t.equal(await isSamePerson(context, almere.signers[0], almere.signers[1]), false)
  })

  t.test('another municipality sees and confirms nothing of it', async (t) => {
    const { keyId, challenge } = await offer(3, sealingPair().key)
    t.strictSame(await listSealingKeys(context, ommen), [])
    await t.rejects(
      confirmSealingKey(context, ommen, ommen.signers[0], {
        keyId,
        signedKeyId: keyId,
        challenge: challenge.slice(0, 43),
      }),
      { code: 'sealing_key.unknown' },
    )
    const scope = { role: 'vroegsignaal_municipality', municipality: OMMEN } as const
    const rows = await inTransaction(context.db, 'test.peek', scope, async (tx) => [
      ...(await activeSealingKeys(tx, [almere.municipality])),
    ])
    t.strictSame(rows, [], 'row-level security, below the code')
  })

  t.test('the newest active version is sealed for; older ones stay until retired', async (t) => {
    const next = sealingPair()
    const { keyId, challenge } = await offer(4, next.key)
    await confirm(keyId, answerKeyChallenge(challenge, next.privateKey))
    t.equal((await active()).get(almere.municipality)?.kid, keyId)
    const listed = await listSealingKeys(context, almere)
    t.strictSame(
      listed.map(({ version, status }) => [version, status]),
      [
        [4, 'ACTIVE'],
        [3, 'OFFERED'],
        [2, 'OFFERED'],
        [1, 'ACTIVE'],
      ],
    )
    await retireSealingKey(context, OPERATOR, almere.municipality, keyId)
    t.equal((await active()).get(almere.municipality)?.kid, listed[3]!.keyId)
    await t.rejects(retireSealingKey(context, OPERATOR, almere.municipality, keyId), {
      code: 'sealing_key.unknown',
    })
    await t.rejects(offer(5, next.key), { code: 'sealing_key.conflict' }, 'never again')
  })

  t.test('of two first offers at once one is taken', async (t) => {
    const results = await Promise.allSettled(
      [sealingPair(), sealingPair()].map(({ key }) =>
        putSealingKey(context, ommen, ommen.signers[0], { version: 1, key }),
      ),
    )
    t.strictSame(results.map(({ status }) => status).sort(), ['fulfilled', 'rejected'])
    const lost = results.find(({ status }) => status === 'rejected') as PromiseRejectedResult
    t.match(lost.reason, { code: 'sealing_key.conflict' })
  })

  t.test('offers and confirmations are announced in the log, with both signers', async (t) => {
    const rows = await look<{ operation: string; actor_key: string; objects: unknown }>(
      `SELECT operation, actor_key, objects FROM log_entry
        WHERE controller = '${almere.id}' ORDER BY number`,
    )
    t.match(
      rows.find(({ operation }) => operation === 'confirmSealingKey'),
      {
        actor_key: almere.signers[1],
        objects: {
          municipality: ALMERE,
          version: 1,
          status: 'ACTIVE',
          offeredBy: almere.signers[0],
        },
      },
    )
    t.ok(rows.some(({ operation }) => operation === 'putSealingKey'))
    t.ok(rows.some(({ operation }) => operation === 'listSealingKeys'))
  })
})
