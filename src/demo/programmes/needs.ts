import type { Capability } from '../report.js'

const ALL = ['INTAKE', 'MANY_MUNICIPALITIES', 'NAMED_ROLES'] as const

/** What each programme needs of a hub, in the order in which it is told. */
export const NEEDS: Readonly<Record<string, readonly Capability[]>> = {
  'almere-vroeg-eropaf': [
    ...ALL,
    'PHASES',
    'MUNICIPAL_TAX',
    'EXECUTORS',
    'CONTACT_STRATEGY',
    'CONSENT',
    'STATISTICS',
    'EVICTION_STAGE',
  ],
  's-hertogenbosch-vroegsignalering': [
    ...ALL,
    'MONTHLY_DELIVERY',
    'PARTIAL_PAYMENTS',
    'EXECUTORS',
    'STATISTICS',
  ],
  'ouder-amstel-vroeg-er-op-af': [
    ...ALL,
    'MUNICIPAL_TAX',
    'MONTHLY_DELIVERY',
    'TRIGGER_RULE',
    'DISCONNECTION',
    'CONTACT_STRATEGY',
    'CONSENT',
    'PILOT_END',
  ],
  'ommen-hardenberg-voor-elkaar': [
    ...ALL,
    'APART',
    'MONTHLY_DELIVERY',
    'CONTACT_STRATEGY',
    'CONSENT',
    'STATISTICS',
    'PILOT_END',
  ],
  'coevorden-vroegsignalering': [
    ...ALL,
    'SPREADSHEETS',
    'MONTHLY_DELIVERY',
    'CONTACT_STRATEGY',
    'CONSENT',
    'STATISTICS',
    'LETTER_OR_VISIT',
    'PILOT_END',
  ],
}

/** What it is called. */
export const TITLES: Readonly<Record<Capability, { readonly nl: string; readonly en: string }>> = {
  INTAKE: { nl: 'ondertekende aanlevering', en: 'signed monthly intake' },
  MANY_MUNICIPALITIES: { nl: 'één verbinding, meer gemeenten', en: 'one connection, many towns' },
  MUNICIPAL_TAX: { nl: 'gemeentebelasting, met slot', en: 'municipal taxes, gated' },
  MONTHLY_DELIVERY: { nl: 'één levering per maand', en: 'one delivery a month' },
  TRIGGER_RULE: { nl: 'meer soorten vaste lasten', en: 'several kinds of costs' },
  EXECUTORS: { nl: 'wie belt er aan', en: 'who rings the bell' },
  NAMED_ROLES: { nl: 'namen voor wie ze nodig heeft', en: 'names for named roles only' },
  CONTACT_STRATEGY: { nl: 'contact en kaartje', en: 'contact strategy and card' },
  CONSENT: { nl: 'niets delen zonder toestemming', en: 'consent before sharing' },
  STATISTICS: { nl: 'gemeld, bereikt, plan', en: 'reported, reached, plan' },
  PILOT_END: { nl: 'evaluatie en einde', en: 'evaluation and end' },
  PHASES: { nl: 'fasen van het convenant', en: 'phases of the covenant' },
  EVICTION_STAGE: { nl: 'aangezegde ontruiming', en: 'announced eviction' },
  PARTIAL_PAYMENTS: { nl: 'deelbetalingen', en: 'partial payments' },
  DISCONNECTION: { nl: 'afsluiting gaat voor', en: 'disconnection goes first' },
  APART: { nl: 'strikt gescheiden', en: 'strictly apart' },
  SPREADSHEETS: { nl: 'verhuurders met een rekenblad', en: 'landlords by spreadsheet' },
  LETTER_OR_VISIT: { nl: 'brief naast huisbezoek', en: 'letter against visit' },
}
