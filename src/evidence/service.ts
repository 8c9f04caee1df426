import { sha256 } from '../crypto/hash.js'
import { readRevocationList } from '../crypto/revocation.js'
import { change, consult, unknown, type Operator, type RegistryContext } from '../registry/index.js'
import type { PartyId } from '../parties/index.js'
import * as store from './store.js'

/** What the hub keeps of a batch for disputes; nobody stands in it. */
export interface EvidenceRecord {
  readonly deliverer: string
  readonly batchId: string
  readonly receivedAt: string
  /** Detached JWS over the body, as it came; null for a body without nonce and from before. */
  readonly signature: string | null
  /** Signing certificate with its issuers (PEM); null when it was registered before they were kept. */
  readonly certificate: string | null
  readonly registeredAt: string | null
  /** When the operator took the certificate back; null while it may be used. */
  readonly revokedAt: string | null
  /** Null when its term is over; `forgotten` tells what is left of it then. */
  readonly receipt: string | null
  readonly receiptSignature: string
  readonly forgotten: ForgottenReceipt | null
  /** Lists that were in force when the batch was received (PEM). */
  readonly revocationLists: readonly string[]
}

/** What is kept of a receipt for as long as the ledger: hexadecimal, nobody in it. */
export interface ForgottenReceipt {
  readonly receiptDigest: string
  /** Left out for a body without nonce, whose plain digest is kept nowhere. */
  readonly bodyDigest?: string
  readonly itemsRoot: string
}

/**
 * Takes out what proves a batch: signature, certificates, the revocation lists of that time, and the
 * receipt with the root over its items. Logged.
 *
 * @throws {HubError} `registry.unknown` when there is no such batch, or the term of the ledger is over, or
 *   its receipt was forgotten before digests of receipts were kept.
 */
export function exportEvidence(
  context: RegistryContext,
  operator: Operator,
  deliverer: PartyId,
  batchId: string,
): Promise<EvidenceRecord> {
  return change(context, operator, 'exportEvidence', async (tx) => {
    const row = await store.selectEvidence(tx, deliverer, batchId)
    if (row === undefined || row.receipt_signature === null) throw unknown('batch')
    const record: EvidenceRecord = {
      deliverer,
      batchId,
      receivedAt: new Date(row.received_at).toISOString(),
      signature: row.signature,
      certificate: row.chain,
      registeredAt: instant(row.registered_at),
      revokedAt: instant(row.revoked_at),
      receipt: row.receipt,
      receiptSignature: row.receipt_signature,
      forgotten: row.receipt === null ? leftOf(row) : null,
      revocationLists: await store.selectLists(tx, row.received_at),
    }
    return { result: record, objects: { deliverer, batchId } }
  })
}

/**
 * Keeps the revocation lists that are in force now, so that the state of a certificate can be shown
 * years later. They are public, so there is no entry of it in the log.
 *
 * @param lists PEM, one list each.
 */
export async function keepRevocationLists(
  context: RegistryContext,
  lists: readonly string[],
): Promise<void> {
  const now = context.clock.now()
  await consult(context, 'keepRevocationLists', async (tx) => {
    for (const list of lists) {
      const { issuer, thisUpdate, nextUpdate } = readRevocationList(list)
      const row = { digest: sha256(list), issuer, thisUpdate, nextUpdate, list }
      await store.insertList(tx, row, now)
    }
  })
}

function leftOf({ receipt_digest, items_root, digest, signature }: store.BatchEvidence) {
  if (receipt_digest === null || items_root === null) throw unknown('batch')
  const hex = {
    receiptDigest: receipt_digest.toString('hex'),
    itemsRoot: items_root.toString('hex'),
  }
  // Signatures are kept of bodies with a nonce only; of others the digest is keyed.
  return signature === null ? hex : { ...hex, bodyDigest: digest.toString('hex') }
}

function instant(text: string | null): string | null {
  return text === null ? null : new Date(text).toISOString()
}
