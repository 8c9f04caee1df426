/** Which municipality a postcode lies in, as one source of one day says. */
export interface PostcodeArea {
  /** Four digits, or four digits and two letters. */
  readonly postcode: string
  /** CBS code of the municipality with most of it. */
  readonly municipality: string
  /** Others that share it: a notification for one of them is not a mismatch. */
  readonly others: readonly string[]
  /** Coarse district, where the source knows it. */
  readonly district: string | null
}

/** Tables that can be imported. */
export const SOURCES = ['geonames', 'cbs', 'pc4'] as const
/**
 * Which table a file is: the postal file of GeoNames (tab separated, no heading), the table of
 * Statistics Netherlands with postcode, house number and municipality, or a table with the columns
 * pc4, gm_code and other_gm_codes.
 */
export type Source = (typeof SOURCES)[number]

const POSTCODE = /^([1-9]\d{3})\s?([A-Z]{2})?$/
const GEONAMES = { postcode: 1, municipality: 6 } as const

/** Collects the rows of a table, of which many may be about one postcode. */
export class AreaCollector {
  readonly #counts = new Map<string, Map<string, number>>()
  readonly #districts = new Map<string, string>()
  readonly #source: Source
  #heading: readonly string[] | undefined
  /** Rows that held no postcode or no municipality. */
  skipped = 0

  constructor(source: Source) {
    this.#source = source
  }

  /** Takes one row of the file, its heading included where it has one. */
  add(cells: readonly string[]): void {
    if (this.#source === 'geonames') {
      this.#count(cells[GEONAMES.postcode], [cells[GEONAMES.municipality]], undefined)
      return
    }
    if (this.#heading === undefined) {
      this.#heading = cells.map((cell) =>
        cell
          .replace(/^\uFEFF/, '')
          .trim()
          .toLowerCase(),
      )
      return
    }
    const heading = this.#heading
    const cell = (prefix: string) => cells[heading.findIndex((name) => name.startsWith(prefix))]
    if (this.#source === 'cbs') {
      this.#count(cell('pc6'), [cell('gem')], cell('wijk'))
      return
    }
    const others = (cell('other_gm_codes') ?? '').split(/[\s;|,]+/).filter((code) => code !== '')
    this.#count(cell('pc4'), [cell('gm_code'), ...others], undefined)
  }

  /** The areas, by postcode: the municipality that most rows name first, the others behind it. */
  areas(): PostcodeArea[] {
    return [...this.#counts]
      .map(([postcode, counts]) => {
        const [municipality, ...others] = [...counts]
          .sort(([left, many], [right, more]) => more - many || (left < right ? -1 : 1))
          .map(([code]) => code)
        const district = this.#districts.get(postcode) ?? null
        return { postcode, municipality: municipality!, others: others.sort(), district }
      })
      .sort((left, right) => (left.postcode < right.postcode ? -1 : 1))
  }

  /** The first code of a row weighs more than its others. */
  #count(
    postcodeCell: string | undefined,
    codes: readonly (string | undefined)[],
    district: string | undefined,
  ): void {
    const parts = POSTCODE.exec((postcodeCell ?? '').trim().toUpperCase())
    const known = codes.map(municipalityCode).filter((code) => code !== undefined)
    if (parts === null || known[0] === undefined) {
      this.skipped += 1
      return
    }
    const postcode = `${parts[1]}${parts[2] ?? ''}`
    const counts = this.#counts.get(postcode) ?? new Map<string, number>()
    known.forEach((code, place) => {
      counts.set(code, (counts.get(code) ?? 0) + (place === 0 ? 1 : 0))
    })
    this.#counts.set(postcode, counts)
    const code = (district ?? '').trim()
    if (code !== '' && !this.#districts.has(postcode)) this.#districts.set(postcode, code)
  }
}

/** `GM0034`, `34` and `0034` are the same municipality. */
function municipalityCode(text: string | undefined): string | undefined {
  const digits = /^(?:GM)?(\d{1,4})$/.exec((text ?? '').trim())?.[1]
  return digits?.padStart(4, '0')
}
