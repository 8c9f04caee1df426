/** A text as it may stand in a file, and what to call that spelling in a report. */
export interface Spelling {
  readonly encoding: string
  readonly bytes: Buffer
}

/**
 * All ways in which a text could have been left behind: as text in two encodings, escaped in JSON, in
 * base64 at each of the three alignments, in hexadecimal, and as a list of byte values.
 *
 * @param text At least six characters, so that chance does not find it.
 */
export function spellingsOf(text: string): readonly Spelling[] {
  const utf8 = Buffer.from(text, 'utf8')
  const hex = utf8.toString('hex')
  const spellings: Spelling[] = [
    { encoding: 'UTF-8', bytes: utf8 },
    { encoding: 'UTF-16', bytes: Buffer.from(text, 'utf16le') },
    { encoding: 'UTF-16BE', bytes: Buffer.from(text, 'utf16le').swap16() },
    { encoding: 'hexadecimal', bytes: Buffer.from(hex) },
    { encoding: 'hexadecimal', bytes: Buffer.from(hex.toUpperCase()) },
    { encoding: 'byte values', bytes: Buffer.from([...utf8].join(',')) },
    { encoding: 'byte values', bytes: Buffer.from([...utf8].join(', ')) },
    ...[0, 1, 2].flatMap((offset) => base64At(utf8, offset)),
  ]
  const escaped = text.replace(
    /[^\x20-\x7e]/g,
    (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`,
  )
  if (escaped !== text) spellings.push({ encoding: 'JSON escapes', bytes: Buffer.from(escaped) })
  return spellings
}

/** The characters of base64 and base64url that depend on the text alone, when it starts so far in. */
function base64At(utf8: Buffer, offset: number): Spelling[] {
  const shifted = Buffer.concat([Buffer.alloc(offset), utf8])
  const first = Math.ceil((offset * 8) / 6)
  const last = Math.floor((shifted.length * 8) / 6)
  const encodings = ['base64', 'base64url'] as const
  const texts = encodings.map((encoding) => shifted.toString(encoding).slice(first, last))
  return [...new Set(texts)].map((text) => ({ encoding: 'base64', bytes: Buffer.from(text) }))
}
