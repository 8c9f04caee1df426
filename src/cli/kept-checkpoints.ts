import { existsSync, mkdirSync, readdirSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import {
  PublicLog,
  UnreachableError,
  VerificationError,
  writePrivate,
  type HubIdentity,
  type SeenCheckpoint,
  type TransportCredentials,
} from '../client/index.js'
import { NoteError } from '../crypto/signed-note.js'

/** What comparing a checkpoint with those that were kept came to. */
export type Compared =
  /** Nothing was kept before. */
  | { readonly outcome: 'first' }
  | { readonly outcome: 'consistent'; readonly kept: number }
  /** The hub could not be asked for what proves it; nothing is known. */
  | { readonly outcome: 'unchecked' }
  /** Two histories. `evidence` is the file with the checkpoint that contradicts the kept one. */
  | { readonly outcome: 'another_history'; readonly kept: number; readonly evidence: string }

/**
 * Compares the checkpoint of a feed with the newest that the party kept, and keeps it when it fits: a
 * hub that removed or rewrote anything that was logged cannot make the two fit.
 *
 * @param folder Where checkpoints of this party lie, one file per month; made when missing.
 * @param ca Authorities of the hub's public listener.
 */
export async function compareWithKept(
  folder: string,
  name: string,
  note: string,
  { identity, ca }: { readonly identity: HubIdentity; readonly ca: TransportCredentials['ca'] },
): Promise<Compared> {
  const log = new PublicLog(identity.publicUrl, identity.logKey, ca)
  try {
    const current = log.open(note)
    const kept = newestIn(folder, log)
    if (kept === undefined) {
      keep(join(folder, name), note)
      return { outcome: 'first' }
    }
    try {
      await log.assertConsistent(kept, current)
    } catch (error) {
      if (error instanceof VerificationError) {
        const evidence = join(folder, `${name}.conflict`)
        keep(evidence, note)
        return { outcome: 'another_history', kept: kept.size, evidence }
      }
      if (!(error instanceof UnreachableError)) throw error
      // Only what was compared is kept: a hub that stays silent once must not get a new beginning.
      return { outcome: 'unchecked' }
    }
    keep(join(folder, name), note)
    return { outcome: 'consistent', kept: kept.size }
  } finally {
    await log.close()
  }
}

/** Keeps a checkpoint; a power loss leaves the old one or the new one. */
export function keep(path: string, note: string): void {
  mkdirSync(dirname(path), { recursive: true, mode: 0o700 })
  writePrivate(path, note)
}

/** The largest checkpoint of this log among the files of a folder; others are left alone. */
function newestIn(folder: string, log: PublicLog): SeenCheckpoint | undefined {
  if (!existsSync(folder)) return undefined
  let newest: SeenCheckpoint | undefined
  for (const name of readdirSync(folder).filter((file) => file.endsWith('.txt'))) {
    const seen = openedBy(log, readFileSync(join(folder, name), 'utf8'))
    if (seen !== undefined && seen.size > (newest?.size ?? 0)) newest = seen
  }
  return newest
}

/** Of another tree, or of another key: no history of this log. */
function openedBy(log: PublicLog, note: string): SeenCheckpoint | undefined {
  try {
    return log.open(note)
  } catch (error) {
    if (error instanceof NoteError) return undefined
    throw error
  }
}
