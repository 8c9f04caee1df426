import { recordAccess } from '../../access-log/index.js'
import type { Context } from '../../context.js'
import { inTransaction } from '../../db/transaction.js'
import {
  Cursors,
  logReference,
  municipalEntry,
  municipalScope,
  type Municipality,
} from '../../feeds/index.js'
import type { components } from '../../generated/openapi.js'
import { addDays, dayOf, instantOf } from '../../kernel/calendar.js'
import { HubError } from '../../kernel/errors.js'
import { creditorsOf, type Caller } from '../../parties/index.js'
import { WITHDRAWN_SHOWN_DAYS } from '../pause.js'
import { selectAsked, selectPauses } from '../store.js'
import { askedView, pauseView } from '../view.js'
import { updateRead } from './store.js'

type Schemas = components['schemas']

/** Pauses on a page at most. */
export const PAUSES_ON_PAGE = 1000

/**
 * What a municipality asked, in the order of asking, each as it stands today. The look is logged.
 *
 * @param cursor `nextCursor` of an earlier page.
 * @throws {HubError} `feed.cursor`, `log.unavailable`.
 */
export function listPauses(
  context: Context,
  caller: Municipality,
  cursor: string | undefined,
): Promise<Schemas['CollectionPausePage']> {
  const { municipality } = caller
  const cursors = new Cursors(context.keys.mac.expose(), `pauses-of/${municipality}`)
  const after = cursor === undefined ? 0 : cursors.read(cursor)[0]
  const now = context.clock.now()
  return inTransaction(context.db, 'collection_pauses.list', municipalScope(caller), async (tx) => {
    const found = await selectPauses(tx, municipality, after, PAUSES_ON_PAGE + 1)
    const rows = found.slice(0, PAUSES_ON_PAGE)
    const [entry] = await recordAccess(tx, context, [
      {
        ...municipalEntry(caller, 'VIEW', 'listCollectionPauses'),
        objects: { municipality, pauses: rows.map((row) => row.pause_id) },
        count: rows.length,
        at: now,
      },
    ])
    return {
      pauses: rows.map((row) => pauseView(row, dayOf(now))),
      nextCursor: found.length > rows.length ? cursors.write(Number(rows.at(-1)!.seq)) : null,
      logEntry: logReference(entry!),
    }
  })
}

/**
 * What stands with a creditor: what it can answer, pauses that run, and what was withdrawn lately of
 * that which it had read. Whatever is not there any more is over. That it was read first is noted, and
 * every reading is logged.
 *
 * @param wanted For whom; the caller itself unless told.
 * @param cursor `nextCursor` of an earlier page.
 * @throws {HubError} `party.not_served` for a creditor that the caller does not deliver for today,
 *   `feed.cursor`, `log.unavailable`.
 */
export function listAskedPauses(
  context: Context,
  caller: Caller,
  wanted: string | undefined,
  cursor: string | undefined,
): Promise<Schemas['AskedPausePage']> {
  const creditor = wanted ?? caller.id
  const cursors = new Cursors(context.keys.mac.expose(), `pauses-for/${creditor}`)
  const after = cursor === undefined ? 0 : cursors.read(cursor)[0]
  const scope = { role: 'vroegsignaal_intake', party: caller.id, controller: creditor } as const
  return inTransaction(context.db, 'collection_pauses.asked', scope, async (tx) => {
    const now = context.clock.now()
    const today = dayOf(now)
    if (!(await creditorsOf(tx, caller.id, today)).includes(creditor)) {
      throw new HubError('party.not_served', 'The caller does not deliver for this creditor.')
    }
    const withdrawnSince = instantOf(addDays(today, -WITHDRAWN_SHOWN_DAYS), 0)
    const days = { today, withdrawnSince }
    const found = await selectAsked(tx, creditor, days, after, PAUSES_ON_PAGE + 1)
    const rows = found.slice(0, PAUSES_ON_PAGE)
    const unread = rows.filter((row) => row.status === 'ASKED' && row.read_at === null)
    await updateRead(
      tx,
      unread.map((row) => row.pause_id),
      now,
    )
    const [entry] = await recordAccess(tx, context, [
      {
        controller: creditor,
        actor: caller.id,
        actorKey: caller.fingerprint,
        role: caller.role,
        action: 'VIEW',
        operation: 'listAskedPauses',
        objects: { creditor, pauses: rows.map((row) => row.pause_id) },
        result: 'ALLOW',
        count: rows.length,
        ...caller.trace,
        at: now,
      },
    ])
    return {
      hub: context.config.hubId,
      creditorId: creditor,
      pauses: rows.map((row) => askedView(row, today)),
      nextCursor: found.length > rows.length ? cursors.write(Number(rows.at(-1)!.seq)) : null,
      logEntry: logReference(entry!),
    }
  })
}

/** Whom one may read and answer for today: oneself first, then principals. Reaches nobody's data. */
export function creditorsServed(context: Context, caller: Caller): Promise<readonly string[]> {
  const scope = { role: 'vroegsignaal_intake', party: caller.id } as const
  return inTransaction(context.db, 'collection_pauses.served', scope, (tx) =>
    creditorsOf(tx, caller.id, dayOf(context.clock.now())),
  )
}
