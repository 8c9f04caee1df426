import type { Tx } from '../db/client.js'
import type { Day } from '../kernel/calendar.js'
import { HubError } from '../kernel/errors.js'
import { randomId } from '../kernel/identifiers.js'
import { change, type Operator, type RegistryContext } from '../registry/index.js'
import type { PostcodeArea, Source } from './area.js'
import { endAreas, hasAreas, insertAreas, insertImport, selectAreas } from './store.js'

/** The table of a day, as far as some postcodes need it. */
export interface PostcodeTable {
  /** False when no table was imported for the day: then nothing can be checked. */
  readonly isLoaded: boolean
  /** The area of a postcode of six characters; the finest that is known. */
  readonly areaOf: (postcode: string) => PostcodeArea | undefined
  /**
   * Whether a postcode can lie in a municipality. `undefined` when that is not known: no table, or a
   * postcode newer than it.
   */
  readonly liesIn: (postcode: string, municipality: string) => boolean | undefined
}

const ROWS_PER_STATEMENT = 20_000

/** Looks up the areas of these postcodes on a day. In a transaction of role intake, job or admin. */
export async function loadPostcodes(
  tx: Tx,
  postcodes: readonly string[],
  day: Day,
): Promise<PostcodeTable> {
  const areas = new Map((await selectAreas(tx, postcodes, day)).map((row) => [row.postcode, row]))
  const areaOf = (postcode: string) => areas.get(postcode) ?? areas.get(postcode.slice(0, 4))
  return {
    isLoaded: areas.size > 0 || (await hasAreas(tx, day)),
    areaOf,
    liesIn(postcode, municipality) {
      const area = areaOf(postcode)
      if (area === undefined) return undefined
      return area.municipality === municipality || area.others.includes(municipality)
    },
  }
}

/** What an import was made from. */
export interface Import {
  readonly source: Source
  /** Edition of the table, as its publisher calls it. */
  readonly version: string
  readonly licence: string
  /** First day on which it holds. */
  readonly from: Day
}

/**
 * Replaces the table from a day on, for an operator; what held before that day stays for earlier
 * days.
 *
 * @throws {HubError} `registry.invalid` for an empty table: it would end the one in force.
 */
export async function importPostcodes(
  context: RegistryContext,
  operator: Operator,
  areas: readonly PostcodeArea[],
  { source, version, licence, from }: Import,
): Promise<void> {
  if (areas.length === 0) {
    throw new HubError('registry.invalid', 'The file holds no postcode with a municipality.')
  }
  await change(context, operator, 'importPostcodes', async (tx) => {
    const importId = randomId()
    const row = { importId, source, version, licence, importedAt: context.clock.now() }
    await insertImport(tx, row, areas.length)
    await endAreas(tx, from)
    for (let at = 0; at < areas.length; at += ROWS_PER_STATEMENT) {
      await insertAreas(tx, areas.slice(at, at + ROWS_PER_STATEMENT), from, importId)
    }
    const objects = { importId, source, version, licence, from, rows: areas.length }
    return { result: undefined, objects }
  })
}
