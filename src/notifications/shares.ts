import type { LogSubject } from '../access-log/entry.js'
import { rootOf } from '../log-tree/tree.js'
import { envelopeLeaf } from './envelope-content.js'
import type { Sealed } from './sealed-batch.js'

/** What one batch brings one municipality. */
export interface MunicipalShare {
  readonly municipality: string
  /** Creditors whose they are, whoever delivered them: each id once, in order. */
  readonly creditors: readonly string[]
  /** Notifications, withdrawals among them. */
  readonly notifications: number
  readonly envelopes: number
  /** 32 bytes, see `envelopesRoot`. */
  readonly envelopesRoot: Buffer
  /** Whom it is about, as pseudonyms of the log. */
  readonly subjects: readonly LogSubject[]
}

interface Growing {
  readonly creditors: Set<string>
  notifications: number
  readonly leaves: Buffer[]
  readonly subjects: LogSubject[]
}

/** Divides a batch over its municipalities while it is sealed; keeps a few hashes of each item. */
export class Shares {
  readonly #shares = new Map<string, Growing>()

  /** Adds one item that was written. Items come in the order of the batch. */
  add({ row, envelope, subject }: Sealed): void {
    const { municipality, creditor, notificationId } = row
    let share = this.#shares.get(municipality)
    if (share === undefined) {
      share = { creditors: new Set(), notifications: 0, leaves: [], subjects: [] }
      this.#shares.set(municipality, share)
    }
    share.notifications += 1
    share.creditors.add(creditor)
    if (envelope !== undefined) {
      const { digest } = envelope
      share.leaves.push(envelopeLeaf({ creditorId: creditor, notificationId, digest }))
    }
    // Addresses where nobody can live, as post office boxes, name no household.
    if (subject !== undefined && subject.household !== null) {
      const { household, person } = subject
      share.subjects.push({ household, person, reference: `${creditor}/${notificationId}` })
    }
  }

  /** By municipality code, so that all batches lock the log's partitions in one order. */
  sorted(): MunicipalShare[] {
    return [...this.#shares]
      .sort(([left], [right]) => (left < right ? -1 : 1))
      .map(([municipality, { creditors, notifications, leaves, subjects }]) => ({
        municipality,
        creditors: [...creditors].sort(),
        notifications,
        envelopes: leaves.length,
        envelopesRoot: rootOf(leaves),
        subjects,
      }))
  }
}
