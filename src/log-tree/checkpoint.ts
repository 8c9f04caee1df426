import { NoteError, openNote, parseNote, signNote } from '../crypto/signed-note.js'
import type { NoteSigner, NoteVerifier } from '../crypto/signed-note.js'
import { HASH_BYTES } from './tree.js'

/** The length and the root of a log at one moment (C2SP tlog-checkpoint). */
export interface Checkpoint {
  /** Which log: the address its tiles are served below, without scheme. */
  readonly origin: string
  /** Number of leaves. */
  readonly size: number
  /** 32 bytes. */
  readonly root: Buffer
}

/** The text of a checkpoint that is signed. */
export function checkpointText({ origin, size, root }: Checkpoint): string {
  return `${origin}\n${size}\n${root.toString('base64')}\n`
}

/** A checkpoint signed by the log's own key, as it is published. */
export function signCheckpoint(checkpoint: Checkpoint, signer: NoteSigner): string {
  if (signer.name !== checkpoint.origin) throw new NoteError('the key belongs to another origin')
  return signNote(checkpointText(checkpoint), signer)
}

/**
 * Verifies a published checkpoint.
 *
 * @throws {NoteError} When it is malformed, not signed by this key, or of another log.
 */
export function openCheckpoint(note: string, verifier: NoteVerifier): Checkpoint {
  const checkpoint = parseCheckpointText(openNote(note, verifier))
  if (checkpoint.origin !== verifier.name) throw new NoteError('a checkpoint of another log')
  return checkpoint
}

/** Reads a checkpoint without verifying who signed it: for our own files only. */
export function unverifiedCheckpoint(note: string): Checkpoint {
  return parseCheckpointText(parseNote(note).text)
}

function parseCheckpointText(text: string): Checkpoint {
  const [origin, size, root] = text.split('\n')
  const bytes = Buffer.from(root ?? '', 'base64')
  if (
    origin === undefined ||
    origin === '' ||
    !/^(0|[1-9]\d{0,15})$/.test(size ?? '') ||
    !Number.isSafeInteger(Number(size)) ||
    bytes.length !== HASH_BYTES ||
    bytes.toString('base64') !== root
  ) {
    throw new NoteError('not a checkpoint')
  }
  return { origin, size: Number(size), root: bytes }
}
