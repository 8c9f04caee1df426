import { randomBytes } from 'node:crypto'
import { existsSync, linkSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { components } from '../../generated/openapi.js'
import { dayOf } from '../../kernel/calendar.js'
import { plainMunicipality, type FieldName } from '../../spreadsheet/index.js'
import { CommandFailure } from '../failure.js'
import type { ReadingContext } from './source.js'
import type { ReadingOptions } from './studied-sheet.js'

type Mandate = components['schemas']['Mandate']

const KEY_BYTES = 32

/**
 * What rows mean that leave out the obvious: whoever has mandates of one creditor, for one sector or in
 * one municipality need not say so in each row.
 *
 * @param mandates All mandates of the party.
 * @param now The day of reporting of rows that name none is today's.
 */
export function contextOf(
  mandates: readonly Mandate[],
  { given }: ReadingOptions,
  now: Date,
  idKey: Buffer,
): ReadingContext {
  const only = (values: readonly string[]) => (new Set(values).size === 1 ? values[0] : undefined)
  const defaults: Partial<Record<FieldName, string>> = {}
  const note = (name: FieldName, value: string | undefined) => {
    if (value !== undefined) defaults[name] = value
  }
  note('creditorId', only(mandates.map(({ creditorId }) => creditorId)))
  note('sector', only(mandates.map(({ sector }) => sector)))
  note('municipalityCode', only(mandates.map(({ municipalityCode }) => municipalityCode)))
  const municipalities = codesByName(mandates)
  return { municipalities, given: { ...defaults, ...given }, reportedOn: dayOf(now), idKey }
}

/** Codes by plain name; of a name that two municipalities bear neither is meant. */
function codesByName(mandates: readonly Mandate[]): Readonly<Record<string, string>> {
  const codes = new Map<string, string | undefined>()
  for (const { municipalityName, municipalityCode } of mandates) {
    const name = plainMunicipality(municipalityName)
    const isOther = codes.has(name) && codes.get(name) !== municipalityCode
    codes.set(name, isOther ? undefined : municipalityCode)
  }
  const known = [...codes].flatMap(([name, code]) => (code === undefined ? [] : [[name, code]]))
  return Object.fromEntries(known) as Record<string, string>
}

/**
 * The key under which a party makes identifiers for rows that have none; made at its first use. Losing
 * it means that rows which were delivered this month are not recognised any more.
 */
export function rowKeyOf(folder: string): Buffer {
  const path = join(folder, 'row-ids.key')
  if (!existsSync(path)) makeKey(path)
  const key = Buffer.from(readFileSync(path, 'utf8').trim(), 'base64url')
  if (key.length !== KEY_BYTES) {
    const message = `This file holds no key any more: ${path}.`
    const dutch = `In dit bestand staat geen sleutel meer: ${path}.`
    throw new CommandFailure('party.folder', message, 2, dutch)
  }
  return key
}

/** Whole or not at all, and never over a key that is there. */
function makeKey(path: string): void {
  const half = `${path}.${process.pid}`
  const text = `${randomBytes(KEY_BYTES).toString('base64url')}\n`
  try {
    writeFileSync(half, text, { mode: 0o600, flush: true })
    linkSync(half, path)
  } catch (error) {
    if ((error as { code?: string }).code !== 'EEXIST') {
      const message = `The folder of the party cannot be written to (${path}).`
      const dutch = `In de map van de partij kan niet worden geschreven (${path}).`
      throw new CommandFailure('party.folder', message, 2, dutch)
    }
  } finally {
    rmSync(half, { force: true })
  }
}
