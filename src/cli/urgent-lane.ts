import { openCorrections, openUrgent, type Correction, type OpenedUrgent } from '../client/index.js'
import { table } from './output.js'
import type { PartySession } from './party.js'

/** What stands in a municipality's urgent lane now, opened. */
export interface Lane {
  readonly items: readonly OpenedUrgent[]
  readonly corrections: readonly Correction[]
}

/** Takes every page of the urgent lane, checked and opened; acknowledges nothing. */
export async function pullLane({ hub, identity, sealingKeys }: PartySession): Promise<Lane> {
  const items: OpenedUrgent[] = []
  let corrections: readonly Correction[] = []
  for (let after: string | null | undefined; after !== null;) {
    const { document } = await hub.urgentPage(after)
    items.push(...openUrgent(document, sealingKeys))
    // The same on every page, until they are acknowledged.
    corrections = await openCorrections(identity, document, hub.clock.now())
    after = document.items.length === 0 ? null : document.next
  }
  return { items, corrections }
}

/**
 * The lane in lines: why, until when, and what each item is about. A withdrawal carries nobody, so it
 * names the notifications and the case that it takes back, by what the lists to print have before a
 * name. Nobody's name is in it.
 */
export function laneTable(items: readonly OpenedUrgent[]): readonly string[] {
  const head = ['reason', 'deadline', 'status', 'creditor', 'notification', 'case']
  return table(
    head,
    items.map((item) => {
      const { reason, deadlineOn, statusAtPull, notification } = item
      return [
        reasonText(reason, notification),
        deadlineOn ?? '',
        statusAtPull,
        notification.creditorName ?? notification.creditorId,
        aboutText(item),
        caseText(item),
      ]
    }),
  )
}

function reasonText(
  reason: OpenedUrgent['reason'],
  { kind, withdrawalReason }: OpenedUrgent['notification'],
): string {
  return kind === 'WITHDRAWAL' ? `WITHDRAWAL ${withdrawalReason ?? ''}`.trim() : reason
}

function aboutText({ notification, takesBack = [] }: OpenedUrgent): string {
  const { kind, notificationId, predecessorId } = notification
  const earlier = predecessorId === undefined ? [] : [predecessorId, ...takesBack].map(short)
  if (kind === 'WITHDRAWAL') return `takes back ${earlier.join(' ')}`
  return kind === 'CORRECTION'
    ? `${short(notificationId)} in place of ${earlier.join(' ')}`
    : short(notificationId)
}

function caseText({ caseId, caseMonth, caseStatus }: OpenedUrgent): string {
  if (caseId === undefined) return ''
  return [caseMonth, short(caseId), caseStatus === 'WITHDRAWN' ? 'NO VISIT' : 'stands'].join(' ')
}

/** As much of an id as people compare. */
function short(id: string): string {
  return id.slice(0, 8)
}
