import { randomBytes } from 'node:crypto'
import type { Context } from '../../context.js'
import { sha256 } from '../../crypto/hash.js'
import type { components } from '../../generated/openapi.js'
import { canonicalText } from '../../kernel/canonical.js'
import { randomId } from '../../kernel/identifiers.js'
import {
  decideTransfer,
  getTransfer,
  listTransfers,
  offerTransfer,
  prepareTransfer,
  type Asked,
} from '../../transfers/index.js'
import { requireDuty, type Worker } from '../duties/service.js'
import { readSealed } from './sealed.js'

type Schemas = components['schemas']

const READERS = ['COORDINATOR', 'CONSULTANT'] as const
const DECIDERS = ['COORDINATOR'] as const

/** Transfers from and to the municipality, newest first. @throws {HubError} `work.duty`. */
export async function readTransfers(
  context: Context,
  worker: Worker,
): Promise<readonly Schemas['Transfer'][]> {
  requireDuty(worker, READERS)
  return (await listTransfers(context, worker)).transfers
}

/**
 * What of a case another municipality may have; with PULL the envelopes that go, for a browser that
 * seals them anew.
 *
 * @throws {HubError} `work.duty`; what `prepareTransfer` refuses.
 */
export function readPlan(
  context: Context,
  worker: Worker,
  asked: Asked,
  action: 'VIEW' | 'PULL',
): Promise<Schemas['TransferPlan']> {
  requireDuty(worker, DECIDERS)
  return prepareTransfer(context, worker, asked, action)
}

/**
 * Offers a case that a browser of the municipality sealed anew. The certificate of the person stands
 * for the signature.
 *
 * @param sealed What the script of the page made, as JSON.
 * @throws {HubError} `work.duty`, `transfer.sealed`; what `offerTransfer` refuses.
 */
export function offerCase(
  context: Context,
  worker: Worker,
  asked: Asked,
  ground: Schemas['TransferGround'],
  sealed: string,
): Promise<Schemas['Transfer']> {
  requireDuty(worker, DECIDERS)
  const { month, caseId, to: municipalityCode } = asked
  const transferId = randomId()
  const offer = { transferId, month, caseId, municipalityCode, ground, ...readSealed(sealed) }
  return offerTransfer(context, worker, { offer, ...proofOf(worker, offer) })
}

/**
 * What the receiver may read of a transfer; with PULL its envelopes.
 *
 * @throws {HubError} `work.duty`, `transfer.unknown`, `transfer.held`.
 */
export function readOffer(
  context: Context,
  worker: Worker,
  transferId: string,
  action: 'VIEW' | 'PULL',
): Promise<Schemas['TransferContent']> {
  requireDuty(worker, READERS)
  return getTransfer(context, worker, transferId, action)
}

/** Accepts, refuses or withdraws an offer. @throws {HubError} `work.duty`; what `decideTransfer` refuses. */
export function decideOffer(
  context: Context,
  worker: Worker,
  decided: Pick<Schemas['TransferDecision'], 'transferId' | 'decision' | 'refusal'>,
): Promise<Schemas['Transfer']> {
  requireDuty(worker, DECIDERS)
  const { transferId, decision, refusal } = decided
  const proof = proofOf(worker, decided)
  return decideTransfer(context, worker, { transferId, decision, refusal, ...proof })
}

/** Salted, as a signed body is by its nonce: what is kept of it cannot be guessed back. */
function proofOf({ fingerprint }: Worker, body: object) {
  const text = canonicalText(body)
  const digest = sha256(Buffer.concat([randomBytes(32), Buffer.from(text)]))
  return { digest, signer: fingerprint }
}
