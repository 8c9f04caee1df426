import { unverifiedHeader } from '../crypto/envelope.js'
import type { components } from '../generated/openapi.js'
import { HubError } from '../kernel/errors.js'

type Schemas = components['schemas']

/** Why a notification stays behind. */
export type Stays = Schemas['TransferStays']

/** What is known of a notification when it is asked whether it may go. */
export interface Movable {
  readonly withheld: Schemas['Withheld'] | undefined
  readonly agreementId: string | null
  readonly hasBasis: boolean
  /** Entry of intake that proves where it came from; null once that is forgotten. */
  readonly entry: string | null
}

/**
 * Whether a notification stays behind, and why: what no longer stands, what the other municipality
 * could not have been told by its creditor itself, and what cannot be sealed anew.
 *
 * @returns `undefined` when it goes.
 */
export function staysBehind({
  withheld,
  agreementId,
  hasBasis,
  entry,
}: Movable): Stays | undefined {
  if (withheld === 'CORRECTED') return 'CORRECTED'
  if (withheld === 'PURGED') return 'PURGED'
  if (withheld !== undefined) return 'WITHDRAWN'
  if (agreementId === null) return 'NO_MANDATE'
  if (!hasBasis) return 'NO_LEGAL_BASIS'
  return entry === null ? 'PURGED' : undefined
}

/** A notification by who sent it and its identifier there. */
export interface Named {
  readonly creditorId: string
  readonly notificationId: string
}

const KEY = ({ creditorId, notificationId }: Named) => `${creditorId} ${notificationId}`

/**
 * Checks that exactly the notifications that go are there, each in an envelope that says so on its
 * outside, under the delivery key of the offer. What is inside only the receiver can read.
 *
 * @throws {HubError} `transfer.sealed`.
 */
export function checkEnvelopes(
  goes: readonly Named[],
  { deliveryKey, envelopes }: Pick<Schemas['TransferOffer'], 'deliveryKey' | 'envelopes'>,
): void {
  const wanted = new Set(goes.map(KEY))
  const sent = new Set(envelopes.map(KEY))
  if (sent.size !== envelopes.length || sent.size !== wanted.size) throw otherEnvelopes()
  for (const envelope of envelopes) {
    if (!wanted.has(KEY(envelope))) throw otherEnvelopes()
    const header = unverifiedHeader(envelope.jwe)
    const fits =
      header?.['alg'] === 'A256KW' &&
      header['enc'] === 'A256GCM' &&
      header['kid'] === deliveryKey.id &&
      header['creditor'] === envelope.creditorId &&
      header['notificationId'] === envelope.notificationId
    if (!fits) throw otherEnvelopes()
  }
  const wrapping = unverifiedHeader(deliveryKey.jwe)
  if (wrapping?.['cty'] !== 'jwk+json' || wrapping['kid'] !== deliveryKey.keyId) {
    throw otherEnvelopes()
  }
}

function otherEnvelopes(): HubError {
  return new HubError(
    'transfer.sealed',
    'The envelopes are not those of the notifications that go, sealed under the key of the offer.',
  )
}
