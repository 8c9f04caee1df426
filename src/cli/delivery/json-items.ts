import { readFile } from 'node:fs/promises'
import { HubError } from '../../kernel/errors.js'
import { parseJson } from '../../kernel/json.js'
import { CommandFailure } from '../failure.js'
import { decodedText, type FileLook } from '../files/text-encoding.js'
import type { FoundItem } from './found-item.js'

const MOST_JSON_BYTES = 32 * 2 ** 20
const MOST_LINE = 64 * 1024

/**
 * The notifications of a `.json` file (a list, or an object with `notifications`) or of an `.ndjson`
 * file (one on each line), as they stand there.
 *
 * @throws {CommandFailure} `file.json`, `file.empty`, `file.too_large`, with a place and never with content.
 */
export async function* jsonItems(
  path: string,
  extension: '.json' | '.ndjson',
  look: FileLook,
): AsyncGenerator<FoundItem> {
  let isEmpty = true
  const items = extension === '.json' ? listed(await wholeList(path, look)) : lined(path, look)
  for await (const item of items) {
    isEmpty = false
    yield item
  }
  // An export that was cut off to nothing must not look like a delivery.
  if (isEmpty) throw new CommandFailure('file.empty', 'There are no notifications in the file.', 2)
}

async function wholeList(path: string, look: FileLook): Promise<readonly unknown[]> {
  if (look.bytes > MOST_JSON_BYTES) {
    const message = 'This list is too large to be read in one piece; write it as .ndjson.'
    throw new CommandFailure('file.too_large', message, 2)
  }
  const value = strictly((await readFile(path, 'utf8')).replace(/^\ufeff/, ''), 'the file')
  const list = Array.isArray(value)
    ? (value as unknown[])
    : (value as { notifications?: unknown } | null)?.notifications
  if (!Array.isArray(list)) {
    throw new CommandFailure('file.json', 'The JSON holds no list of notifications.', 2)
  }
  return list
}

function* listed(list: readonly unknown[]): Generator<FoundItem> {
  for (const [index, value] of list.entries()) yield found(value, index + 1)
}

async function* lined(path: string, { encoding }: FileLook): AsyncGenerator<FoundItem> {
  let rest = ''
  let number = 0
  const itemsOf = function* (lines: readonly string[]) {
    for (const line of lines) {
      number += 1
      if (line.trim() !== '') yield found(strictly(line, `line ${number}`), number)
    }
  }
  for await (const piece of decodedText(path, encoding)) {
    const lines = (rest + piece).split('\n')
    rest = lines.pop()!
    if (rest.length > MOST_LINE) {
      throw new CommandFailure('file.json', `Line ${number + 1} is too long.`, 2)
    }
    yield* itemsOf(lines)
  }
  yield* itemsOf([rest])
}

/** Whatever is no object is left to the contract, which refuses it by name. */
function found(value: unknown, row: number): FoundItem {
  if (typeof value === 'object' && value !== null && Object.hasOwn(value, '__proto__')) {
    throw new CommandFailure('file.json', `Item ${row} has a member that no item has.`, 2)
  }
  const item = typeof value === 'object' && value !== null ? value : {}
  return { row, item: item as Record<string, unknown>, findings: [], isIdMade: false }
}

/**
 * What is signed must be what stands in the file, so a member that is named twice, or that would not
 * survive being copied, is refused as the hub would refuse it.
 */
function strictly(text: string, where: string): unknown {
  try {
    return parseJson(Buffer.from(text))
  } catch (error) {
    const why = error instanceof HubError ? ` ${error.message}` : ''
    throw new CommandFailure('file.json', `There is no valid JSON in ${where}.${why}`, 2)
  }
}
