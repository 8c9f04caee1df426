import { createHash, createPublicKey, sign, verify, type KeyObject } from 'node:crypto'

/** Signature types of signed notes that the hub speaks (C2SP signed-note, tlog-cosignature). */
export const NOTE_TYPE = { ed25519: 0x01, cosignature: 0x04 } as const

const DASH = '\u2014'
const LINE = /^\u2014 ([^\s+]+) ([A-Za-z0-9+/]+={0,2})$/u
const CONTROL = /[\u0000-\u0009\u000b-\u001f]/
const MAX_SIGNATURES = 100

/** A text that is not a signed note, or whose signature by a known key is wrong. */
export class NoteError extends Error {
  override readonly name = 'NoteError'
}

/** Who may have signed a note: the parsed form of a verifier key text. */
export interface NoteVerifier {
  readonly name: string
  /** The first four bytes of SHA-256(name, newline, type, public key). */
  readonly keyId: Buffer
  /** One of `NOTE_TYPE`. */
  readonly type: number
  readonly publicKey: KeyObject
}

/** A key that signs notes under a name. */
export interface NoteSigner {
  readonly name: string
  readonly keyId: Buffer
  /** What others need to verify: `name+keyId+base64(type, public key)`. */
  readonly verifierKey: string
  readonly privateKey: KeyObject
}

/** One signature line of a note; `signature` excludes the key id. */
export interface NoteSignature {
  readonly name: string
  readonly keyId: Buffer
  readonly signature: Buffer
}

/**
 * A signer for an Ed25519 private key.
 *
 * @param name The key's name, without space or `+`; of a log it equals the origin.
 * @throws {NoteError} For another kind of key or a name that the format forbids.
 */
export function noteSigner(
  name: string,
  privateKey: KeyObject,
  type: number = NOTE_TYPE.ed25519,
): NoteSigner {
  if (name === '' || /[\s+]/u.test(name)) throw new NoteError('a key name has no space or plus')
  const raw = Buffer.from(
    createPublicKey(privateKey).export({ format: 'jwk' }).x ?? '',
    'base64url',
  )
  if (privateKey.asymmetricKeyType !== 'ed25519' || raw.length !== 32) {
    throw new NoteError('notes are signed with Ed25519')
  }
  const typed = Buffer.concat([Buffer.of(type), raw])
  const keyId = noteKeyId(name, typed)
  const verifierKey = `${name}+${keyId.toString('hex')}+${typed.toString('base64')}`
  return { name, keyId, verifierKey, privateKey }
}

/**
 * Reads a verifier key text (`name+hex+base64`).
 *
 * @throws {NoteError} When it is malformed, its key id does not fit, or its type is unknown here.
 */
export function parseVerifierKey(text: string): NoteVerifier {
  const parts = /^([^\s+]+)\+([0-9a-f]{8})\+([A-Za-z0-9+/]+={0,2})$/u.exec(text.trim())
  const name = parts?.[1] ?? ''
  const typed = decodeBase64(parts?.[3] ?? '')
  const type = typed?.[0]
  if (typed === undefined || type === undefined) throw new NoteError('not a verifier key')
  const keyId = noteKeyId(name, typed)
  if (keyId.toString('hex') !== parts?.[2]) throw new NoteError('the key id does not fit the key')
  if ((type !== NOTE_TYPE.ed25519 && type !== NOTE_TYPE.cosignature) || typed.length !== 33) {
    throw new NoteError('a kind of key that is not known here')
  }
  const jwk = { kty: 'OKP', crv: 'Ed25519', x: typed.subarray(1).toString('base64url') }
  return { name, keyId, type, publicKey: createPublicKey({ key: jwk, format: 'jwk' }) }
}

/**
 * Signs a text that ends in a newline.
 *
 * @returns The note: text, empty line, one signature line.
 */
export function signNote(text: string, signer: NoteSigner): string {
  if (!text.endsWith('\n') || CONTROL.test(text)) throw new NoteError('not a text for a note')
  const signature = sign(null, Buffer.from(text, 'utf8'), signer.privateKey)
  return `${text}\n${signatureLine(signer, signature)}`
}

/** The line that carries a signature, newline included. */
export function signatureLine(
  signer: Pick<NoteSigner, 'name' | 'keyId'>,
  signature: Buffer,
): string {
  return `${DASH} ${signer.name} ${Buffer.concat([signer.keyId, signature]).toString('base64')}\n`
}

/**
 * Splits a note without verifying anything.
 *
 * @throws {NoteError} When the text is no note.
 */
export function parseNote(note: string): { text: string; signatures: NoteSignature[] } {
  const split = note.lastIndexOf('\n\n')
  if (split < 0 || !note.endsWith('\n') || CONTROL.test(note) || !note.isWellFormed()) {
    throw new NoteError('not a signed note')
  }
  const lines = note.slice(split + 2, -1).split('\n')
  if (lines.length > MAX_SIGNATURES) throw new NoteError('too many signatures')
  const signatures = lines.map((line) => {
    const parts = LINE.exec(line)
    const bytes = decodeBase64(parts?.[2] ?? '')
    if (bytes === undefined || bytes.length < 5) throw new NoteError('not a signature line')
    return { name: parts?.[1] ?? '', keyId: bytes.subarray(0, 4), signature: bytes.subarray(4) }
  })
  return { text: note.slice(0, split + 1), signatures }
}

/**
 * Verifies a note by one known key; signatures by unknown keys are ignored.
 *
 * @returns The signed text.
 * @throws {NoteError} When it is no note, the key did not sign it, or its signature is wrong.
 */
export function openNote(note: string, verifier: NoteVerifier): string {
  const { text, signatures } = parseNote(note)
  const own = signatures.filter(
    ({ name, keyId }) => name === verifier.name && keyId.equals(verifier.keyId),
  )
  if (own.length === 0) throw new NoteError('the expected key did not sign this note')
  for (const { signature } of own) {
    if (!signatureHolds(verifier, text, signature)) throw new NoteError('the signature is wrong')
  }
  return text
}

/**
 * The signature of a witness over a note: it states the time at which the witness saw it.
 *
 * @param time Whole seconds since 1970.
 * @returns A signature line that can be added to the note.
 */
export function cosign(text: string, time: number, signer: NoteSigner): string {
  const stamp = Buffer.alloc(8)
  stamp.writeBigUInt64BE(BigInt(time))
  const signature = sign(null, cosigned(text, BigInt(time)), signer.privateKey)
  return signatureLine(signer, Buffer.concat([stamp, signature]))
}

function signatureHolds(verifier: NoteVerifier, text: string, signature: Buffer): boolean {
  if (verifier.type === NOTE_TYPE.ed25519) {
    return verify(null, Buffer.from(text, 'utf8'), verifier.publicKey, signature)
  }
  if (signature.length !== 72) return false
  const message = cosigned(text, signature.readBigUInt64BE(0))
  return verify(null, message, verifier.publicKey, signature.subarray(8))
}

function cosigned(text: string, time: bigint): Buffer {
  return Buffer.from(`cosignature/v1\ntime ${time}\n${text}`, 'utf8')
}

function noteKeyId(name: string, typed: Buffer): Buffer {
  return createHash('sha256').update(`${name}\n`).update(typed).digest().subarray(0, 4)
}

/** Bytes of standard base64 in its one spelling with padding; anything else is `undefined`. */
function decodeBase64(text: string): Buffer | undefined {
  const bytes = Buffer.from(text, 'base64')
  return bytes.toString('base64') === text ? bytes : undefined
}
