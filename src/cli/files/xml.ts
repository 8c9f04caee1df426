import sax from 'sax'
import { CommandFailure } from '../failure.js'

/** What is done with the parts of an XML text as they pass; names come without their prefix. */
export interface XmlVisitor {
  open?(name: string, attributes: Readonly<Record<string, string>>): void
  /** A piece of text; a long text comes in several. */
  text?(piece: string): void
  close?(name: string): void
}

/**
 * Reads XML piece by piece, with a bounded memory: names and attributes of more than 64 KiB and
 * declarations of types are refused, long texts are handed on in pieces.
 *
 * @throws {CommandFailure} `file.workbook` when it is no XML.
 */
export async function readXml(
  source: AsyncIterable<Uint8Array>,
  visitor: XmlVisitor,
): Promise<void> {
  for await (const _ of xmlSteps(source, visitor)) continue
}

/**
 * The same, stopping after every piece that was read, so that what the visitor gathered can be used
 * before there is more of it.
 */
export async function* xmlSteps(
  source: AsyncIterable<Uint8Array>,
  visitor: XmlVisitor,
): AsyncGenerator<void> {
  // Positions must be counted: only by them the parser notices that something grows too long.
  const parser = sax.parser(true, { position: true })
  parser.onopentag = ({ name, attributes }) => {
    const plain: Record<string, string> = {}
    for (const [key, value] of Object.entries(attributes)) plain[local(key)] = String(value)
    visitor.open?.(local(name), plain)
  }
  parser.ontext = (piece) => visitor.text?.(piece)
  parser.oncdata = (piece) => visitor.text?.(piece)
  parser.onclosetag = (name) => visitor.close?.(local(name))
  parser.ondoctype = () => {
    throw noXml()
  }
  parser.onerror = () => {
    throw noXml()
  }
  const decoder = new TextDecoder('utf-8', { fatal: true })
  try {
    for await (const chunk of source) {
      parser.write(decoder.decode(chunk, { stream: true }))
      yield
    }
    parser.write(decoder.decode()).close()
    yield
  } catch (error) {
    if (error instanceof CommandFailure) throw error
    throw noXml()
  }
}

function local(name: string): string {
  const at = name.indexOf(':')
  return at < 0 ? name : name.slice(at + 1)
}

function noXml(): CommandFailure {
  const message = 'The workbook cannot be read; save it again as .xlsx, or as CSV UTF-8.'
  const dutch =
    'Het werkblad kan niet worden gelezen; bewaar het opnieuw als .xlsx, of als CSV UTF-8.'
  return new CommandFailure('file.workbook', message, 2, dutch)
}
