import type { Activity, ActivityName } from '../access-log/activity.js'
import type { LogEvent } from '../access-log/event.js'
import type { RetentionKind } from '../retention/kinds.js'

type Bilingual = { readonly nl: string; readonly en: string }

/** What GDPR article 30 asks of an activity and no event of the log says. */
interface Facts {
  readonly subjects: Bilingual
  readonly data: Bilingual
  readonly recipients: Bilingual
  /** Kinds of the retention schedule. */
  readonly kinds: readonly string[]
}

const RESIDENTS = {
  nl: 'Inwoners met betalingsachterstanden',
  en: 'Residents with arrears',
} as const
const WORKERS = {
  nl: 'Mensen die namens een partij werken, onder een rolpseudoniem',
  en: 'People who work for a party, under a role pseudonym',
} as const
const NOBODY = { nl: 'Niemand', en: 'Nobody' } as const
const PARTIES = { nl: 'Partijen, geen personen', en: 'Parties, not persons' } as const

/** One entry per activity of the catalogue; a new activity without one does not compile. */
const FACTS: Readonly<Record<ActivityName, Facts>> = {
  'intake@1': {
    subjects: RESIDENTS,
    data: {
      nl: 'Verzegelde identiteit, pseudoniemen, bedragen, data, sector',
      en: 'Sealed identity, pseudonyms, amounts, dates, sector',
    },
    recipients: NOBODY,
    kinds: ['MATCH_DATA', 'RECEIPT', 'LEDGER', 'QUALITY'],
  },
  'matching@1': {
    subjects: RESIDENTS,
    data: { nl: 'Pseudoniemen, bedragen, data, sector', en: 'Pseudonyms, amounts, dates, sector' },
    recipients: NOBODY,
    kinds: ['MATCH_DATA'],
  },
  'feeds@1': {
    subjects: RESIDENTS,
    data: {
      nl: 'Zaken met verzegelde identiteit die alleen de gemeente opent',
      en: 'Cases with sealed identities that only the municipality opens',
    },
    recipients: { nl: 'De gemeente van de inwoner', en: 'The municipality of the resident' },
    kinds: ['ACKNOWLEDGED_IDENTITY', 'UNFETCHED_IDENTITY', 'DELIVERED_CASE'],
  },
  'retention@1': {
    subjects: RESIDENTS,
    data: { nl: 'Tellingen, geen inhoud', en: 'Counts, no content' },
    recipients: NOBODY,
    kinds: ['STATISTICS', 'ENDED_HOLD'],
  },
  'outcomes@1': {
    subjects: RESIDENTS,
    data: { nl: 'Uitkomst, data en kenmerken van meldingen', en: 'Outcome, dates and references' },
    recipients: {
      nl: 'De schuldeiser, zover beleid en toestemming toelaten',
      en: 'The creditor, as far as policy and consent allow',
    },
    kinds: ['OUTCOME', 'STATISTICS'],
  },
  'workbench@1': {
    subjects: RESIDENTS,
    data: {
      nl: 'Zaken; de identiteit gaat alleen in de browser van de gemeente open',
      en: 'Cases; the identity opens in the browser of the municipality only',
    },
    recipients: { nl: 'Medewerkers van de gemeente', en: 'People of the municipality' },
    kinds: ['DELIVERED_CASE', 'OUTCOME'],
  },
  'registry@1': {
    subjects: PARTIES,
    data: {
      nl: 'Organisaties, certificaten, overeenkomsten',
      en: 'Organisations, certificates, agreements',
    },
    recipients: { nl: 'De betrokken partijen', en: 'The parties concerned' },
    kinds: ['REGISTER', 'APPLICATION'],
  },
  'key-management@1': {
    subjects: NOBODY,
    data: { nl: 'Controlewaarden van geheimen', en: 'Check values of secrets' },
    recipients: NOBODY,
    kinds: [],
  },
  'access-log@1': {
    subjects: {
      nl: 'Inwoners, en mensen die namens een partij werken; beide als pseudoniem',
      en: 'Residents, and people who work for a party; both as pseudonyms',
    },
    data: {
      nl: 'Wie wat wanneer waarom deed, en wie het betrof',
      en: 'Who did what, when and why, and whom it concerned',
    },
    recipients: {
      nl: 'De functionaris van de verantwoordelijke',
      en: 'The officer of the controller',
    },
    kinds: ['ACCESS_LOG', 'SAVED_SEARCH', 'REVIEW'],
  },
  'data-subject-rights@1': {
    subjects: {
      nl: 'Inwoners die een recht uitoefenen, als pseudoniem',
      en: 'Residents who exercise a right, as pseudonyms',
    },
    data: {
      nl: 'Welk recht, wanneer, en welke meldingen het raakt',
      en: 'Which right, when, and which notifications it reaches',
    },
    recipients: {
      nl: 'De gemeente, en de schuldeiser zover het beleid dat zegt',
      en: 'The municipality, and the creditor as far as policy says so',
    },
    kinds: ['RIGHTS'],
  },
  'access-control@1': {
    subjects: WORKERS,
    data: {
      nl: 'Certificaat, poging en reden van weigering',
      en: 'Certificate, attempt and reason of refusal',
    },
    recipients: NOBODY,
    kinds: ['ACCESS_LOG'],
  },
}

/** One processing activity as the register of GDPR article 30 shows it. */
export interface RegisteredActivity extends Facts {
  readonly name: string
  readonly title: Bilingual
  readonly text: Bilingual
  readonly purposes: readonly string[]
  readonly legalBases: readonly string[]
  /** Who can cause it. */
  readonly by: readonly string[]
  /** Operations, jobs and commands that belong to it. */
  readonly operations: readonly string[]
  readonly terms: readonly RetentionKind[]
}

/**
 * The register of processing activities, made from what the log can hold, what the schedule says and
 * the facts above: it cannot name what the hub does not do, nor leave out what it does.
 */
export function activityRegister(
  activities: readonly Activity[],
  events: readonly LogEvent[],
  kinds: readonly RetentionKind[],
): RegisteredActivity[] {
  return activities.map(({ id, version, nl, en }) => {
    const name = `${id}@${version}`
    const own = events.filter(({ activity }) => activity === name)
    const facts = FACTS[name as ActivityName]
    return {
      ...facts,
      name,
      title: { nl: nl.title, en: en.title },
      text: { nl: nl.text, en: en.text },
      purposes: unique(own.map(({ ground }) => ground.purpose)),
      legalBases: unique(own.map(({ ground }) => ground.legalBasis)),
      by: unique(own.flatMap(({ by }) => by)),
      operations: unique(own.map(({ operation }) => operation)),
      terms: kinds.filter(({ kind }) => facts.kinds.includes(kind)),
    }
  })
}

function unique(values: readonly string[]): string[] {
  return [...new Set(values)].sort()
}
