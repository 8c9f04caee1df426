import { readFileSync } from 'node:fs'
import t from 'tap'
import { NEEDS, TITLES } from '../../src/demo/programmes/needs.js'
import type { Capability } from '../../src/demo/report.js'
import { programmes } from '../../src/programmes/index.js'

const PROGRAMMES = [
  'almere',
  'hertogenbosch',
  'ouder-amstel',
  'ommen-hardenberg',
  'coevorden',
] as const
type Name = (typeof PROGRAMMES)[number]

const SERVES = 'one connection serves many municipalities, each notification its own'
const ROLES = 'names are for who visits; managers see counts'

/**
 * What each programme needs of the hub, and the part of its journey that shows it: the title of a
 * subtest in test/journeys/programme-<name>.long.ts. What a programme does not need is left out.
 */
const CAPABILITIES: Readonly<Record<string, Readonly<Partial<Record<Name, string>>>>> = {
  'signed monthly intake, many creditors': {
    almere: SERVES,
    hertogenbosch: 'part of it was paid: the amount is what remains, and counts once',
    'ouder-amstel': 'two kinds of fixed costs start a case; one is held back, never dropped',
    'ommen-hardenberg': 'strictly apart: no case, number or pseudonym of the other',
    coevorden: 'private landlords report without OIN; an agent delivers for one of them',
  },
  'creditor serves many municipalities': {
    almere: SERVES,
    hertogenbosch: SERVES,
    'ouder-amstel': SERVES,
    'ommen-hardenberg': 'strictly apart: no case, number or pseudonym of the other',
    coevorden: SERVES,
  },
  'municipal taxes, gated': {
    almere: 'municipal taxes take part and are refused: there is no legal basis',
    'ouder-amstel': 'the tax collectors of several municipalities are refused by law',
  },
  'monthly consolidated delivery': {
    hertogenbosch: 'one consolidated delivery a month, and not before',
    'ouder-amstel': 'two kinds of fixed costs start a case; one is held back, never dropped',
    'ommen-hardenberg': 'strictly apart: no case, number or pseudonym of the other',
    coevorden: 'a team of two gets one list a month: visits first, letters for the rest',
  },
  'multiple-sector trigger rule': {
    'ouder-amstel': 'two kinds of fixed costs start a case; one is held back, never dropped',
  },
  'several executors, assignment': {
    almere: 'two executors, debt help and social work, each with its own cases',
    hertogenbosch: 'the action team says who rings: also a creditor, which sees no debt',
  },
  'identity visible to a named role only': {
    almere: ROLES,
    hertogenbosch: ROLES,
    'ouder-amstel': ROLES,
    'ommen-hardenberg': ROLES,
    coevorden: ROLES,
  },
  'contact strategy and card': {
    almere: 'the eviction stage has steps of its own: a day, three days, a week',
    'ouder-amstel': 'letter, a call after a week, a visit; visits can be off for a period',
    'ommen-hardenberg': 'letter, call, visit and card as the teams agreed',
    coevorden: 'the card that stays behind speaks of no debt',
  },
  'consent gate for sharing': {
    almere: 'a creditor learns of help only with consent',
    'ouder-amstel': 'nobody is referred, and nothing is shared, without consent',
    'ommen-hardenberg': 'without the agreement of the resident nothing is shared',
    coevorden: 'without the agreement of the resident nobody is involved',
  },
  'reported, reached, plan made': {
    almere: 'reported, reached, plan made: per creditor and for the month',
    hertogenbosch: 'what came of it, per partner, for the evaluation',
    'ommen-hardenberg':
      'a consultant reports the visit, and the pilot is evaluated per municipality',
    coevorden: 'counters: visits, reached, accepted; and the card that was left',
  },
  'pilot end and evaluation': {
    'ouder-amstel': 'the pilot is evaluated, in numbers alone',
    'ommen-hardenberg': 'at the end everything of the pilot goes, with proof, by one command',
    coevorden: 'the pilot is evaluated: letters before, visits now',
  },
  'what else the programme is known for': {
    almere: 'the phases of the covenant and its two executors are on record',
    hertogenbosch: 'four organisations may ring; none of them sees a feed or a neighbour',
    'ouder-amstel': 'an imminent disconnection always counts, and does not wait',
    'ommen-hardenberg': 'a consultant of both chooses per session, and sees one at a time',
    coevorden: 'a private landlord delivers the rows of a spreadsheet',
  },
}

/** How many programmes need each, as the matrix of the covenants has it. */
const NEEDED = [5, 5, 2, 4, 1, 2, 5, 4, 4, 4, 3, 5]

t.test('every capability that a programme needs is shown by its journey', async (t) => {
  t.equal(programmes.length, PROGRAMMES.length)
  const journeys = new Map(
    PROGRAMMES.map((name) => {
      const text = readFileSync(`test/journeys/programme-${name}.long.ts`, 'utf8')
      return [name, text.replace(/\s+/g, ' ')]
    }),
  )
  const rows = Object.entries(CAPABILITIES)
  t.strictSame(
    rows.map(([, shown]) => Object.keys(shown).length),
    NEEDED,
  )
  for (const [capability, shown] of rows) {
    for (const [name, title] of Object.entries(shown)) {
      const called = new RegExp(`t\\.test\\( ?'${title.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')}',`)
      t.match(journeys.get(name as Name), called, `${capability}: ${name}`)
    }
  }
})

const IDS: Readonly<Record<Name, string>> = {
  almere: 'almere-vroeg-eropaf',
  hertogenbosch: 's-hertogenbosch-vroegsignalering',
  'ouder-amstel': 'ouder-amstel-vroeg-er-op-af',
  'ommen-hardenberg': 'ommen-hardenberg-voor-elkaar',
  coevorden: 'coevorden-vroegsignalering',
}
/** The rows that the demonstration tells of each capability. */
const TOLD: Readonly<Record<string, Capability>> = {
  'signed monthly intake, many creditors': 'INTAKE',
  'creditor serves many municipalities': 'MANY_MUNICIPALITIES',
  'municipal taxes, gated': 'MUNICIPAL_TAX',
  'monthly consolidated delivery': 'MONTHLY_DELIVERY',
  'multiple-sector trigger rule': 'TRIGGER_RULE',
  'several executors, assignment': 'EXECUTORS',
  'identity visible to a named role only': 'NAMED_ROLES',
  'contact strategy and card': 'CONTACT_STRATEGY',
  'consent gate for sharing': 'CONSENT',
  'reported, reached, plan made': 'STATISTICS',
  'pilot end and evaluation': 'PILOT_END',
}
/** What single programmes are known for beside that. */
const OWN: Readonly<Record<Name, readonly Capability[]>> = {
  almere: ['PHASES', 'EVICTION_STAGE'],
  hertogenbosch: ['PARTIAL_PAYMENTS'],
  'ouder-amstel': ['DISCONNECTION'],
  'ommen-hardenberg': ['APART'],
  coevorden: ['SPREADSHEETS', 'LETTER_OR_VISIT'],
}

t.test('and told by the demonstration: no more and no less', async (t) => {
  for (const name of PROGRAMMES) {
    const shared = Object.entries(TOLD).filter(([row]) => CAPABILITIES[row]![name] !== undefined)
    const wanted = [...shared.map(([, capability]) => capability), ...OWN[name]]
    t.strictSame([...NEEDS[IDS[name]]!].sort(), wanted.sort(), name)
  }
  for (const [capability, { nl, en }] of Object.entries(TITLES)) {
    t.ok(nl !== '' && en !== '' && nl !== en, capability)
  }
})

t.test('a programme with a strategy and a card has a call and a card in its data', async (t) => {
  const known = programmes
  for (const name of Object.keys(CAPABILITIES['contact strategy and card']!)) {
    const { municipalities } = known.find(({ id }) => id === IDS[name as Name])!
    for (const { triage, name: town } of municipalities) {
      const channels = triage.contactStrategy.map(({ channel }) => channel)
      t.strictSame([...channels].sort(), ['CARD', 'LETTER', 'PHONE', 'VISIT'], town)
      t.ok(channels.indexOf('CARD') === channels.indexOf('VISIT') + 1, 'a card stays after a visit')
      const call = triage.contactStrategy.find(({ channel }) => channel === 'PHONE')
      t.equal(call?.when, 'PHONE_KNOWN', town)
    }
  }
})
