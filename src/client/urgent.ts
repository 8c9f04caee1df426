import type { components } from '../generated/openapi.js'
import { EnvelopeOpener, type OpenedIdentity, type SealingKeys } from './open-envelope.js'

type UrgentItem = components['schemas']['UrgentItem']
type UrgentPage = components['schemas']['UrgentPage']

/** An urgent item with the identity that its municipality opened. */
export interface OpenedUrgent extends Omit<UrgentItem, 'notification'> {
  readonly notification: Omit<UrgentItem['notification'], 'sealedIdentity'> & {
    readonly identity?: OpenedIdentity['item']
    readonly withheld?: components['schemas']['Withheld']
  }
}

/** Opens one page of the urgent lane. @throws {VerificationError} `envelope.*` */
export function openUrgent(page: UrgentPage, keys: SealingKeys): readonly OpenedUrgent[] {
  const opener = new EnvelopeOpener(page.deliveryKeys, keys)
  return page.items.map(({ notification: { sealedIdentity, ...notification }, ...item }) => {
    if (sealedIdentity === undefined) return { ...item, notification }
    const { creditorId, notificationId } = notification
    const found = opener.open(creditorId, notificationId, sealedIdentity)
    const { withheld } = sealedIdentity
    return {
      ...item,
      notification: {
        ...notification,
        ...(found === undefined ? {} : { identity: found.item }),
        ...(withheld === undefined ? {} : { withheld }),
      },
    }
  })
}
