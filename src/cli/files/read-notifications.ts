import { readFile } from 'node:fs/promises'
import { parse, CsvError } from 'csv-parse/sync'
import type { components } from '../../generated/openapi.js'
import { CommandFailure } from '../failure.js'
import { itemFromRow, NOTIFICATION_COLUMNS } from './notification-columns.js'

type Item = components['schemas']['Notification']

const NEEDED = ['notificationId', 'creditorId', 'municipalityCode', 'kind']

/**
 * Reads notifications from a CSV, JSON or NDJSON file, told apart by the ending of its name.
 *
 * @throws {CommandFailure} With the line, never with what stands there.
 */
export async function readNotifications(path: string): Promise<readonly Item[]> {
  const text = await readText(path)
  if (path.endsWith('.csv')) return fromCsv(text)
  if (path.endsWith('.ndjson')) return fromLines(text)
  if (path.endsWith('.json')) return fromJson(text)
  throw new CommandFailure('file.type', 'The file must end in .csv, .json or .ndjson.', 2)
}

async function readText(path: string): Promise<string> {
  let bytes: Buffer
  try {
    bytes = await readFile(path)
  } catch {
    throw new CommandFailure('file.unreadable', `The file ${path} cannot be read.`, 2)
  }
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes)
  } catch {
    throw new CommandFailure('file.encoding', 'The file is not UTF-8 text.', 2)
  }
}

function fromCsv(text: string): readonly Item[] {
  const known = new Set(NOTIFICATION_COLUMNS.map(([column]) => column))
  const delimiter = (text.split('\n', 1)[0] ?? '').includes(';') ? ';' : ','
  let rows: Record<string, string>[]
  try {
    rows = parse(text, { columns: true, bom: true, delimiter, skip_empty_lines: true, trim: true })
  } catch (error) {
    const line = error instanceof CsvError ? Number(error['lines']) : undefined
    throw new CommandFailure('file.csv', `The CSV cannot be read at line ${line ?? '?'}.`, 2)
  }
  const columns = Object.keys(rows[0] ?? {})
  const unknown = columns.findIndex((column) => !known.has(column))
  if (unknown >= 0) {
    throw new CommandFailure(
      'file.column',
      `Column ${unknown + 1} has no heading that is known.`,
      2,
    )
  }
  const missing = rows.length === 0 ? [] : NEEDED.filter((column) => !columns.includes(column))
  if (missing.length > 0) {
    throw new CommandFailure('file.column', `Columns are missing: ${missing.join(', ')}.`, 2)
  }
  return rows.map(itemFromRow)
}

function fromLines(text: string): readonly Item[] {
  return text.split('\n').flatMap((line, index) => {
    if (line.trim() === '') return []
    return [parseJson(line, `line ${index + 1}`) as Item]
  })
}

function fromJson(text: string): readonly Item[] {
  const value = parseJson(text, 'the file')
  const items = Array.isArray(value) ? value : (value as { notifications?: unknown }).notifications
  if (!Array.isArray(items)) {
    throw new CommandFailure('file.json', 'The JSON holds no list of notifications.', 2)
  }
  return items as readonly Item[]
}

/** Replaces the parser's message, which quotes its input. */
function parseJson(text: string, where: string): unknown {
  try {
    return JSON.parse(text) as unknown
  } catch {
    throw new CommandFailure('file.json', `There is no valid JSON in ${where}.`, 2)
  }
}
