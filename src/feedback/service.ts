import { recordAccess } from '../access-log/index.js'
import type { Context } from '../context.js'
import { inTransaction } from '../db/transaction.js'
import { Cursors, logReference, selectTakenIn } from '../feeds/index.js'
import type { components } from '../generated/openapi.js'
import { dayOf } from '../kernel/calendar.js'
import { HubError } from '../kernel/errors.js'
import { creditorsOf, type Caller } from '../parties/index.js'
import { selectFeedback } from './store.js'

type Schemas = components['schemas']

/** Items on a page at most. */
export const FEEDBACK_ITEMS = 1000

/**
 * What came of a creditor's notifications, as far as it may know: each item once, in the order of
 * commit, so that going on after a place misses nothing. The reading is logged with the creditor, and
 * where the notifications were taken in, with whom they are about.
 *
 * @param wanted For whom; the caller itself unless told.
 * @param after `next` of an earlier page.
 * @throws {HubError} `party.not_served` for a creditor that the caller does not deliver for today,
 *   `feed.cursor`, `log.unavailable`.
 */
export function listFeedback(
  context: Context,
  caller: Caller,
  wanted: string | undefined,
  after: string | undefined,
): Promise<Schemas['FeedbackPage']> {
  const creditor = wanted ?? caller.id
  const cursors = new Cursors(context.keys.mac.expose(), `feedback/${creditor}`)
  const [number, position] = after === undefined ? [0, 0] : cursors.read(after)
  const scope = { role: 'vroegsignaal_intake', party: caller.id, controller: creditor } as const
  return inTransaction(context.db, 'feedback.list', scope, async (tx) => {
    const now = context.clock.now()
    if (!(await creditorsOf(tx, caller.id, dayOf(now))).includes(creditor)) {
      throw new HubError('party.not_served', 'The caller does not deliver for this creditor.')
    }
    const rows = await selectFeedback(tx, creditor, number, position, FEEDBACK_ITEMS)
    const last = rows.at(-1)
    const read = rows.map((row) => row.notification_id)
    const looked = {
      actor: caller.id,
      actorKey: caller.fingerprint,
      role: caller.role,
      action: 'VIEW',
      operation: 'listFeedback',
      result: 'ALLOW',
      ...caller.trace,
      at: now,
    } as const
    const [entry] = await recordAccess(tx, context, [
      {
        ...looked,
        controller: creditor,
        objects: { creditor, notifications: read },
        count: rows.length,
      },
      ...(await selectTakenIn(tx, creditor, read)).map(({ municipality, ...share }) => ({
        ...looked,
        controller: share.controller,
        objects: { municipality, creditor, notifications: share.notifications },
        count: share.notifications.length,
        subjects: share.subjects,
      })),
    ])
    return {
      hub: context.config.hubId,
      creditorId: creditor,
      items: rows.map((row) => ({
        feedbackId: row.feedback_id,
        notificationId: row.notification_id,
        municipalityCode: row.municipality,
        code: row.code,
        reportedOn: row.reported_on,
        isCorrection: row.is_correction,
      })),
      next: last ? cursors.write(Number(last.number), last.position) : (after ?? cursors.write(0)),
      logEntry: logReference(entry!),
    }
  })
}
