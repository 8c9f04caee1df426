import type { Context } from '../../context.js'
import { keyOf } from '../../cases/index.js'
import { parseSealingKey, type SealingKey } from '../../crypto/jwk.js'
import type { Tx } from '../../db/client.js'
import { pullCases, type Municipality } from '../../feeds/index.js'
import type { components } from '../../generated/openapi.js'
import { dayOf, type Month } from '../../kernel/calendar.js'
import { HubError } from '../../kernel/errors.js'
import { selectKnownCases, stateOf, type CaseOutcome } from '../../outcomes/index.js'
import { staysBehind, type Stays } from '../judge.js'
import * as store from '../store.js'

type Schemas = components['schemas']

/** Which case, and for whom. */
export interface Asked {
  readonly month: Month
  readonly caseId: string
  /** CBS code of the other municipality. */
  readonly to: string
}

/** One of its notifications: what is known of it there, and why it stays if it does. */
export interface PlannedNotification {
  readonly listed: Schemas['FeedNotification']
  readonly stays: Stays | undefined
  readonly mandate: store.MandateRow | undefined
}

/** What of a case may go, and for which key. */
export interface Plan {
  readonly target: store.TargetRow
  readonly key: SealingKey
  readonly item: Schemas['FeedItem']
  readonly last: CaseOutcome | null
  readonly notifications: readonly PlannedNotification[]
  readonly deliveryKeys: readonly Schemas['DeliveryKey'][]
}

/**
 * Finds out what of a case may go.
 *
 * @throws {HubError} `transfer.case_unknown`, `transfer.receiver`, `transfer.held`,
 *   `transfer.case_closed`, `transfer.conflict`, `transfer.no_mandate`.
 */
export async function planned(
  tx: Tx,
  context: Context,
  caller: Municipality,
  asked: Asked,
): Promise<Plan> {
  const { municipality } = caller
  const { month, caseId, to } = asked
  const now = context.clock.now()
  const target = to === municipality ? undefined : await store.selectTarget(tx, to)
  const pulled = await pullCases(tx, caller, month, [caseId])
  const [item] = pulled.items
  if (item === undefined) {
    throw new HubError('transfer.case_unknown', 'There is no such case in a closed month.')
  }
  if (target === undefined || target.jwk === null) {
    const detail = 'No other municipality of this code takes part with a sealing key.'
    throw new HubError('transfer.receiver', detail)
  }
  if (await store.isHeld(tx, month, caseId, now)) {
    throw new HubError('transfer.held', 'The case is held, so it stays where it is.')
  }
  const known = (await selectKnownCases(tx, municipality, [{ caseId, month }])).get(caseId)
  if (known?.isTransferred === true) {
    throw new HubError('transfer.conflict', 'The case is offered or handed over already.')
  }
  if (stateOf(known?.report) === 'CLOSED') {
    throw new HubError('transfer.case_closed', 'The case is closed; what is done stays done here.')
  }
  const mandates = await store.selectMandates(tx, to, item.notifications, dayOf(now))
  const of = new Map(
    mandates.map((row) => [
      keyOf({ creditor: row.creditor, notificationId: row.notification_id }),
      row,
    ]),
  )
  const notifications = item.notifications.map((listed): PlannedNotification => {
    const { creditorId: creditor, notificationId, sealedIdentity } = listed
    const mandate = of.get(keyOf({ creditor, notificationId }))
    const stays = staysBehind({
      withheld: sealedIdentity.withheld,
      agreementId: mandate?.agreement_id ?? null,
      hasBasis: mandate?.has_basis === true,
      entry: mandate?.entry ?? null,
    })
    return { listed, stays, mandate }
  })
  if (notifications.every(({ stays }) => stays !== undefined)) {
    const detail = 'None of its notifications may go: no creditor has an agreement there for it.'
    throw new HubError('transfer.no_mandate', detail)
  }
  const key = parseSealingKey(target.jwk)
  const { deliveryKeys } = pulled
  return { target, key, item, last: known?.report ?? null, notifications, deliveryKeys }
}

/** Keys of the envelopes that go, and no others. */
export function neededKeys({ notifications, deliveryKeys }: Plan): Schemas['DeliveryKey'][] {
  const needed = new Set(
    notifications.flatMap(({ stays, listed }) =>
      stays === undefined ? [listed.sealedIdentity.deliveryKeyId] : [],
    ),
  )
  return deliveryKeys.filter(({ id }) => needed.has(id))
}
