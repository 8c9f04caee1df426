import { DEFAULT_PROFILE } from '../../cases/index.js'
import type { Tx } from '../../db/client.js'
import type { MunicipalityCode, WorkBin } from '../../parties/index.js'
import { selectProfileOf } from '../store.js'

/** What a work bin is called, and what it proposes to do. */
export type NamedBin = Pick<WorkBin, 'name' | 'nl' | 'en' | 'action'>

const TRIAGE = /(?:^|\/)triage-([0-9]{1,9})$/

/**
 * The work bins of the rules that weighed a case, so that people read what these called them then.
 * About nobody, so reading them leaves no entry.
 *
 * @param ruleVersion As a case bears it.
 * @returns In their order; none for rules that are not known.
 */
export async function binsOf(
  tx: Tx,
  municipality: MunicipalityCode,
  ruleVersion: string,
): Promise<readonly NamedBin[]> {
  const version = Number(TRIAGE.exec(ruleVersion)?.[1] ?? Number.NaN)
  if (Number.isNaN(version)) return []
  if (version === DEFAULT_PROFILE.version) return DEFAULT_PROFILE.bins
  return (await selectProfileOf(tx, municipality, version))?.bins ?? []
}
