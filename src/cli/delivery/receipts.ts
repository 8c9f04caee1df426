import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { verifyHubSignature, type HubIdentity } from '../../client/index.js'
import type { components } from '../../generated/openapi.js'
import { writeDurably } from './durable.js'
import type { PlannedBatch } from './state.js'

type Receipt = components['schemas']['Receipt']

/** The receipts of a delivery, each with the signature it came with; what is here is delivered. */
export class ReceiptFolder {
  readonly path: string
  readonly #identity: HubIdentity

  constructor(path: string, identity: HubIdentity) {
    this.path = path
    this.#identity = identity
  }

  /**
   * The receipt of a batch, if there is one that holds: signed by the hub, for these very bytes.
   *
   * @param now For the signature's time.
   */
  async of(batch: PlannedBatch, now: Date): Promise<Receipt | undefined> {
    let text: string
    let signature: string
    try {
      text = await readFile(join(this.path, `${batch.batchId}.json`), 'utf8')
      signature = (await readFile(join(this.path, `${batch.batchId}.sig`), 'utf8')).trim()
      const bytes = Buffer.from(text)
      await verifyHubSignature(this.#identity, bytes, signature, 'vroegsignaal-receipt+jws', now)
    } catch {
      // Without a receipt that holds the batch is sent again, which changes nothing at the hub.
      return undefined
    }
    const receipt = JSON.parse(text) as Receipt
    const isThis = receipt.batchId === batch.batchId && receipt.bodyDigest === batch.digest
    return isThis ? receipt : undefined
  }

  /** Keeps a receipt durably; the signature first, because the receipt is what counts. */
  async keep(batchId: string, text: string, signature: string): Promise<void> {
    await writeDurably(join(this.path, `${batchId}.sig`), `${signature}\n`)
    await writeDurably(join(this.path, `${batchId}.json`), text)
  }
}
