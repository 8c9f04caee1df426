import { recordAccess, type LogSubject, type RecordedEntry } from '../../access-log/index.js'
import { Chains, keyOf, lapsesOf, LOOK_BACK_MONTHS } from '../../cases/index.js'
import type { Foldable, Lapse, Named } from '../../cases/index.js'
import type { Context } from '../../context.js'
import type { Tx } from '../../db/client.js'
import { inTransaction } from '../../db/transaction.js'
import type { components } from '../../generated/openapi.js'
import { dayOf, type Month, monthsBefore } from '../../kernel/calendar.js'
import { HubError } from '../../kernel/errors.js'
import { Cursors } from '../cursor.js'
import { logReference, municipalEntry, municipalScope, type Municipality } from '../municipality.js'
import { selectFollowUps } from '../follow-ups/store.js'
import { statusNow } from '../release/page.js'
import { selectDeliveryKeys, selectDisputed, selectHeld } from '../release/store.js'
import { referenceOf, selectSubjects } from '../subjects/store.js'
import * as store from './store.js'
import { type Changed, urgentItem, withheldOf } from './urgent-item.js'

type Schemas = components['schemas']

/** Items on a page of the lane at most. */
export const URGENT_ITEMS = 1000

/** A page of the lane, already logged as released. */
export interface ReleasedUrgent {
  readonly page: Schemas['UrgentPage']
  /** The entry of this pull. */
  readonly entry: RecordedEntry
}

/**
 * Releases what cannot wait for the month to close, and logs that it did. Items stay until they are
 * acknowledged; their order is that in which intake committed them, so going on after a place misses
 * nothing.
 *
 * @param after `next` of an earlier page; the lane from its start without.
 * @throws {HubError} `feed.cursor`, `log.unavailable`.
 */
export async function releaseUrgent(
  context: Context,
  caller: Municipality,
  after: string | undefined,
): Promise<ReleasedUrgent> {
  const { municipality } = caller
  const cursors = new Cursors(context.keys.mac.expose(), `urgent/${municipality}`)
  const [number, position] = after === undefined ? [0, 0] : cursors.read(after)
  return inTransaction(context.db, 'feeds.urgent', municipalScope(caller), async (tx) => {
    const rows = await store.selectUrgent(tx, municipality, number, position, URGENT_ITEMS)
    const months = rows.map(({ month }) => month.slice(0, 7) as Month)
    const first = [...months].sort()[0]
    // A debt may have been reported for months before.
    const from = first && (rows.some(changesOthers) ? monthsBefore(first, LOOK_BACK_MONTHS) : first)
    const followUps = from === undefined ? [] : await selectFollowUps(tx, municipality, from)
    const lapses = lapsesOf(followUps)
    const held = await selectHeld(tx, municipality)
    const lapseOf = (one: Named) => held.get(keyOf(one)) ?? lapses.get(keyOf(one))
    const changed = await changedBy(tx, municipality, rows, followUps, lapseOf)
    const disputed = await selectDisputed(tx, municipality)
    const now = context.clock.now()
    const keys = new Set<string>()
    const items = rows.map((row) => {
      const { creditor, notification_id: notificationId } = row
      const key = keyOf({ creditor, notificationId })
      const lapse = lapseOf({ creditor, notificationId })
      if (row.delivery_key !== null && withheldOf(row, lapse) === undefined) {
        keys.add(row.delivery_key)
      }
      const since = { lapse, isDisputed: disputed.has(key) }
      return urgentItem(row, since, changed(row), dayOf(now))
    })
    const last = rows.at(-1)
    const page: Schemas['UrgentPage'] = {
      hub: context.config.hubId,
      municipalityCode: municipality,
      issuedAt: now.toISOString(),
      items,
      notices: await store.selectNotices(tx, municipality),
      deliveryKeys: await selectDeliveryKeys(tx, municipality, [...new Set(months)], [...keys]),
      next: last ? cursors.write(Number(last.intake_number), last.position) : (after ?? null),
    }
    const subjects = await subjectsOf(tx, rows)
    const [entry] = await recordAccess(tx, context, [
      {
        ...municipalEntry(caller, 'PULL', 'getUrgentFeed'),
        objects: { municipality, urgentIds: rows.map(({ urgent_id }) => urgent_id) },
        count: rows.length,
        at: now,
        subjects,
      },
    ])
    return { page, entry: entry! }
  })
}

/** Finds out what items change, with all that is known of their debts. */
async function changedBy(
  tx: Tx,
  municipality: Municipality['municipality'],
  rows: readonly store.UrgentRow[],
  followUps: readonly Foldable[],
  lapseOf: (one: Named) => Lapse | undefined,
): Promise<(row: store.UrgentRow) => Changed> {
  const chains = new Chains(followUps)
  const idsOf = new Map(
    rows.map((row) => [
      row.urgent_id,
      chains
        .takenBackBy({
          creditor: row.creditor,
          kind: row.kind,
          predecessorId: changesOthers(row) ? row.predecessor_id : null,
          reportedOn: row.reported_on,
          withdrawalReason: row.withdrawal_reason,
        })
        .map((key) => key.slice(row.creditor.length + 1)),
    ]),
  )
  // What the feed of a closed month has stands in its case; what it changes, in the case of that.
  const isLate = ({ reason }: store.UrgentRow) => reason.endsWith('AFTER_CLOSE')
  const about = (row: store.UrgentRow) => {
    const own = isLate(row) || row.kind === 'WITHDRAWAL' ? [] : [row.notification_id]
    const { creditor } = row
    return [...own, ...idsOf.get(row.urgent_id)!].map((id) => ({ creditor, notificationId: id }))
  }
  const late = rows.filter((row) => isLate(row) || row.is_closed)
  const cases = await store.selectCasesOf(tx, municipality, late.flatMap(about))
  return (row) => {
    const ids = idsOf.get(row.urgent_id)!
    const found = about(row).flatMap((one) => cases.get(keyOf(one)) ?? [])[0]
    return {
      inCase:
        found === undefined
          ? runningCaseOf(row)
          : { ...found, status: statusNow(found.status, found.notifications, { lapseOf }) },
      takesBack: row.kind === 'WITHDRAWAL' ? ids.slice(1) : [],
    }
  }
}

/** Until its month is closed, an urgent notification stands in a case of its own. */
function runningCaseOf({ case_id: caseId, month, is_closed: isClosed }: store.UrgentRow) {
  if (isClosed || caseId === null) return undefined
  return { caseId, month: month.slice(0, 7) as Month, status: undefined }
}

function changesOthers({ kind }: Pick<store.UrgentRow, 'kind'>): boolean {
  return kind === 'WITHDRAWAL' || kind === 'CORRECTION'
}

/** Whom the items are about. A withdrawal names nobody, so it is about whom it takes back. */
async function subjectsOf(tx: Tx, rows: readonly store.UrgentRow[]): Promise<LogSubject[]> {
  const named = rows.map(({ creditor, notification_id, predecessor_id, kind }) => ({
    creditor,
    notificationId: kind === 'WITHDRAWAL' ? (predecessor_id ?? notification_id) : notification_id,
  }))
  const known = await selectSubjects(tx, named)
  return named.flatMap((one) => {
    const subject = known.get(keyOf(one))
    return subject === undefined ? [] : [{ ...subject, reference: referenceOf(one) }]
  })
}

/** A signed acknowledgement of urgent items. */
export interface UrgentAcknowledgement {
  readonly acknowledgementId: string
  readonly urgentIds: readonly string[]
  /** SHA-256 of the signed body, and who signed it. */
  readonly digest: Buffer
  readonly signer: string
}

/**
 * Takes urgent items out of the lane. In the month's feed they appear by id, without an envelope.
 * The same acknowledgement again changes nothing.
 *
 * @throws {HubError} `feed.unknown` when one of the ids never was in the lane: then none is taken out.
 */
export async function acknowledgeUrgent(
  context: Context,
  caller: Municipality,
  { acknowledgementId, urgentIds, digest, signer }: UrgentAcknowledgement,
): Promise<Schemas['UrgentAcknowledged']> {
  const { municipality } = caller
  const now = context.clock.now()
  const operation = 'acknowledgeUrgentFeed'
  return inTransaction(context.db, 'feeds.urgent_ack', municipalScope(caller), async (tx) => {
    const known = await store.acknowledgeUrgent(tx, municipality, urgentIds, now)
    if (known !== new Set(urgentIds).size) {
      throw new HubError('feed.unknown', 'Not all of these ids are in the lane.')
    }
    const [entry] = await recordAccess(tx, context, [
      {
        ...municipalEntry(caller, 'ACKNOWLEDGE', operation),
        actorKey: signer,
        objects: { municipality, acknowledgementId, urgentIds, body: digest.toString('hex') },
        count: urgentIds.length,
        at: now,
      },
    ])
    return {
      hub: context.config.hubId,
      acknowledgementId,
      acknowledgedAt: now.toISOString(),
      count: urgentIds.length,
      // From now on the lane does not have them, and the feed shows them by id.
      envelopesUntilOn: dayOf(now),
      logEntry: logReference(entry!),
    }
  })
}
