import type { components } from '../generated/openapi.js'

type Schemas = components['schemas']

/** A transfer as the database has it, as far as its two sides see it. */
export interface SeenTransfer {
  readonly transfer_id: string
  readonly municipality: string
  readonly month: string
  readonly case_id: string
  readonly receiver: string
  readonly from_name: string | null
  readonly to_name: string | null
  readonly ground: Schemas['TransferGround']
  readonly status: Schemas['Transfer']['status']
  readonly offered_at: string
  readonly lapses_at: string
  readonly decided_at: string | null
  readonly refusal: Schemas['TransferRefusal'] | null
  readonly received_month: string | null
  readonly received_case: string | null
}

/** One of its notifications, with what became of it at the receiver. */
export interface SeenNotification {
  readonly creditor: string
  readonly notification_id: string
  readonly stays: Schemas['TransferStays'] | null
  readonly lapsed?: Schemas['Withheld'] | undefined
}

/** How an offer stands at an instant: one whose time is over has lapsed, also before a job says so. */
export function statusAt(
  { status, lapses_at }: Pick<SeenTransfer, 'status' | 'lapses_at'>,
  now: Date,
): SeenTransfer['status'] {
  return status === 'OFFERED' && new Date(lapses_at) <= now ? 'LAPSED' : status
}

/**
 * A transfer as one of its sides sees it. What stays behind is the sender's business; the case of the
 * other side is not told.
 */
export function transferView(
  row: SeenTransfer,
  notifications: readonly SeenNotification[],
  viewer: string,
  now: Date,
): Schemas['Transfer'] {
  const isOut = row.municipality === viewer
  const name = isOut ? row.to_name : row.from_name
  const month = isOut ? row.month : row.received_month
  const caseId = isOut ? row.case_id : row.received_case
  return {
    transferId: row.transfer_id,
    direction: isOut ? 'OUT' : 'IN',
    municipalityCode: isOut ? row.receiver : row.municipality,
    ...(name !== null && { municipalityName: name }),
    ground: row.ground,
    status: statusAt(row, now),
    offeredAt: new Date(row.offered_at).toISOString(),
    lapsesAt: new Date(row.lapses_at).toISOString(),
    ...(row.decided_at !== null && { decidedAt: new Date(row.decided_at).toISOString() }),
    ...(row.refusal !== null && { refusal: row.refusal }),
    ...(month !== null && { month: month.slice(0, 7) }),
    ...(caseId !== null && { caseId }),
    notifications: notifications
      .filter(({ stays }) => isOut || stays === null)
      .map(({ creditor, notification_id: notificationId, stays, lapsed }) => ({
        creditorId: creditor,
        notificationId,
        ...(stays !== null && { stays }),
        ...(lapsed !== undefined && { lapsed }),
      })),
  }
}
