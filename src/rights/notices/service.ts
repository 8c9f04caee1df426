import type { Context } from '../../context.js'
import { signDetached } from '../../crypto/jws.js'
import { randomId } from '../../kernel/identifiers.js'
import { NOTICE_TYPE, noticeText, type NoticeAction } from '../notice.js'
import type { RightKind } from '../policy.js'
import type { NewNotice, Reached } from '../requests/store.js'

/** A signed correction, and how many notifications it is about. */
export interface SignedNotice extends NewNotice {
  readonly count: number
}

/** Signs what a municipality is told: a correction for each thing that it is to do. */
export function signNotices(
  { config, keys }: Pick<Context, 'config' | 'keys'>,
  { municipality, kind }: { readonly municipality: string; readonly kind: RightKind },
  told: ReadonlyMap<NoticeAction, readonly Omit<Reached, 'isTold'>[]>,
  now: Date,
): SignedNotice[] {
  return [...told].map(([action, notifications]) => {
    const noticeId = randomId()
    const statement = noticeText({
      hub: config.hubId,
      municipalityCode: municipality,
      noticeId,
      issuedAt: now.toISOString(),
      kind,
      action,
      notifications: notifications.map(({ creditor, notificationId, month, caseId }) => ({
        creditorId: creditor,
        notificationId,
        month,
        ...(caseId !== null && { caseId }),
      })),
    })
    const bytes = Buffer.from(statement)
    const signature = signDetached(bytes, keys.signing, { typ: NOTICE_TYPE, iat: now })
    return { noticeId, issuedAt: now, statement, signature, count: notifications.length }
  })
}
