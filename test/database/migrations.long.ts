import { appendFileSync, cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import t from 'tap'
import { bulk } from '../../src/db/bulk.js'
import type { Database } from '../../src/db/client.js'
import { pendingMigrations, readMigrations } from '../../src/db/migration-files.js'
import { assertSchema, migrate, MigrationError } from '../../src/db/migrate.js'
import { inTransaction } from '../../src/db/transaction.js'
import { packageRoot } from '../../src/package-root.js'
import type { Owner } from '../helpers/cluster.js'
import { emptyDatabase, freshDatabase } from '../helpers/database.js'

const FOLDER = join(packageRoot(), 'migrations')
const KNOWN = readMigrations(FOLDER)
const TAGS = KNOWN.map(({ tag }) => tag)

interface Journal {
  entries: { idx: number; when: number; tag: string; version: string; breakpoints: boolean }[]
}

t.test('the journal names every file, in the order of the names, at rising times', async (t) => {
  t.ok(TAGS.length > 0)
  t.strictSame(TAGS, [...TAGS].sort())
  t.ok(KNOWN.every(({ when }, index) => index === 0 || when > KNOWN[index - 1]!.when))
})

t.test('migrate', async (t) => {
  t.test('from empty, and a second time with nothing to do', async (t) => {
    const { ownerUrl, db } = await emptyDatabase(t)
    await t.rejects(assertSchema(db), MigrationError)
    t.strictSame(await migrate({ url: ownerUrl }), TAGS)
    t.strictSame(await migrate({ url: ownerUrl }), [])
    await assertSchema(db)
  })

  t.test('twenty at once: one does the work, and nobody fails', async (t) => {
    const { ownerUrl, db } = await emptyDatabase(t)
    const all = await Promise.all(Array.from({ length: 20 }, () => migrate({ url: ownerUrl })))
    t.strictSame(
      all.filter((applied) => applied.length > 0),
      [TAGS],
    )
    await assertSchema(db)
  })

  t.test('applies what was added since', async (t) => {
    const { ownerUrl, db } = await emptyDatabase(t)
    const folder = copyOfFolder(t)
    await migrate({ url: ownerUrl, folder })
    add(folder, 'later', 'CREATE TABLE later (id integer)', 1)
    await t.rejects(assertSchema(db, folder), /lacks 1 of/)
    t.strictSame(await migrate({ url: ownerUrl, folder }), ['9999_later'])
    await assertSchema(db, folder)
  })

  t.test('refuses a file that was edited after it was applied', async (t) => {
    const { ownerUrl, db } = await emptyDatabase(t)
    const folder = copyOfFolder(t)
    await migrate({ url: ownerUrl, folder })
    appendFileSync(join(folder, `${TAGS[0]!}.sql`), '-- a word\n')
    await t.rejects(migrate({ url: ownerUrl, folder }), /was edited/)
    await t.rejects(assertSchema(db, folder), /was edited/)
  })

  t.test('refuses a database that a newer version migrated', async (t) => {
    const { ownerUrl, db } = await emptyDatabase(t)
    const folder = copyOfFolder(t)
    add(folder, 'newer', 'CREATE TABLE newer (id integer)', 1)
    await migrate({ url: ownerUrl, folder })
    await t.rejects(migrate({ url: ownerUrl }), /does not know/)
    await t.rejects(assertSchema(db), /does not know/)
  })

  t.test('refuses a file that was merged late, which drizzle would skip in silence', async (t) => {
    const { ownerUrl, db } = await emptyDatabase(t)
    const folder = copyOfFolder(t)
    await migrate({ url: ownerUrl, folder })
    add(folder, 'late', 'CREATE TABLE late (id integer)', -1)
    await t.rejects(migrate({ url: ownerUrl, folder }), /older than a migration already applied/)
    await t.rejects(assertSchema(db, folder), /older than a migration already applied/)
  })

  t.test('a failing file leaves nothing behind, and its error quotes no data', async (t) => {
    const { ownerUrl, open } = await emptyDatabase(t)
    const folder = copyOfFolder(t)
    add(folder, 'broken', `CREATE TABLE half (id integer); SELECT 'Kanarie'::integer`, 1)
    await t.rejects(
      migrate({ url: ownerUrl, folder }),
      new MigrationError('The server refused a migration (22P02).'),
    )
    t.equal(await tableCount(open(ownerUrl)), 0)
  })

  t.test('refuses a login role that is not there, and a name that is none', async (t) => {
    const { ownerUrl } = await emptyDatabase(t)
    await t.rejects(migrate({ url: ownerUrl, loginRole: 'nobody_here' }), /does not exist/)
    await t.rejects(migrate({ url: ownerUrl, loginRole: 'a"; DROP' }), /unexpected form/)
  })

  t.test('a server out of reach is named by host and port alone', async (t) => {
    const why = 'cannot be reached. Is it running, and is the address right?'
    await t.rejects(
      migrate({ url: 'postgres://u:secret@127.0.0.1:1/x' }),
      new MigrationError(`The database at 127.0.0.1 port 1 ${why}`),
    )
  })
})

t.test('readMigrations', async (t) => {
  t.test('refuses a file outside the journal, and an entry without a file', async (t) => {
    const folder = copyOfFolder(t)
    writeFileSync(join(folder, '9999_stray.sql'), 'SELECT 1')
    t.throws(() => readMigrations(folder), /9999_stray.sql is not in the journal/)
    rmSync(join(folder, '9999_stray.sql'))
    rmSync(join(folder, `${TAGS[0]!}.sql`))
    t.throws(() => readMigrations(folder), /has no file/)
  })

  t.test('refuses times that do not rise', async (t) => {
    const folder = copyOfFolder(t)
    add(folder, 'same', 'SELECT 1', 0)
    t.throws(() => readMigrations(folder), /not later in the journal/)
  })
})

t.test('pendingMigrations', async (t) => {
  const known = [1, 2, 3].map((when) => ({ tag: `${when}`, when, hash: `h${when}` }))
  t.strictSame(pendingMigrations(known, known.slice(0, 1)), known.slice(1))
  t.strictSame(pendingMigrations(known, known), [])
  t.throws(() => pendingMigrations(known, [known[0]!, known[2]!]), /2 is older/)
  t.throws(() => pendingMigrations(known, [{ when: 4, hash: 'h4' }]), MigrationError)
})

t.test('what the template holds is what the migrations make', async (t) => {
  const { db, open, superuserUrl } = await freshDatabase(t)
  await assertSchema(db)
  t.ok((await tableCount(open(superuserUrl))) > 10)
})

function copyOfFolder(t: Owner): string {
  const folder = mkdtempSync(join(tmpdir(), 'vroegsignaal-migrations-'))
  t.teardown(() => rmSync(folder, { recursive: true, force: true }))
  cpSync(FOLDER, folder, { recursive: true })
  return folder
}

/** Adds a file, so many milliseconds after the last one; or, below zero, before it. */
function add(folder: string, name: string, statements: string, after: number): void {
  const file = join(folder, 'meta', '_journal.json')
  const journal = JSON.parse(readFileSync(file, 'utf8')) as Journal
  const last = journal.entries.at(-1)!
  const entry = { ...last, idx: last.idx + 1, tag: `9999_${name}`, when: last.when + after }
  if (after >= 0) journal.entries.push(entry)
  else journal.entries.splice(-1, 0, { ...entry, when: last.when - 1 })
  writeFileSync(file, JSON.stringify(journal))
  writeFileSync(join(folder, `9999_${name}.sql`), statements)
}

async function tableCount(db: Database): Promise<number> {
  const [row] = await inTransaction(db, 'test.tables', { role: 'login' }, (tx) =>
    bulk<{ count: number }>(
      tx,
      `SELECT count(*)::integer AS count FROM pg_tables WHERE schemaname = 'public'`,
    ),
  )
  return row?.count ?? 0
}
