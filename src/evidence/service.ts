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
  readonly receipt: string
  readonly receiptSignature: string
  /** Lists that were in force when the batch was received (PEM). */
  readonly revocationLists: readonly string[]
}

/**
 * Takes out what proves a batch: signature, certificates, the revocation lists of that time, and the
 * receipt with the root over its items. Logged.
 *
 * @throws {HubError} `registry.unknown` when there is no such batch, or its receipt is past its term.
 */
export function exportEvidence(
  context: RegistryContext,
  operator: Operator,
  deliverer: PartyId,
  batchId: string,
): Promise<EvidenceRecord> {
  return change(context, operator, 'exportEvidence', async (tx) => {
    const row = await store.selectEvidence(tx, deliverer, batchId)
    if (row === undefined || row.receipt === null || row.receipt_signature === null) {
      throw unknown('batch')
    }
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

function instant(text: string | null): string | null {
  return text === null ? null : new Date(text).toISOString()
}
