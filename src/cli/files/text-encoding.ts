import { createHash } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { CommandFailure } from '../failure.js'

/** Encodings of text files that spreadsheets write. */
export type TextEncoding = 'utf-8' | 'utf-16le' | 'windows-1252'

/** What the bytes of a file show before anything in it is understood. */
export interface FileLook {
  /** SHA-256 of all bytes, hexadecimal: the same file later is the same delivery. */
  readonly digest: string
  readonly bytes: number
  /** The first bytes, enough to tell kinds of files apart. */
  readonly head: Buffer
  /** What a text file is written in; found by reading all of it. */
  readonly encoding: TextEncoding
}

const HEAD_BYTES = 4096

/**
 * Reads a file once, piece by piece.
 *
 * @throws {CommandFailure} `file.unreadable`.
 */
export async function lookAt(path: string): Promise<FileLook> {
  const digest = createHash('sha256')
  const utf8 = new TextDecoder('utf-8', { fatal: true })
  let head = Buffer.alloc(0)
  let bytes = 0
  let isUtf8 = true
  const decodes = (input?: Buffer, options?: { stream: true }) => {
    try {
      utf8.decode(input, options)
      return true
    } catch {
      return false
    }
  }
  try {
    for await (const chunk of createReadStream(path) as AsyncIterable<Buffer>) {
      digest.update(chunk)
      bytes += chunk.length
      if (head.length < HEAD_BYTES) {
        head = Buffer.concat([head, chunk.subarray(0, HEAD_BYTES - head.length)])
      }
      if (isUtf8) isUtf8 = decodes(chunk, { stream: true })
    }
  } catch {
    const dutch = `Het bestand ${path} kan niet worden gelezen.`
    throw new CommandFailure('file.unreadable', `The file ${path} cannot be read.`, 2, dutch)
  }
  isUtf8 &&= decodes()
  const isUtf16 = head[0] === 0xff && head[1] === 0xfe
  const encoding = isUtf16 ? 'utf-16le' : isUtf8 ? 'utf-8' : 'windows-1252'
  return { digest: digest.digest('hex'), bytes, head, encoding }
}

/** 0x80 to 0x9F in Windows-1252; five of them mean nothing. */
const HIGH = '€\ufffd‚ƒ„…†‡ˆ‰Š‹Œ\ufffdŽ\ufffd\ufffd‘’“”•–—˜™š›œ\ufffdžŸ'

/**
 * The text of a file, piece by piece.
 *
 * @throws {CommandFailure} `file.encoding` at a byte that means nothing in the encoding.
 */
export async function* decodedText(path: string, encoding: TextEncoding): AsyncGenerator<string> {
  const source = createReadStream(path) as AsyncIterable<Buffer>
  if (encoding === 'windows-1252') {
    // Not by TextDecoder, which some versions of Node let read 0x80 to 0x9F as control characters.
    for await (const chunk of source) yield chunk.toString('latin1').replace(/[\x80-\x9f]/g, highOf)
    return
  }
  const decoder = new TextDecoder(encoding, { fatal: true })
  try {
    for await (const chunk of source) yield decoder.decode(chunk, { stream: true })
    yield decoder.decode()
  } catch {
    throw undecodable()
  }
}

function highOf(character: string): string {
  const meant = HIGH[character.charCodeAt(0) - 0x80]!
  if (meant === '\ufffd') throw undecodable()
  return meant
}

function undecodable(): CommandFailure {
  const message = 'The file is no text in UTF-8, Windows-1252 or UTF-16; save it as CSV UTF-8.'
  const dutch =
    'Het bestand is geen tekst in UTF-8, Windows-1252 of UTF-16; bewaar het als CSV UTF-8.'
  return new CommandFailure('file.encoding', message, 2, dutch)
}
