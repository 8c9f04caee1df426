import { createHash } from 'node:crypto'
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { StatedError } from '../kernel/stated-error.js'

/** One migration as the folder describes it. */
export interface Migration {
  /** File name without `.sql`. */
  readonly tag: string
  /** Milliseconds since 1970; what drizzle compares to decide whether a file is newer. */
  readonly when: number
  /** SHA-256 of the file, hex; what drizzle notes when it has applied it. */
  readonly hash: string
}

/** One migration as the database remembers it. */
export type Applied = Pick<Migration, 'when' | 'hash'>

/** Why a folder and a database do not fit each other. */
export class MigrationError extends StatedError {
  override readonly name = 'MigrationError'

  constructor(message: string) {
    super('migration', message)
  }
}

/**
 * Reads the migrations of a folder in the order of its journal.
 *
 * @throws {MigrationError} When journal and files are not the same set, or the journal's times do
 *   not strictly rise: drizzle would skip a file and report success.
 */
export function readMigrations(folder: string): Migration[] {
  const journal = JSON.parse(readFileSync(join(folder, 'meta', '_journal.json'), 'utf8')) as {
    entries: { tag: string; when: number }[]
  }
  const files = readdirSync(folder).filter((name) => /^[0-9]{4}_.*[.]sql$/.test(name))
  const tags = new Set(journal.entries.map(({ tag }) => tag))
  for (const file of files) {
    if (!tags.has(file.replace(/[.]sql$/, ''))) {
      throw new MigrationError(`${file} is not in the journal of the migrations.`)
    }
  }
  let previous = 0
  return journal.entries.map(({ tag, when }) => {
    if (!files.includes(`${tag}.sql`)) {
      throw new MigrationError(`${tag} is in the journal of the migrations, but has no file.`)
    }
    if (!Number.isSafeInteger(when) || when <= previous) {
      throw new MigrationError(`${tag} is not later in the journal than the migration before it.`)
    }
    previous = when
    const hash = createHash('sha256')
      .update(readFileSync(join(folder, `${tag}.sql`)))
      .digest('hex')
    return { tag, when, hash }
  })
}

/**
 * The migrations that a database still lacks.
 *
 * What is applied must be the first part of what the folder knows, file for file; anything else is
 * a database that was migrated by other sources, and nobody can say what it looks like.
 *
 * @throws {MigrationError} When an applied file was edited or is unknown here, or when a file here
 *   is older than one that was applied and was never applied itself.
 */
export function pendingMigrations(
  known: readonly Migration[],
  applied: readonly Applied[],
): Migration[] {
  const byTime = new Map(known.map((migration) => [migration.when, migration]))
  for (const { when, hash } of applied) {
    const migration = byTime.get(when)
    if (migration === undefined) {
      throw new MigrationError(
        'The database holds a migration that this version does not know; is the program older than the database?',
      )
    }
    if (migration.hash !== hash) {
      throw new MigrationError(`${migration.tag} was edited after it was applied.`)
    }
  }
  const pending = known.filter(({ when }) => !applied.some((done) => done.when === when))
  const newest = Math.max(0, ...applied.map(({ when }) => when))
  const late = pending.find(({ when }) => when < newest)
  if (late) throw new MigrationError(`${late.tag} is older than a migration already applied.`)
  return pending
}
