import { randomBytes } from 'node:crypto'
import { existsSync, linkSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { components } from '../../generated/openapi.js'
import { CommandFailure } from '../failure.js'
import { meaningOf } from './row-meaning.js'
import type { ReadingContext } from './source.js'
import type { ReadingOptions } from './studied-sheet.js'

type Mandate = components['schemas']['Mandate']

const KEY_BYTES = 32

/** What the rows of a file mean for a party with these mandates, read now. */
export function contextOf(
  mandates: readonly Mandate[],
  { given }: ReadingOptions,
  now: Date,
  idKey: Buffer,
): ReadingContext {
  return { ...meaningOf(mandates, given, now), idKey }
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
