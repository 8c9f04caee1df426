import type { Tx } from '../../db/client.js'
import { addDays, type Day, dayOf, type Month, monthOf } from '../../kernel/calendar.js'
import type { SealingKey } from '../../crypto/jwk.js'
import type { KeyRing } from '../../identity/index.js'
import { loadLegalBases } from '../../legal-basis/index.js'
import {
  loadAuthoriserFor,
  loadControllers,
  type MunicipalityCode,
  type PartyId,
} from '../../parties/index.js'
import { loadPostcodes, type PostcodeTable } from '../../postcodes/index.js'
import { Marked, selectMarkers } from '../../rights/index.js'
import { activeSealingKeys } from '../../sealing-keys/index.js'
import type { Assessed, StoredFacts } from '../assess.js'
import type { ItemName, Notification } from '../notification.js'
import type { Place } from '../facts.js'
import { selectEarlier, selectOpenRedeliveries } from '../store.js'
import { loadReports } from './reports/service.js'

/** What a batch is judged by, as it stood at one moment. */
export interface BatchFacts {
  /** When the batch counts as received, and the month it counts in. */
  readonly receivedAt: Date
  readonly today: Day
  readonly month: Month
  readonly rules: StoredFacts
  /** Party id, and thereby partition of the log, of each municipality that takes part. */
  readonly controllerOf: (municipality: string) => string | undefined
  readonly sealingKeys: ReadonlyMap<string, SealingKey>
  /** Residents who asked for something, by pseudonym. */
  readonly marked: Marked
}

/**
 * Reads everything that decides about the items of a batch. In a transaction of role intake whose
 * party is the deliverer. Nothing of it is kept: a mandate that ends, or an agent that is dismissed,
 * is refused from the next request on.
 *
 * @param sent The items as sent, emptied of nothing yet.
 * @param receivedAt Present time of the clock that counts.
 * @param createdAt When the deliverer made the batch.
 */
export async function loadFacts(
  tx: Tx,
  deliverer: PartyId,
  ring: KeyRing,
  items: readonly Assessed[],
  sent: readonly unknown[],
  receivedAt: Date,
  createdAt: Date,
): Promise<BatchFacts> {
  const notifications = items
    .map(({ notification }) => notification)
    .filter((notification): notification is Notification => notification !== undefined)
  const today = dayOf(receivedAt)
  const creditors = [...new Set(notifications.map(({ creditor }) => creditor))]
  const municipalities = [...new Set(notifications.map(({ municipality }) => municipality))]
  // One connection: the statements are sent together and answered in order.
  const [
    authoriser,
    legalBases,
    controllers,
    sealingKeys,
    postcodes,
    earlier,
    redeliveries,
    markers,
    reports,
  ] = await Promise.all([
    loadAuthoriserFor(tx, deliverer, { creditors, municipalities }),
    loadLegalBases(tx),
    loadControllers(tx, municipalities),
    activeSealingKeys(tx, municipalities as MunicipalityCode[]),
    loadPostcodes(tx, postcodesOf(notifications), today),
    selectEarlier(tx, namesOf(notifications)),
    selectOpenRedeliveries(tx, notifications.filter(isRedelivery)),
    selectMarkers(tx, municipalities, today),
    loadReports(tx, ring, items, sent, today),
  ])
  const createdOn = dayOf(createdAt)
  return {
    receivedAt,
    today,
    month: monthOf(today),
    controllerOf: (code) => controllers.get(code),
    sealingKeys: sealingKeys as ReadonlyMap<string, SealingKey>,
    marked: new Marked(markers),
    rules: {
      today,
      reportedFrom: addDays(createdOn, -1),
      reportedUntil: addDays(createdOn, 1),
      authoriser,
      legalBases,
      isKnownMunicipality: (code) => controllers.has(code),
      hasSealingKey: (code) => sealingKeys.has(code as MunicipalityCode),
      placeOf: (postcode) => placeIn(postcodes, postcode),
      earlier: (creditor, id) => earlier.get(`${creditor} ${id}`),
      reports,
      isRedeliveryOpen: (creditor, id) => redeliveries.has(`${creditor} ${id}`),
    },
  }
}

function placeIn(table: PostcodeTable, postcode: string): Place | null | undefined {
  return table.isLoaded ? (table.areaOf(postcode) ?? null) : undefined
}

function postcodesOf(notifications: readonly Notification[]): string[] {
  const postcodes = new Set<string>()
  for (const notification of notifications) {
    if (notification.kind !== 'WITHDRAWAL') postcodes.add(notification.postcode)
  }
  return [...postcodes]
}

/** The notifications themselves, to find duplicates, and those that they follow. */
function namesOf(notifications: readonly Notification[]): ItemName[] {
  const names: ItemName[] = []
  for (const { creditor, notificationId, predecessorId } of notifications) {
    names.push({ creditor, notificationId })
    if (predecessorId !== undefined) names.push({ creditor, notificationId: predecessorId })
  }
  return names
}

function isRedelivery({ kind }: Notification): boolean {
  return kind === 'REDELIVERY'
}
