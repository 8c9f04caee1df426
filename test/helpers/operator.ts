import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Test as TestContext } from 'tap'
import { adminCommand } from '../../src/cli/commands/admin.js'
import { freshDatabase, type TestDatabase } from './database.js'
import { looker } from './registry.js'

/**
 * A hub's settings around a database, a fresh one unless told, and commands that print to the test.
 */
export async function operator(
  t: TestContext,
  { database: given, now = '2026-09-01T08:00:00Z' }: { database?: TestDatabase; now?: string } = {},
) {
  const database = given ?? (await freshDatabase(t))
  const folder = t.testdir({ clock: now })
  const settings: Readonly<Record<string, string>> = {
    DATABASE_URL: database.url,
    VS_DATA_DIR: folder,
    VS_SANDBOX_CLOCK_FILE: join(folder, 'clock'),
  }
  const before = { ...process.env }
  Object.assign(process.env, settings)
  t.teardown(() => {
    for (const name of Object.keys(settings)) {
      if (before[name] === undefined) delete process.env[name]
      else process.env[name] = before[name]
    }
  })
  const run = async (...words: string[]) => {
    const log = t.capture(console, 'log')
    const note = t.capture(console, 'error')
    await adminCommand().parseAsync(words, { from: 'user' })
    const lines = log().map(({ args }) => String(args[0]))
    const notes = note().map(({ args }) => String(args[0]))
    log.restore()
    note.restore()
    const exitCode = process.exitCode ?? 0
    process.exitCode = undefined
    return { lines, notes, exitCode }
  }
  const json = async (...words: string[]) => {
    const { lines, exitCode } = await run(...words, '--json')
    return { ...(JSON.parse(lines.at(-1)!) as Record<string, unknown>), exitCode }
  }
  const file = (name: string, content: string) => {
    const path = join(folder, name)
    writeFileSync(path, content)
    return path
  }
  return { folder, run, json, file, look: looker(database) }
}
