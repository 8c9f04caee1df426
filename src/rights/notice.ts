import { canonicalText } from '../kernel/canonical.js'
import type { Effects, RightKind } from './policy.js'

/** `typ` of the signature over a notice. */
export const NOTICE_TYPE = 'vroegsignaal-correction+jws'

/** What the municipality is to do with what it has: stop, handle as disputed, or go on again. */
export type NoticeAction = 'STOP' | 'DISPUTED' | 'RESUME'

/** A correction as it is signed. No resident in it: the municipality knows whom its cases are about. */
export interface NoticeStatement {
  readonly hub: string
  readonly municipalityCode: string
  readonly noticeId: string
  readonly issuedAt: string
  readonly kind: RightKind
  readonly action: NoticeAction
  readonly notifications: readonly {
    readonly creditorId: string
    readonly notificationId: string
    readonly month: string
    readonly caseId?: string
  }[]
}

/** The action of a request that is registered. */
export function actionOf({ delivery }: Effects): NoticeAction {
  return delivery === 'HOLD' ? 'STOP' : 'DISPUTED'
}

/** The text that is signed (RFC 8785). */
export function noticeText(statement: NoticeStatement): string {
  return canonicalText(statement)
}
