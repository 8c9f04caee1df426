import type { Tx } from '../../db/client.js'
import { lapsesOf, keyOf, type CaseStatus } from '../../cases/index.js'
import type { Month } from '../../kernel/calendar.js'
import { selectFollowUps } from '../follow-ups/store.js'
import type { Municipality } from '../municipality.js'
import { statusNow } from '../release/page.js'
import { selectHeld } from '../release/store.js'
import { selectPlaced } from '../named/store.js'

/**
 * Cases of a closed month that something was said about since, by id, and how each stands now: the
 * status that a pull at this moment would give. Every other case stands as it was closed. Nothing of
 * anybody is read, so nothing is logged.
 */
export async function casesChangedSince(
  tx: Tx,
  { municipality }: Pick<Municipality, 'municipality'>,
  month: Month,
): Promise<ReadonlyMap<string, CaseStatus>> {
  const [followUps, held] = await Promise.all([
    selectFollowUps(tx, municipality, month),
    selectHeld(tx, municipality),
  ])
  const lapses = new Map([...lapsesOf(followUps), ...held])
  if (lapses.size === 0) return new Map()
  const ids = [...new Set([...lapses.keys()].map((key) => key.slice(-UUID_LENGTH)))]
  const found = await selectPlaced(tx, municipality, month, ids)
  return new Map(
    found.map(({ caseId, status, notifications }) => [
      caseId,
      statusNow(status, notifications, { lapseOf: (one) => lapses.get(keyOf(one)) }),
    ]),
  )
}

/** A key is a creditor and then the id of its notification. */
const UUID_LENGTH = 36
