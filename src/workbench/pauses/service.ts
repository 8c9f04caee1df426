import { randomBytes } from 'node:crypto'
import { askPause, withdrawPause, type PauseAsk } from '../../collection-pauses/index.js'
import type { Context } from '../../context.js'
import { sha256 } from '../../crypto/hash.js'
import type { components } from '../../generated/openapi.js'
import { canonicalText } from '../../kernel/canonical.js'
import { randomId } from '../../kernel/identifiers.js'
import { requireDuty, type Worker } from '../duties/service.js'

type Schemas = components['schemas']

const ASKERS = ['COORDINATOR', 'CONSULTANT'] as const

/**
 * Asks a creditor to wait with collection, on behalf of a person whose certificate stands for the
 * signature.
 *
 * @throws {HubError} `work.duty`; what `askPause` refuses.
 */
export function askAtWork(
  context: Context,
  worker: Worker,
  about: Omit<PauseAsk, 'pauseId' | 'digest' | 'signer'>,
): Promise<Schemas['CollectionPause']> {
  requireDuty(worker, ASKERS)
  const { month, caseId, creditorId, notificationId, months = 1 } = about
  const ask = { pauseId: randomId(), month, caseId, creditorId, notificationId, months }
  return askPause(context, worker, { ...ask, ...proofOf(worker, ask) })
}

/** Takes an ask back, or ends a pause. @throws {HubError} `work.duty`; what `withdrawPause` refuses. */
export function withdrawAtWork(
  context: Context,
  worker: Worker,
  pauseId: string,
): Promise<Schemas['CollectionPause']> {
  requireDuty(worker, ASKERS)
  return withdrawPause(context, worker, { pauseId, ...proofOf(worker, { pauseId }) })
}

/** Salted, as a signed body is by its nonce: what is kept of it cannot be guessed back. */
function proofOf({ fingerprint }: Worker, body: object) {
  const text = canonicalText(body)
  const digest = sha256(Buffer.concat([randomBytes(32), Buffer.from(text)]))
  return { digest, signer: fingerprint }
}
