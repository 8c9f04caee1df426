import { expectProblem } from './answers.js'
import type { Case, CaseGroup } from './case.js'
import { craft, goodHeader } from './crafted-signature.js'
import { goodText, sendTo, type SignedTarget, type SigningSubject } from './signed-target.js'
import { signedHeaders } from './wire.js'

type Frame = Record<string, unknown>

/** Bodies that are well signed and meant for something else, or not whole. */
const SPOILT: readonly (readonly [
  what: string,
  code: string,
  spoil: (good: Frame, now: Date) => Frame,
])[] = [
  ['for another hub', 'body.wrong_hub', (good) => ({ ...good, hub: 'other.example' })],
  [
    'for another operation',
    'body.wrong_operation',
    (good) => ({ ...good, operation: 'putSealingKey' }),
  ],
  ['of eight days ago', 'body.stale', (good, now) => ({ ...good, createdAt: daysFrom(now, -8) })],
  ['from tomorrow', 'body.stale', (good, now) => ({ ...good, createdAt: daysFrom(now, 1) })],
  ['without a nonce', 'body.nonce', ({ nonce: _, ...rest }) => rest],
  ['with an unknown member', 'request.invalid', (good) => ({ ...good, remark: 'none' })],
  ['with a nonce of eight bits', 'request.invalid', (good) => ({ ...good, nonce: 'AA' })],
  ['without its instant', 'request.invalid', ({ createdAt: _, ...rest }) => rest],
]

/** What binds a signed body to this hub, this operation and this moment. */
export function frameCases<Subject extends SigningSubject>(
  target: SignedTarget<Subject>,
): CaseGroup<Subject> {
  const cases = SPOILT.map(([what, code, spoil]): Case<Subject> => ({
    name: `a signed body ${what} is refused`,
    codes: [code],
    async run(subject) {
      const { signingKey, clock } = subject.wire
      const good = JSON.parse(goodText(target, subject)) as Frame
      const text = JSON.stringify(spoil(good, clock.now()))
      const value = craft(goodHeader(signingKey, clock.now()), text, signingKey)
      expectProblem(await sendTo(target, subject, text, signedHeaders(value)), 400, code)
    },
  }))
  return { group: 'signed bodies', cases }
}

function daysFrom(now: Date, days: number): string {
  return new Date(now.getTime() + days * 86_400_000).toISOString()
}
