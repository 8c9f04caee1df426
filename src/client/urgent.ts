import type { components } from '../generated/openapi.js'
import { NOTICE_TYPE, noticeText } from '../rights/notice.js'
import { verifyHubSignature, type HubIdentity } from './hub-identity.js'
import { EnvelopeOpener, type OpenedIdentity, type SealingKeys } from './open-envelope.js'
import { VerificationError } from './problem.js'

type UrgentItem = components['schemas']['UrgentItem']
type UrgentPage = components['schemas']['UrgentPage']

/** An urgent item with the identity that its municipality opened. */
export interface OpenedUrgent extends Omit<UrgentItem, 'notification'> {
  readonly notification: Omit<UrgentItem['notification'], 'sealedIdentity'> & {
    readonly identity?: OpenedIdentity['item']
    readonly withheld?: components['schemas']['Withheld']
    /** The resident disputes it, and it goes on. */
    readonly disputed?: true
  }
}

/** Opens one page of the urgent lane. @throws {VerificationError} `envelope.*` */
export function openUrgent(page: UrgentPage, keys: SealingKeys): readonly OpenedUrgent[] {
  const opener = new EnvelopeOpener(page.deliveryKeys, keys)
  return page.items.map(({ notification: { sealedIdentity, ...notification }, ...item }) => {
    if (sealedIdentity === undefined) return { ...item, notification }
    const { creditorId, notificationId } = notification
    const found = opener.open(creditorId, notificationId, sealedIdentity)
    const { withheld, disputed } = sealedIdentity
    return {
      ...item,
      notification: {
        ...notification,
        ...(found === undefined ? {} : { identity: found.item }),
        ...(withheld === undefined ? {} : { withheld }),
        ...(disputed === true && { disputed }),
      },
    }
  })
}

/** A correction of what the municipality has, as the hub signed it. */
export type Correction = components['schemas']['RightsStatement']

/**
 * Checks the corrections on a page of the urgent lane.
 *
 * @throws {VerificationError} `signature`, or `notice.page` when one is of another hub or not the one
 *   that it says it is.
 */
export async function openCorrections(
  identity: HubIdentity,
  { notices, municipalityCode }: UrgentPage,
  now: Date,
): Promise<readonly Correction[]> {
  for (const { noticeId, statement, signature } of notices) {
    const bytes = Buffer.from(noticeText(statement))
    await verifyHubSignature(identity, bytes, signature, NOTICE_TYPE, now)
    if (
      statement.hub !== identity.hub ||
      statement.noticeId !== noticeId ||
      statement.municipalityCode !== municipalityCode
    ) {
      throw new VerificationError('notice.page', 'A correction does not belong on this page.')
    }
  }
  return notices.map(({ statement }) => statement)
}
