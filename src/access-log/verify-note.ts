// Opens what a log signed, for the independent checkers. Keep it to node:crypto.
import { createPublicKey, hash, verify as holds } from 'node:crypto'

const HASH = 32

/** What a checkpoint says. */
export interface Head {
  readonly origin: string
  readonly size: number
  readonly root: Buffer
}

/** The checkpoint in a note that the key signed; `undefined` when anything is not as it must be. */
export function openNote(note: string, key: string): Head | undefined {
  const signed = signedText(note, key)
  const [origin, size, encoded] = signed?.text.split('\n') ?? []
  const root = Buffer.from(encoded ?? '', 'base64')
  const isSound = root.length === HASH && /^(0|[1-9]\d{0,15})$/.test(size ?? '')
  if (signed === undefined || origin !== signed.name || !isSound) return undefined
  return { origin, size: Number(size), root }
}

/** What the log signed about an export: which numbers of which partitions are in it. */
export type Statement = ReadonlyMap<string, readonly { from: number; to: number }[]>

/**
 * The statement that came with an export; `undefined` when the key did not sign it, or signed it for
 * another checkpoint. Whoever has the records cannot make one, so rows cut off at the end are missed.
 */
export function openStatement(note: string, key: string, head: Head): Statement | undefined {
  const signed = signedText(note, key)
  const [first, size, root, ...lines] = signed?.text.trimEnd().split('\n') ?? []
  const isOfHead = first === `${head.origin}/export` && signed?.name === head.origin
  if (!isOfHead || size !== String(head.size) || root !== head.root.toString('base64')) {
    return undefined
  }
  const statement = new Map<string, { from: number; to: number }[]>()
  for (const line of lines) {
    const [controller = '', list = ''] = line.split(' ')
    const ranges = list.split(',').filter((range) => range !== '')
    statement.set(
      controller,
      ranges.map((range) => {
        const [from, to = from] = range.split('-').map(Number)
        return { from: from!, to: to! }
      }),
    )
  }
  return statement
}

/** The text of a note and who signed it, if that is the key. */
function signedText(note: string, key: string): { text: string; name: string } | undefined {
  const parts = /^([^\s+]+)\+([0-9a-f]{8})\+(\S+)$/.exec(key)
  const [name, id, typed] = [parts?.[1], parts?.[2], Buffer.from(parts?.[3] ?? '', 'base64')]
  if (name === undefined || typed.length !== 33 || typed[0] !== 1) return undefined
  const named = hash('sha256', Buffer.concat([Buffer.from(`${name}\n`), typed]), 'buffer')
  if (named.toString('hex', 0, 4) !== id) return undefined
  const x = typed.subarray(1).toString('base64url')
  const publicKey = createPublicKey({ key: { kty: 'OKP', crv: 'Ed25519', x }, format: 'jwk' })
  const split = note.lastIndexOf('\n\n')
  const text = note.slice(0, split + 1)
  const isSigned = note
    .slice(split + 2)
    .split('\n')
    .filter((line) => line.startsWith(`\u2014 ${name} `))
    .map((line) => Buffer.from(line.slice(name.length + 3), 'base64'))
    .filter((signed) => signed.toString('hex', 0, 4) === id)
    .some((signed) => holds(null, Buffer.from(text), publicKey, signed.subarray(4)))
  return isSigned ? { text, name } : undefined
}
