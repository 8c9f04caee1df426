import t from 'tap'
import {
  FEEDBACK_CODES,
  FEEDBACK_PROFILES,
  feedbackFor,
  type FeedbackCode,
  type FeedbackPolicy,
} from '../../src/outcomes/feedback-policy.js'
import type { CaseOutcome, NotificationStatus, OutcomeCode } from '../../src/outcomes/judge.js'
import { creditor, id } from '../cases/build.js'

const OUTCOMES: readonly OutcomeCode[] = [
  ...(['NT_REPEAT', 'NT_INCORRECT', 'DECEASED', 'NOT_RESIDENT', 'NT_OTHER'] as const),
  ...(['KNOWN_DEBT_HELP', 'OTHER_TRAJECTORY', 'NO_CONTACT', 'LOST_CONTACT'] as const),
  ...(['SELF_OR_NO_HELP', 'ALREADY_PAID', 'QUICK_FIX', 'FOLLOW_UP', 'FOLLOW_UP_FIN'] as const),
  ...(['FOLLOW_UP_NONFIN', 'REFERRED_WITHOUT_RESIDENT'] as const),
]
const policy = (overrides: Partial<FeedbackPolicy> = {}): FeedbackPolicy => ({
  profile: 'ddas-1.2',
  version: 1,
  neutral: [],
  ...overrides,
})
const consent = { given: true, on: '2026-09-04', creditors: [creditor(1)] }
const report = (outcome?: OutcomeCode, more: Partial<CaseOutcome> = {}): CaseOutcome => ({
  caseId: id(50),
  month: '2026-08',
  notifications: [],
  contactAttempts: [],
  ...(outcome !== undefined && { outcome, closedOn: '2026-09-10' }),
  ...more,
})
const tell = (
  by: FeedbackPolicy,
  about: CaseOutcome,
  status: NotificationStatus = 'TAKEN_UP',
  told: FeedbackCode | null = null,
) => feedbackFor(by, about, { creditor: creditor(1), status }, told)
const all = (by: FeedbackPolicy, more: Partial<CaseOutcome> = {}) =>
  Object.fromEntries(OUTCOMES.map((outcome) => [outcome, tell(by, report(outcome, more))]))

t.test('the data standard of 2025/26 tells repeats, mistakes, deaths and moves', async (t) => {
  t.strictSame(all(policy()), {
    NT_REPEAT: 'NOT_TAKEN_UP_REPEAT',
    NT_INCORRECT: 'NOT_TAKEN_UP_INCORRECT',
    DECEASED: 'DECEASED',
    NOT_RESIDENT: 'NOT_RESIDENT',
    NT_OTHER: 'NOT_TAKEN_UP',
    KNOWN_DEBT_HELP: 'KNOWN_DEBT_HELP',
    OTHER_TRAJECTORY: 'HANDLED',
    NO_CONTACT: 'NOT_REACHED',
    LOST_CONTACT: 'NOT_REACHED',
    SELF_OR_NO_HELP: 'OFFERED_NO_HELP',
    ALREADY_PAID: 'HANDLED',
    QUICK_FIX: 'HANDLED',
    FOLLOW_UP: 'HANDLED',
    FOLLOW_UP_FIN: 'HANDLED',
    FOLLOW_UP_NONFIN: 'HANDLED',
    REFERRED_WITHOUT_RESIDENT: undefined,
  })
})

t.test(
  'the statement of 2023 tells neither death nor move nor anything of the contact',
  async (t) => {
    const told = new Set(Object.values(all(policy({ profile: 'strict-2023' }))))
    t.strictSame(
      [...told].sort(),
      ['HANDLED', 'KNOWN_DEBT_HELP', 'NOT_REACHED', 'NOT_TAKEN_UP', undefined].sort(),
    )
  },
)

t.test('that help was accepted is told with consent alone, to whom it names', async (t) => {
  for (const profile of FEEDBACK_PROFILES) {
    const by = policy({ profile })
    const helped = OUTCOMES.filter(
      (outcome) => all(by, { consentToShare: consent })[outcome] === 'HELP_ACCEPTED',
    )
    t.strictSame(helped, ['QUICK_FIX', 'FOLLOW_UP', 'FOLLOW_UP_FIN'])
    for (const consentToShare of [
      { ...consent, given: false },
      { ...consent, creditors: [creditor(2)] },
    ]) {
      t.notOk(Object.values(all(by, { consentToShare })).includes('HELP_ACCEPTED'))
    }
  }
})

t.test('a municipality may keep back more than its profile does', async (t) => {
  const by = policy({ neutral: ['DECEASED', 'HELP_ACCEPTED'] })
  t.equal(tell(by, report('DECEASED')), 'HANDLED')
  t.equal(tell(by, report('QUICK_FIX', { consentToShare: consent })), 'HANDLED')
  t.equal(tell(by, report('NOT_RESIDENT')), 'NOT_RESIDENT')
})

t.test('nothing is told before a case is closed, nor of what was not taken up yet', async (t) => {
  t.equal(tell(policy(), report()), undefined)
  t.equal(tell(policy(), report('SELF_OR_NO_HELP'), 'NOT_TAKEN_UP_YET'), undefined)
})

t.test('what a notification says of itself goes before the outcome of its case', async (t) => {
  t.equal(tell(policy(), report('QUICK_FIX'), 'NT_REPEAT'), 'NOT_TAKEN_UP_REPEAT')
  t.equal(tell(policy(), report(), 'KNOWN_DEBT_HELP'), 'KNOWN_DEBT_HELP')
})

t.test('nothing is told twice, and what is told no longer is taken back neutrally', async (t) => {
  const told = 'NOT_REACHED'
  t.equal(tell(policy(), report('NO_CONTACT'), 'TAKEN_UP', told), undefined)
  t.equal(tell(policy(), report('QUICK_FIX'), 'TAKEN_UP', told), 'HANDLED')
  t.equal(tell(policy(), report('REFERRED_WITHOUT_RESIDENT'), 'TAKEN_UP', told), 'HANDLED')
  t.equal(tell(policy(), report('REFERRED_WITHOUT_RESIDENT'), 'TAKEN_UP', 'HANDLED'), undefined)
})

t.test(
  'whatever a municipality chooses beside its profile, it tells less and never more',
  async (t) => {
    const statuses = ['TAKEN_UP', 'NT_REPEAT', 'DECEASED', 'KNOWN_DEBT_HELP'] as const
    const said = [null, 'HELP_ACCEPTED', 'NOT_REACHED', 'HANDLED'] as const
    const consents = [undefined, consent, { ...consent, withdrawnOn: '2026-09-05' }]
    let compared = 0
    for (const profile of FEEDBACK_PROFILES) {
      for (const neutral of [...FEEDBACK_CODES.map((code) => [code]), FEEDBACK_CODES]) {
        for (const outcome of OUTCOMES) {
          for (const consentToShare of consents) {
            const about = report(outcome, consentToShare && { consentToShare })
            for (const [status, told] of statuses.flatMap((one) =>
              said.map((before) => [one, before] as const),
            )) {
              const own = tell(policy({ profile }), about, status, told)
              const less = tell(policy({ profile, neutral }), about, status, told)
              compared += 1
              const isStricter =
                less === own || less === 'HANDLED' || (less === undefined && told === 'HANDLED')
              if (!isStricter)
                t.fail(`${profile} ${neutral.join()} ${outcome}: ${less ?? 'nothing'}`)
            }
          }
        }
      }
    }
    t.ok(compared > 10_000, `${compared} compared`)
    // The fields of a policy are these three: which profile, its number, and what is kept back.
    t.strictSame(Object.keys(policy()).sort(), ['neutral', 'profile', 'version'])
  },
)

t.test(
  'content is told with a recorded consent alone, and no more once it is withdrawn',
  async (t) => {
    const helped = report('QUICK_FIX', { consentToShare: consent })
    t.equal(tell(policy(), helped), 'HELP_ACCEPTED')
    const withdrawn = { ...consent, withdrawnOn: '2026-09-05' }
    const after = report('QUICK_FIX', { consentToShare: withdrawn })
    t.equal(tell(policy(), after), 'HANDLED', 'who heard nothing hears nothing')
    t.equal(
      tell(policy(), after, 'TAKEN_UP', 'HELP_ACCEPTED'),
      'HANDLED',
      'who heard is told otherwise',
    )
    const other = report('QUICK_FIX', {
      consentToShare: { ...consent, what: ['COLLECTION_PAUSE'] },
    })
    t.equal(tell(policy(), other), 'HANDLED', 'consent for something else')
    t.equal(tell(policy(), report('QUICK_FIX')), 'HANDLED', 'nobody recorded one')
  },
)
