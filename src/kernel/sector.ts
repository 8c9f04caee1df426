/** Kinds of fixed cost a notification can be about; each needs a legal basis of its own. */
export const SECTORS = [
  'RENT',
  'ENERGY_ELECTRICITY',
  'ENERGY_GAS',
  'ENERGY_HEAT',
  'WATER',
  'HEALTH_INSURANCE',
  'MORTGAGE',
  'DUO',
  'TAX_NATIONAL',
  'BENEFITS_RECLAIM',
  'CAK_CONTRIBUTION',
  'CAK_PREMIUM',
  'MUNICIPAL_TAX',
  'OTHER',
] as const

/** One kind of fixed cost, as the contract spells it. */
export type Sector = (typeof SECTORS)[number]

const KNOWN: ReadonlySet<string> = new Set(SECTORS)

/** Whether a text names a sector of the contract. */
export function isSector(text: string): text is Sector {
  return KNOWN.has(text)
}
