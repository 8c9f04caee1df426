import { existsSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { is } from 'drizzle-orm'
import { getTableConfig, PgTable } from 'drizzle-orm/pg-core'
import t from 'tap'
import { bulk } from '../../src/db/bulk.js'
import { inTransaction } from '../../src/db/transaction.js'
import { packageRoot } from '../../src/package-root.js'
import { freshDatabase } from '../helpers/database.js'

/** How the server calls what drizzle calls otherwise. */
const SPELLINGS: Readonly<Record<string, string>> = {
  'timestamp with time zone': 'timestamptz',
  boolean: 'bool',
  integer: 'int4',
  bigint: 'int8',
  smallint: 'int2',
  'double precision': 'float8',
}

t.test('every tables.ts describes columns that the migrations made', async (t) => {
  const { open, superuserUrl } = await freshDatabase(t)
  const columns = await inTransaction(open(superuserUrl), 'test.columns', { role: 'login' }, (tx) =>
    bulk<{ table: string; name: string; type: string; required: boolean }>(
      tx,
      `SELECT c.relname AS table, a.attname AS name, format_type(a.atttypid, a.atttypmod) AS type,
              a.attnotnull AS required
         FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0
        WHERE c.relnamespace = 'public'::regnamespace AND NOT a.attisdropped`,
    ),
  )
  const features = readdirSync(join(packageRoot(), 'src'))
  const files = features
    .map((feature) => join(packageRoot(), 'src', feature, 'tables.ts'))
    .filter((file) => existsSync(file))
  t.ok(files.length > 0)
  for (const file of files) {
    const module = (await import(pathToFileURL(file).href)) as Record<string, unknown>
    for (const table of Object.values(module).filter((value) => is(value, PgTable))) {
      const { name, columns: described } = getTableConfig(table)
      for (const column of described) {
        const found = columns.find((known) => known.table === name && known.name === column.name)
        const where = `${name}.${column.name}`
        t.equal(normalised(column.getSQLType()), normalised(found?.type ?? 'nothing'), where)
        t.equal(column.notNull, found?.required, `${where} NOT NULL`)
      }
    }
  }
})

function normalised(type: string): string {
  const [, base = '', array = ''] = /^(.*?)((?:\[\])*)$/.exec(type.replace(/\(.*\)/, '')) ?? []
  return `${SPELLINGS[base.trim()] ?? base.trim()}${array}`
}
