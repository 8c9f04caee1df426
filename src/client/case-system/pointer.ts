/** Names that would change what an object is. */
const UNSAFE = new Set(['__proto__', 'constructor', 'prototype'])

/** Whether a text is a JSON Pointer (RFC 6901) to something inside a document. */
export function isPointer(text: unknown): text is string {
  return (
    typeof text === 'string' &&
    /^(\/([^~/]|~[01])+)+$/.test(text) &&
    !partsOf(text).some((part) => UNSAFE.has(part))
  )
}

/** What stands at a place; `undefined` when nothing does. */
export function valueAt(document: unknown, pointer: string): unknown {
  let value = document
  for (const part of partsOf(pointer)) {
    if (typeof value !== 'object' || value === null || !Object.hasOwn(value, part)) return undefined
    value = (value as Record<string, unknown>)[part]
  }
  return value
}

/** Puts a value at a place, with the objects around it. */
export function putAt(document: Record<string, unknown>, pointer: string, value: unknown): void {
  const parts = partsOf(pointer)
  const last = parts.pop()!
  let inside = document
  for (const part of parts) {
    const found = inside[part]
    const isObject = typeof found === 'object' && found !== null && !Array.isArray(found)
    const next = isObject ? (found as Record<string, unknown>) : {}
    inside[part] = next
    inside = next
  }
  inside[last] = value
}

function partsOf(pointer: string): string[] {
  return pointer
    .split('/')
    .slice(1)
    .map((part) => part.replaceAll('~1', '/').replaceAll('~0', '~'))
}
