import { signDetached } from '../crypto/jws.js'
import { expectProblem, expectStatus } from './answers.js'
import type { Case, CaseGroup } from './case.js'
import { craft, goodHeader } from './crafted-signature.js'
import { signingFingerprint, transportFingerprint } from './fingerprints.js'
import { goodText, sendTo, type SignedTarget, type SigningSubject } from './signed-target.js'
import { signedHeaders } from './wire.js'

type Header = Record<string, unknown>
type Spoilt<Subject> = (good: Header, subject: Subject) => object | string | undefined

/** Ways to be no signature at all, or not exactly one. */
const BROKEN: readonly (readonly [
  what: string,
  code: string,
  value: (good: string) => string | readonly string[] | undefined,
])[] = [
  ['without a signature', 'signature.missing', () => undefined],
  ['with two signatures', 'signature.repeated', (good) => [good, good]],
  ['with a signature of 9,000 characters', 'signature.too_large', () => 'A'.repeat(9000)],
  ['with a signature that is no JWS', 'signature.malformed', () => 'signature'],
  ['with padding in its signature', 'signature.not_canonical', (good) => `${good}=`],
]

const without = (good: Header, ...names: readonly string[]) =>
  Object.fromEntries(Object.entries(good).filter(([name]) => !names.includes(name)))

const byKey = (good: Header, reference: string) => ({
  ...without(good, 'kid'),
  'x5t#S256': reference,
})

/** Protected headers that must not be accepted, each made from a good one. */
const HEADERS: readonly (readonly [what: string, code: string, spoil: Spoilt<SigningSubject>])[] = [
  [
    'with an unknown critical member',
    'signature.critical_unknown',
    (good) => ({ ...good, crit: ['sigD', 'b64', 'unheard'], unheard: 1 }),
  ],
  [
    'that brings its own key',
    'signature.header_not_allowed',
    (good) => ({ ...good, jwk: { kty: 'EC' } }),
  ],
  [
    'of another algorithm than its key',
    'signature.algorithm',
    (good) => ({ ...good, alg: good['alg'] === 'ES256' ? 'PS256' : 'ES256' }),
  ],
  ['of no algorithm', 'signature.algorithm', (good) => ({ ...good, alg: 'none' })],
  [
    'by an unknown key',
    'signature.key_unknown',
    (good) => byKey(good, Buffer.alloc(32, 7).toString('base64url')),
  ],
  [
    'by the transport certificate',
    'signature.key_is_transport_key',
    (good, { wire }) => byKey(good, transportFingerprint(wire)),
  ],
  [
    'in the name of another party',
    'signature.wrong_party',
    (good, { other }) => (other === undefined ? undefined : byKey(good, signingFingerprint(other))),
  ],
  ['of another type', 'signature.type', (good) => ({ ...good, typ: 'JOSE' })],
  ['without an instant', 'signature.time', (good) => without(good, 'iat')],
  [
    'of eight days ago',
    'signature.time',
    (good) => ({ ...good, iat: Number(good['iat']) - 8 * 86_400 }),
  ],
  ['of an hour ahead', 'signature.time', (good) => ({ ...good, iat: Number(good['iat']) + 3600 })],
  [
    'over other header fields than the digest',
    'signature.digest',
    (good) => ({
      ...good,
      sigD: { mId: 'http://uri.etsi.org/19182/HttpHeaders', pars: ['date'] },
    }),
  ],
  [
    'with a member twice',
    'signature.malformed',
    (good) => JSON.stringify(good).replace('{', '{"typ":"x",'),
  ],
]

/** Good signatures are taken, and each way of being wrong has its own code. */
export function signatureCases<Subject extends SigningSubject>(
  target: SignedTarget<Subject>,
): CaseGroup<Subject> {
  const good = (subject: Subject, text: string) => {
    const { signingKey, clock } = subject.wire
    return craft(goodHeader(signingKey, clock.now()), text, signingKey)
  }
  const broken = BROKEN.map(([what, code, value]): Case<Subject> => ({
    name: `a body ${what} is refused`,
    codes: [code],
    async run(subject) {
      const text = goodText(target, subject)
      const header = value(good(subject, text))
      const headers = {
        'content-type': 'application/json',
        ...(header !== undefined && { 'payload-signature': header }),
      }
      expectProblem(await sendTo(target, subject, text, headers), 401, code)
    },
  }))
  const refused = HEADERS.map(([what, code, spoil]): Case<Subject> => ({
    name: `a signature ${what} is refused`,
    codes: [code],
    async run(subject) {
      const { signingKey, clock } = subject.wire
      const text = goodText(target, subject)
      const header = spoil(goodHeader(signingKey, clock.now()), subject)
      if (header === undefined) return 'needs the folder of a second party (--other)'
      const value = craft(header as Header | string, text, signingKey)
      expectProblem(await sendTo(target, subject, text, signedHeaders(value)), 401, code)
      return undefined
    },
  }))
  const overOther: Case<Subject> = {
    name: 'a signature over other bytes is refused',
    codes: ['signature.invalid'],
    async run(subject) {
      const text = goodText(target, subject)
      const headers = signedHeaders(good(subject, text))
      const answer = await sendTo(target, subject, text.replace('{', '{ '), headers)
      expectProblem(answer, 401, 'signature.invalid')
    },
  }
  return {
    group: 'signatures',
    cases: [...acceptedCases(target), ...broken, ...refused, overOther],
  }
}

/** The ways to sign that the contract allows. */
function acceptedCases<Subject extends SigningSubject>(
  target: SignedTarget<Subject>,
): Case<Subject>[] {
  return [
    {
      name: 'a signature over the digest of the body (ADR payload profile) is accepted',
      async run(subject) {
        const { signingKey, clock } = subject.wire
        const text = goodText(target, subject)
        const value = craft(goodHeader(signingKey, clock.now()), text, signingKey)
        expectStatus(await sendTo(target, subject, text, signedHeaders(value)), target.accepted)
      },
    },
    {
      name: 'a plain detached signature over the body is accepted',
      async run(subject) {
        const { signingKey, clock } = subject.wire
        const text = goodText(target, subject)
        const value = signDetached(Buffer.from(text), signingKey, {
          typ: 'vroegsignaal-request+jws',
          iat: clock.now(),
          profile: 'plain-detached',
        })
        expectStatus(await sendTo(target, subject, text, signedHeaders(value)), target.accepted)
      },
    },
    {
      name: 'a signature of type JOSE under the former header name is accepted',
      async run(subject) {
        const text = goodText(target, subject)
        const options = { typ: 'JOSE', profile: 'plain-detached' } as const
        const value = signDetached(Buffer.from(text), subject.wire.signingKey, options)
        const headers = { 'content-type': 'application/json', 'nlgov-adr-payload-sig': value }
        expectStatus(await sendTo(target, subject, text, headers), target.accepted)
      },
    },
  ]
}
