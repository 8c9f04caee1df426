import { createPrivateKey, type JsonWebKey } from 'node:crypto'
import { makeSealingKey, openFeed } from '../../client/index.js'
import { answerKeyChallenge } from '../../crypto/key-challenge.js'
import { randomId } from '../../kernel/identifiers.js'
import { expectProblem, expectStatus, jsonOf } from '../answers.js'
import { expect, type CaseGroup } from '../case.js'
import type { Wire, WireAnswer } from '../wire.js'
import { NO_MONTH, pagesOf, type MunicipalitySubject, type Schemas } from './subject.js'

const KEYS = '/sealing-keys'
const COLLEAGUE = 'needs the folder of a second person of the municipality (--colleague)'
const PERSON = 'needs a signing certificate that is registered with the person who holds it'

/** Offers a fresh key under a version; the answer is not judged. */
async function offer(wire: Wire, version: number, key: object) {
  const body = wire.sign('putSealingKey', { requestId: randomId(), version, key })
  return wire.send(KEYS, body, 'PUT')
}

async function confirm(wire: Wire, keyId: string, challenge: string) {
  const fields = { confirmationId: randomId(), keyId, challenge }
  return wire.send(`${KEYS}/${keyId}/_confirm`, wire.sign('confirmSealingKey', fields))
}

async function listed(wire: Wire): Promise<readonly Schemas['SealingKey'][]> {
  const answer = await wire.ask(KEYS)
  expectStatus(answer, 200)
  return (jsonOf(answer) as Schemas['SealingKeyList']).sealingKeys
}

/** The software of a municipality may sign without naming a person; keys it then cannot offer. */
const namesNobody = (answer: WireAnswer) =>
  answer.status === 403 && (jsonOf(answer) as { code?: string }).code === 'certificate.not_personal'

const nextVersion = (keys: readonly Schemas['SealingKey'][]) =>
  1 + Math.max(0, ...keys.map(({ version }) => version))

/** Keys for which identities are sealed: offered by one, confirmed by another, followed by the next. */
export const KEY_CASES: CaseGroup<MunicipalitySubject> = {
  group: 'sealing keys and rotation',
  cases: [
    {
      name: 'a key with its private half is refused',
      codes: ['request.invalid'],
      async run({ wire }) {
        const { privateJwk } = makeSealingKey()
        const answer = await offer(wire, nextVersion(await listed(wire)), privateJwk)
        expectProblem(answer, 400, 'request.invalid')
      },
    },
    {
      name: 'a key that serves a certificate is refused',
      codes: ['sealing_key.invalid'],
      async run({ wire }) {
        const { privateKey } = wire.signingKey
        if (privateKey.asymmetricKeyType !== 'ec') return 'needs a signing key on P-256'
        const { kty, crv, x, y } = privateKey.export({ format: 'jwk' })
        const answer = await offer(wire, nextVersion(await listed(wire)), { kty, crv, x, y })
        expectProblem(answer, 400, 'sealing_key.invalid')
        return undefined
      },
    },
    {
      name: 'a version that does not rise is a conflict',
      codes: ['sealing_key.conflict'],
      async run({ wire }) {
        const [newest] = await listed(wire)
        if (newest === undefined) return 'needs a key that was offered before'
        const answer = await offer(wire, newest.version, makeSealingKey().publicKey)
        if (namesNobody(answer)) return PERSON
        expectProblem(answer, 409, 'sealing_key.conflict')
        return undefined
      },
    },
    {
      name: 'a key that nobody offered cannot be confirmed',
      codes: ['sealing_key.unknown'],
      async run({ wire }) {
        const { keyId } = makeSealingKey()
        const answer = await confirm(wire, keyId, 'A'.repeat(43))
        expectProblem(answer, 404, 'sealing_key.unknown')
      },
    },
    {
      name: 'a key becomes active when a second person answers its challenge, and not before',
      codes: ['sealing_key.second_person', 'sealing_key.challenge_failed'],
      async run({ wire, colleague, keep }) {
        if (colleague === undefined) return COLLEAGUE
        const { keyId, publicKey, privateJwk } = makeSealingKey()
        keep(keyId, privateJwk)
        const offered = await offer(wire, nextVersion(await listed(wire)), publicKey)
        if (namesNobody(offered)) return PERSON
        expectStatus(offered, 202)
        const { challenge } = jsonOf(offered) as Schemas['SealingKeyChallenge']
        const privateKey = createPrivateKey({ key: privateJwk as JsonWebKey, format: 'jwk' })
        const answer = answerKeyChallenge(challenge, privateKey)
        expectProblem(await confirm(wire, keyId, answer), 403, 'sealing_key.second_person')
        const guess = await confirm(colleague, keyId, 'A'.repeat(43))
        expectProblem(guess, 409, 'sealing_key.challenge_failed')
        expectStatus(await confirm(colleague, keyId, answer), 200)
        const active = (await listed(wire)).filter(({ status }) => status === 'ACTIVE')
        expect(
          active.some((key) => key.keyId === keyId),
          'the new key is not active',
        )
        return undefined
      },
    },
    {
      name: 'what was sealed for an earlier key still opens with it after the next one is active',
      async run({ wire, month, keys }) {
        if (month === undefined) return NO_MONTH
        if (keys().size < 2) return 'needs a key that followed another; see --colleague'
        const documents = (await pagesOf(wire, month.month)).map(({ page }) => page)
        const feed = await openFeed(wire.party.identity, documents, keys(), wire.clock.now())
        expect(feed.opened > 0, 'no envelope was opened')
        return undefined
      },
    },
  ],
}
