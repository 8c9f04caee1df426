import type { Day } from '../kernel/calendar.js'
import type { AllowedField, LegalBasis } from './rule.js'

/**
 * How well a shipped row is founded. `READ`: the rule was read in the gazette. `SECOND_HAND`: it was
 * read in somebody else's account of it. `ASSUMED`: a bound was chosen where no text was found.
 */
export type Confidence = 'READ' | 'SECOND_HAND' | 'ASSUMED'

/**
 * A row that comes with the product. The law moves on without it: an operator checks it against the
 * gazette and replaces it by a new version. Not legal advice.
 */
export interface ShippedBasis extends Omit<LegalBasis, 'version'> {
  readonly confidence: Confidence
  /** What is not certain, for whoever checks the row. */
  readonly note: string
  /**
   * What an operator must name before the row is loaded, because an empty list would mean anybody.
   * A row that needs something and does not get it stays out: default deny.
   */
  readonly needs: readonly ('creditors' | 'municipalities')[]
}

/** Day on which the task of early detection entered into force (Stb. 2020, 239 and 240). */
const WGS_2021 = '2021-01-01' as Day
const TASK = 'Wgs art. 3(1)(b)'
const EXPERIMENT = 'Wgs art. 10; Tijdelijke regeling signaal betalingsachterstanden'
const REFERENCE_NAMED: readonly AllowedField[] = ['customerReference']
const REFERENCE_TO_COMPARE: readonly AllowedField[] = ['customerReference:pseudonym']

/**
 * The covenant's usual age of arrears is 30 to 100 days. Younger ones are refused; above 100 days
 * health insurance is refused and the other sectors are warned about.
 */
const DESIGNATED = {
  validUntil: null,
  creditors: [],
  municipalities: [],
  minimumCents: 0,
  minimumAgeDays: 30,
  maximumAgeDays: 100,
  maximumAgeRefuses: false,
  reminders: 1,
  remindersEndOfSupply: 1,
  needs: [],
} as const

const EXPERIMENTAL = {
  ...DESIGNATED,
  minimumAgeDays: null,
  maximumAgeDays: null,
  allowedFields: [],
} as const

const RENT: ShippedBasis = {
  ...DESIGNATED,
  legalBasis: 'BGS_RENT',
  sector: 'RENT',
  article: `${TASK}; Bgs art. 2`,
  gazette: 'Stb. 2020, 240',
  validFrom: WGS_2021,
  allowedFields: REFERENCE_TO_COMPARE,
  confidence: 'READ',
  note: 'Contact details and amount; the decree names no minimum amount, birth date or citizen number. The age comes from the national covenant.',
}

const HEALTH: ShippedBasis = {
  ...DESIGNATED,
  legalBasis: 'BGS_HEALTH_INSURANCE',
  sector: 'HEALTH_INSURANCE',
  article: `${TASK}; Bgs art. 2-3; Zvw`,
  gazette: 'Stb. 2020, 240',
  validFrom: WGS_2021,
  maximumAgeRefuses: true,
  allowedFields: REFERENCE_TO_COMPARE,
  confidence: 'SECOND_HAND',
  note: 'The article of the Bgs was not read; 30 to 100 days as the national delivery format defines it.',
}

const WATER: ShippedBasis = {
  ...DESIGNATED,
  legalBasis: 'BGS_WATER',
  sector: 'WATER',
  article: `${TASK}; Bgs art. 2-3; Regeling afsluitbeleid voor kleinverbruikers van drinkwater`,
  gazette: 'Stb. 2020, 240; Stcrt. 2012, 7964; Stcrt. 2018, 26271',
  validFrom: WGS_2021,
  allowedFields: REFERENCE_NAMED,
  confidence: 'READ',
  note: 'The water order was read; the article of the Bgs was not.',
}

const ELECTRICITY_UNTIL_2025: ShippedBasis = {
  ...DESIGNATED,
  legalBasis: 'BGS_ELECTRICITY_2021',
  sector: 'ENERGY_ELECTRICITY',
  article: `${TASK}; Bgs art. 2-3; Regeling afsluitbeleid voor kleinverbruikers van elektriciteit en gas`,
  gazette: 'Stb. 2020, 240; Stcrt. 2018, 5311; Stcrt. 2023, 10020',
  validFrom: WGS_2021,
  validUntil: '2025-12-31' as Day,
  remindersEndOfSupply: 3,
  allowedFields: REFERENCE_NAMED,
  confidence: 'SECOND_HAND',
  note: 'Three reminders became structural in April 2023; applied to the end of supply only.',
}

const ELECTRICITY_FROM_2026: ShippedBasis = {
  ...ELECTRICITY_UNTIL_2025,
  legalBasis: 'BGS_ELECTRICITY_2026',
  article: `${TASK}; Bgs art. 2-3; Energieregeling`,
  gazette: 'Stb. 2020, 240; Stcrt. 2025, 37730',
  validFrom: '2026-01-01' as Day,
  validUntil: null,
  note: 'Article numbers, reminders and the customer number under the new order were not read; taken over from the order before.',
}

const GAS_UNTIL_2025: ShippedBasis = {
  ...ELECTRICITY_UNTIL_2025,
  legalBasis: 'BGS_GAS_2021',
  sector: 'ENERGY_GAS',
}

const GAS_FROM_2026: ShippedBasis = {
  ...ELECTRICITY_FROM_2026,
  legalBasis: 'BGS_GAS_2026',
  sector: 'ENERGY_GAS',
}

const HEAT: ShippedBasis = {
  ...DESIGNATED,
  legalBasis: 'BGS_HEAT',
  sector: 'ENERGY_HEAT',
  article: `${TASK}; Bgs art. 2-3; Warmteregeling`,
  gazette: 'Stb. 2020, 240; Stcrt. 2023, 10020',
  validFrom: WGS_2021,
  remindersEndOfSupply: 3,
  allowedFields: REFERENCE_NAMED,
  confidence: 'SECOND_HAND',
  note: 'The heat order got the same rules as electricity and gas in 2023; its own text was not read.',
}

const MUNICIPAL_TAX: ShippedBasis = {
  ...EXPERIMENTAL,
  legalBasis: 'EXPERIMENT_MUNICIPAL_TAX',
  sector: 'MUNICIPAL_TAX',
  article: `${EXPERIMENT} art. 2.1`,
  gazette: 'Stcrt. 2021, 45719; repealed by Stcrt. 2025, 17636',
  validFrom: '2021-11-01' as Day,
  validUntil: '2025-05-31' as Day,
  confidence: 'READ',
  note: 'Ended in May 2025 and was not made permanent. The exact days and the list of municipalities were not read.',
}

const MORTGAGE: ShippedBasis = {
  ...EXPERIMENTAL,
  legalBasis: 'EXPERIMENT_MORTGAGE',
  sector: 'MORTGAGE',
  article: `${EXPERIMENT} art. 2.2`,
  gazette: 'Stcrt. 2021, 45719; Stcrt. 2024, 10148',
  validFrom: '2024-05-01' as Day,
  municipalities: ['0363', '0202', '0758', '0518', '0917', '1911', '0268', '0599', '0855'],
  needs: ['creditors'],
  confidence: 'READ',
  note: 'Lenders: Aegon, Rabobank Groep, Syntrus Achmea. Threshold and end were not read; the first day is chosen on the late side.',
}

const DUO: ShippedBasis = {
  ...EXPERIMENTAL,
  legalBasis: 'EXPERIMENT_DUO',
  sector: 'DUO',
  article: `${EXPERIMENT} art. 2.3`,
  gazette: 'Stcrt. 2023, 12768',
  validFrom: '2023-05-01' as Day,
  municipalities: ['0363'],
  minimumCents: 27_000,
  needs: ['creditors'],
  confidence: 'READ',
  note: 'DUO to Amsterdam only. Whether it still runs was not verified; the first day is chosen on the late side.',
}

const CAK_CONTRIBUTION: ShippedBasis = {
  ...EXPERIMENTAL,
  legalBasis: 'EXPERIMENT_CAK_CONTRIBUTION',
  sector: 'CAK_CONTRIBUTION',
  article: `${EXPERIMENT} art. 2.4`,
  gazette: 'Stcrt. 2024, 10148',
  validFrom: '2024-05-01' as Day,
  minimumCents: 10_000,
  // Five months have at most 153 days.
  minimumAgeDays: 153,
  needs: ['creditors', 'municipalities'],
  confidence: 'READ',
  note: 'CAK to listed municipalities; the list and the end were not read.',
}

const TAX_NATIONAL: ShippedBasis = {
  ...EXPERIMENTAL,
  legalBasis: 'EXPERIMENT_TAX_NATIONAL',
  sector: 'TAX_NATIONAL',
  article: `${EXPERIMENT} art. 2.5`,
  gazette: 'Stcrt. 2025, 17636',
  validFrom: '2025-06-01' as Day,
  minimumCents: 60_000,
  needs: ['creditors', 'municipalities'],
  confidence: 'READ',
  note: 'Belastingdienst to listed municipalities, after a formal demand and per tax type. The list was not read.',
}

const BENEFITS_RECLAIM: ShippedBasis = {
  ...TAX_NATIONAL,
  legalBasis: 'EXPERIMENT_BENEFITS_RECLAIM',
  sector: 'BENEFITS_RECLAIM',
  confidence: 'ASSUMED',
  note: 'Dienst Toeslagen, after a formal demand. The minimum was not read and is that of the taxes.',
}

/**
 * Every row that comes with the product. Sectors without a row (CAK_PREMIUM, OTHER) are refused
 * until an operator registers a basis for them.
 */
export const SHIPPED: readonly ShippedBasis[] = [
  RENT,
  HEALTH,
  WATER,
  ELECTRICITY_UNTIL_2025,
  ELECTRICITY_FROM_2026,
  GAS_UNTIL_2025,
  GAS_FROM_2026,
  HEAT,
  MUNICIPAL_TAX,
  MORTGAGE,
  DUO,
  CAK_CONTRIBUTION,
  TAX_NATIONAL,
  BENEFITS_RECLAIM,
]

/** Who an operator names for rows that need it: party ids and CBS codes, per legal-basis code. */
export type Completion = Readonly<
  Record<
    string,
    { readonly creditors?: readonly string[]; readonly municipalities?: readonly string[] }
  >
>

/**
 * The shipped rows that can be loaded, and those left out because somebody is still to be named.
 *
 * @param completion Lists for rows that need them; it can narrow a list
 *   that a row has, never widen it.
 */
export function completeShipped(completion: Completion): {
  readonly rows: readonly LegalBasis[]
  readonly leftOut: readonly string[]
} {
  const rows: LegalBasis[] = []
  const leftOut: string[] = []
  for (const { confidence: _, note: __, needs, ...shipped } of SHIPPED) {
    const given = completion[shipped.legalBasis]
    const row: LegalBasis = {
      ...shipped,
      version: 1,
      creditors: narrowed(shipped.creditors, given?.creditors),
      municipalities: narrowed(shipped.municipalities, given?.municipalities),
    }
    const isNarrowedAway = shipped.municipalities.length > 0 && row.municipalities.length === 0
    const lacks = needs.some((need) => row[need].length === 0)
    // An empty list would mean anybody.
    if (lacks || isNarrowedAway) leftOut.push(row.legalBasis)
    else rows.push(row)
  }
  return { rows, leftOut }
}

function narrowed(shipped: readonly string[], given: readonly string[] | undefined) {
  if (given === undefined) return shipped
  return shipped.length === 0 ? given : given.filter((item) => shipped.includes(item))
}
