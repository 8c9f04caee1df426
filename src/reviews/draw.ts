import { createHash } from 'node:crypto'

const SEED_LABEL = 'vroegsignaal review 1'

/**
 * Where the draw of a plan begins: SHA-256 over a label, controller and month (each ended by a line
 * feed) and the 32 bytes of a checkpoint's root. The root depends on random salts of every entry of
 * the month, and which checkpoint counts is fixed, so nobody can choose what is drawn.
 *
 * @param month `2026-08`.
 * @returns 32 bytes.
 */
export function seedOf(controller: string, month: string, root: Buffer): Buffer {
  return createHash('sha256')
    .update(`${SEED_LABEL}\n${controller}\n${month}\n`)
    .update(root)
    .digest()
}

/** By which entries are ordered: SHA-256 over the seed and the number, 8 bytes big-endian; hex. */
export function rankOf(seed: Buffer, number: number): string {
  const bytes = Buffer.alloc(8)
  bytes.writeBigUInt64BE(BigInt(number))
  return createHash('sha256').update(seed).update(bytes).digest('hex')
}

/**
 * The draw: the entries with the smallest ranks, in that order. The database does the same while
 * planning; whoever holds the partition can repeat it with this.
 *
 * @param numbers Of every entry of the month that is not of a job.
 */
export function drawFrom(seed: Buffer, numbers: readonly number[], size: number): number[] {
  return numbers
    .map((number) => ({ number, rank: rankOf(seed, number) }))
    .sort((left, right) => (left.rank < right.rank ? -1 : 1))
    .slice(0, size)
    .map(({ number }) => number)
}
