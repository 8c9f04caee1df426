import { joined, type Bytes } from './bytes.js'

/** One value as DER holds it. */
export interface Node {
  readonly tag: number
  /** Tag, length and contents. */
  readonly whole: Bytes
  readonly contents: Bytes
}

/** What was read is not what was expected; says nothing about its content. */
export class DerError extends Error {
  override readonly name = 'DerError'
}

/** Reads one value and what stands behind it. @throws {DerError} */
export function readDer(bytes: Bytes): { readonly node: Node; readonly rest: Bytes } {
  const [tag, first] = [bytes[0], bytes[1]]
  if (tag === undefined || first === undefined) throw new DerError('cut off')
  let at = 2
  let length = first
  if (first >= 0x80) {
    const count = first - 0x80
    if (count < 1 || count > 4) throw new DerError('a length that is not definite')
    length = 0
    for (let step = 0; step < count; step += 1) length = length * 256 + (bytes[at++] ?? 0)
  }
  const end = at + length
  if (end > bytes.length) throw new DerError('cut off')
  const node = { tag, whole: bytes.slice(0, end), contents: bytes.slice(at, end) }
  return { node, rest: bytes.slice(end) }
}

/** The values one after another in some contents. @throws {DerError} */
export function children(contents: Bytes): Node[] {
  const nodes: Node[] = []
  for (let rest = contents; rest.length > 0;) {
    const read = readDer(rest)
    nodes.push(read.node)
    rest = read.rest
  }
  return nodes
}

/** A child that must be there, of a tag that it must have. @throws {DerError} */
export function child(nodes: readonly Node[], at: number, tag?: number): Node {
  const node = nodes[at]
  if (node === undefined || (tag !== undefined && node.tag !== tag)) {
    throw new DerError('another form than expected')
  }
  return node
}

/** The dotted form of an object identifier's contents. */
export function dotted(contents: Uint8Array): string {
  const parts: number[] = []
  let value = 0
  for (const byte of contents) {
    value = value * 128 + (byte % 128)
    if (byte >= 128) continue
    if (parts.length === 0) parts.push(Math.min(2, Math.floor(value / 40)))
    parts.push(parts.length === 1 ? value - parts[0]! * 40 : value)
    value = 0
  }
  return parts.join('.')
}

/** A whole number that is small and not negative. @throws {DerError} */
export function smallNumber({ tag, contents }: Node): number {
  if (tag !== 0x02 || contents.length > 6) throw new DerError('no small number')
  return contents.reduce((value, byte) => value * 256 + byte, 0)
}

/** Writes one value. */
export function der(tag: number, ...parts: readonly Uint8Array[]): Bytes {
  const contents = joined(...parts)
  const { length } = contents
  if (length < 0x80) return joined(Uint8Array.of(tag, length), contents)
  const size: number[] = []
  for (let left = length; left > 0; left = Math.floor(left / 256)) size.unshift(left % 256)
  return joined(Uint8Array.of(tag, 0x80 + size.length, ...size), contents)
}

export const sequence = (...parts: readonly Uint8Array[]): Bytes => der(0x30, ...parts)
export const set = (...parts: readonly Uint8Array[]): Bytes => der(0x31, ...parts)
export const octets = (bytes: Uint8Array): Bytes => der(0x04, bytes)
export const nothing = (): Bytes => der(0x05)
export const bits = (bytes: Uint8Array): Bytes => der(0x03, Uint8Array.of(0), bytes)
export const text = (value: string): Bytes => der(0x0c, new TextEncoder().encode(value))
/** An explicit tag of the context. */
export const tagged = (number: number, bytes: Uint8Array): Bytes => der(0xa0 + number, bytes)

/** A whole number that is not negative. */
export function integer(value: number): Bytes {
  const bytes: number[] = []
  for (let left = value; left > 0 || bytes.length === 0; left = Math.floor(left / 256)) {
    bytes.unshift(left % 256)
  }
  if (bytes[0]! >= 0x80) bytes.unshift(0)
  return der(0x02, Uint8Array.from(bytes))
}

/** An object identifier. */
export function oid(name: string): Bytes {
  const [first = 0, second = 0, ...rest] = name.split('.').map(Number)
  const bytes = [first * 40 + second, ...rest].flatMap((part) => {
    const groups = [part % 128]
    for (let left = Math.floor(part / 128); left > 0; left = Math.floor(left / 128)) {
      groups.unshift((left % 128) + 128)
    }
    return groups
  })
  return der(0x06, Uint8Array.from(bytes))
}
