import { foldToAscii, lettersAndDigits } from './letters.js'

/** An address reduced to what identifies a dwelling. */
export interface MatchAddress {
  /** `1234AB`, or another country's postcode in letters and digits; empty when unusable. */
  readonly postcode: string
  /** The first four characters of the postcode. */
  readonly area: string
  /** House number without leading zeros; empty when there is none. */
  readonly number: string
  /** What follows the number, upper case, letters and digits only; often absent although it exists. */
  readonly addition: string
  /** Whether this is a post office box, where nobody lives. */
  readonly isBox: boolean
}

/** The parts of an address as creditors write them. */
export interface WrittenAddress {
  readonly street?: string | undefined
  readonly postcode: string
  readonly houseNumber: number | string
  readonly addition?: string | undefined
}

const DUTCH = /(?<![0-9])([1-9][0-9]{3})\s*([A-Z]{2})(?![A-Z])/
const NOT_ISSUED = /^(?:SA|SD|SS)$/
const BOX = /^\s*(?:post\s*bus|p\.?\s?o\.?\s?box|antwoordnummer)\b/i

/** Words for the same kind of addition. */
const SAME_ADDITION: Readonly<Record<string, string>> = { HUIS: 'HS', H: 'HS', PARTERRE: 'HS' }

/**
 * Normalises an address as it serves matching: postcode and number name the building, the addition
 * only tells dwellings apart, since one creditor in five leaves it out.
 */
export function matchAddress(written: WrittenAddress): MatchAddress {
  const { postcode, area } = normalPostcode(written.postcode)
  const house = String(written.houseNumber)
  const isBox = BOX.test(written.street ?? '') || BOX.test(house)
  const split = /^\D*0*(\d+)(.*)$/s.exec(house)
  const addition = normalAddition(`${split?.[2] ?? ''} ${written.addition ?? ''}`)
  return { postcode, area, number: split?.[1] ?? '', addition, isBox }
}

function normalPostcode(text: string): { postcode: string; area: string } {
  const upper = text.toUpperCase()
  const dutch = DUTCH.exec(upper)
  if (dutch !== null && !NOT_ISSUED.test(dutch[2]!)) {
    return { postcode: `${dutch[1]}${dutch[2]}`, area: dutch[1]! }
  }
  const plain = lettersAndDigits(foldToAscii(text)).toUpperCase()
  if (plain.length < 3 || plain.length > 10 || /^0+$/.test(plain)) return { postcode: '', area: '' }
  return { postcode: plain, area: plain.slice(0, 4) }
}

function normalAddition(text: string): string {
  const plain = lettersAndDigits(foldToAscii(text)).toUpperCase()
  const storey = /^(\d+)E?(?:HOOG|ETAGE|VERD(?:IEPING)?)$/.exec(plain)
  if (storey !== null) return storey[1]!
  return SAME_ADDITION[plain] ?? plain
}
