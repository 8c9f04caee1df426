import type { components } from '../../generated/openapi.js'
import { HubError } from '../../kernel/errors.js'
import { isUuid } from '../../kernel/identifiers.js'

type Schemas = components['schemas']

/** What a browser sealed for another municipality. */
export type SealedForOther = Pick<Schemas['TransferOffer'], 'deliveryKey' | 'envelopes'>

const COMPACT = /^[A-Za-z0-9_-]+(?:\.[A-Za-z0-9_-]+){4}$/
const KEY_ID = /^[A-Za-z0-9_-]{43}$/
const DELIVERY_KEY_ID = /^[A-Za-z0-9_-]{22}$/
const LONGEST_KEY = 20_000
const LONGEST_ENVELOPE = 100_000
const MOST = 1000
const LONGEST_ID = 100

/**
 * Reads what the script of a page put into one field of a form: the same members, in the same bounds,
 * as the body of a signed offer.
 *
 * @throws {HubError} `transfer.sealed`, without anything of what was sent.
 */
export function readSealed(text: string): SealedForOther {
  const { deliveryKey, envelopes } = membersOf(parsed(text))
  const { id, keyId, jwe } = membersOf(deliveryKey)
  if (!isText(id, DELIVERY_KEY_ID) || !isText(keyId, KEY_ID)) throw notSealed()
  if (!isText(jwe, COMPACT) || jwe.length > LONGEST_KEY) throw notSealed()
  if (!Array.isArray(envelopes) || envelopes.length === 0 || envelopes.length > MOST) {
    throw notSealed()
  }
  return { deliveryKey: { id, keyId, jwe }, envelopes: envelopes.map(envelopeIn) }
}

function envelopeIn(value: unknown): Schemas['TransferEnvelope'] {
  const { creditorId, notificationId, jwe } = membersOf(value)
  if (typeof creditorId !== 'string' || creditorId.length > LONGEST_ID) throw notSealed()
  if (typeof notificationId !== 'string' || !isUuid(notificationId)) throw notSealed()
  if (!isText(jwe, COMPACT) || jwe.length > LONGEST_ENVELOPE) throw notSealed()
  return { creditorId, notificationId, jwe }
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    throw notSealed()
  }
}

function membersOf(value: unknown): Readonly<Record<string, unknown>> {
  if (typeof value !== 'object' || value === null) throw notSealed()
  return value as Readonly<Record<string, unknown>>
}

function isText(value: unknown, form: RegExp): value is string {
  return typeof value === 'string' && form.test(value)
}

function notSealed(): HubError {
  return new HubError(
    'transfer.sealed',
    'The envelopes for the other municipality are sealed in the browser.',
  )
}
