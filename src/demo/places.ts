/** Where the households of the demonstration live. */
export interface Place {
  /** CBS code. */
  readonly municipality: string
  readonly name: string
  readonly city: string
  readonly postcodeAreas: readonly string[]
  /** Households in arrears that may be reported in a month. */
  readonly households: number
  /** Parts of one: how many households leave several bills unpaid in a month; a seventh unless told. */
  readonly several?: number
}

/**
 * The six municipalities of the five programmes. Sizes follow the national rate of about four
 * notifications per thousand inhabitants per month.
 */
export const PLACES: readonly Place[] = [
  {
    municipality: '0034',
    name: 'Almere',
    city: 'Almere',
    postcodeAreas: ['1311', '1314', '1316', '1318', '1323', '1324'],
    households: 700,
  },
  {
    municipality: '0796',
    name: "'s-Hertogenbosch",
    city: "'s-Hertogenbosch",
    postcodeAreas: ['5211', '5213', '5216', '5221', '5224', '5231', '5233', '5235'],
    households: 480,
  },
  {
    municipality: '0437',
    name: 'Ouder-Amstel',
    city: 'Duivendrecht',
    postcodeAreas: ['1115', '1191'],
    households: 60,
    // Its programme begins at two kinds of fixed costs: there must be some.
    several: 0.33,
  },
  {
    municipality: '0175',
    name: 'Ommen',
    city: 'Ommen',
    postcodeAreas: ['7731', '7734', '7737'],
    households: 60,
  },
  {
    municipality: '0160',
    name: 'Hardenberg',
    city: 'Hardenberg',
    postcodeAreas: ['7692', '7707', '7771', '7773'],
    households: 180,
  },
  {
    municipality: '0109',
    name: 'Coevorden',
    city: 'Coevorden',
    postcodeAreas: ['7741', '7742', '7751', '7841'],
    households: 110,
  },
]
