import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { OpenedFeed } from '../client/index.js'
import type { DemoMunicipality } from './municipality.js'

/** Writes what a municipality opened of a month, as `vroegsignaal municipality pull` does. */
export function writeOpened(
  folder: string,
  { code }: DemoMunicipality,
  month: string,
  feed: OpenedFeed,
): void {
  const below = join(folder, 'municipalities', code)
  mkdirSync(below, { recursive: true, mode: 0o700 })
  const text = `${JSON.stringify(feed, undefined, 2)}\n`
  writeFileSync(join(below, `${month}.json`), text, { mode: 0o600 })
}
