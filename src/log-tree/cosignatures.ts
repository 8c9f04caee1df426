import { parseNote } from '../crypto/signed-note.js'

/** That a witness saw the log and found it to be a continuation of what it had seen before. */
export interface Cosignature {
  /** Name of the witness. */
  readonly witness: string
  /** When it signed, by its own clock. */
  readonly at: Date
}

/** Time 8 bytes, then an Ed25519 signature of 64 bytes (C2SP tlog-cosignature). */
const COSIGNATURE_BYTES = 72

/**
 * Who cosigned a checkpoint and when. Only of checkpoints that the hub keeps: it checked the
 * signatures before it kept them, and they are not checked again.
 */
export function unverifiedCosignatures(note: string): readonly Cosignature[] {
  return parseNote(note).signatures.flatMap(({ name, signature }) =>
    signature.length === COSIGNATURE_BYTES
      ? [{ witness: name, at: new Date(Number(signature.readBigUInt64BE(0)) * 1000) }]
      : [],
  )
}
