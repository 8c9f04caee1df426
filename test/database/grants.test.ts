import t from 'tap'
import { bulk } from '../../src/db/bulk.js'
import { DB_ROLES } from '../../src/db/roles.js'
import { DatabaseError, inTransaction } from '../../src/db/transaction.js'
import { freshDatabase } from '../helpers/database.js'

/** Columns that say whose a row is. */
const OWNERSHIP = ['municipality', 'party', 'creditor', 'deliverer', 'controller', 'agent']

/** Tables that name a party or municipality and are nobody's in particular. */
const SHARED: Readonly<Record<string, string>> = {
  postcode_area: 'public register: which municipality a postcode lies in',
  programme: 'public covenants',
  legal_basis: 'published law',
}

/** The only changes to rows of the log that any role of the hub may make, and why. */
const LOG_CHANGES: Readonly<Record<string, string>> = {
  'vroegsignaal_sequencer DELETE log_pending': 'an entry stops pending when it became a leaf',
  'vroegsignaal_sequencer UPDATE log_checkpoint': 'witnesses sign beside it, in a column of theirs',
  'vroegsignaal_sequencer UPDATE log_head': 'the head moves forward by compare-and-swap',
}

t.test('what the roles of the hub may do', async (t) => {
  const { db, open, superuserUrl } = await freshDatabase(t)
  const admin = open(superuserUrl)
  const ask = <Row extends object>(text: string, ...params: string[]) =>
    inTransaction(admin, 'test.ask', { role: 'login' }, (tx) => bulk<Row>(tx, text, params))
  const tables = `pg_class c WHERE c.relnamespace = 'public'::regnamespace AND c.relkind IN ('r', 'p')`

  t.test(
    'the login role owns nothing, inherits nothing, and is a member of each but backup',
    async (t) => {
      const members = await ask<{ role: string }>(
        `SELECT r.rolname AS role, m.inherit_option AS inherits, m.admin_option AS hands_on
         FROM pg_auth_members m JOIN pg_roles r ON r.oid = m.roleid
        WHERE m.member = 'vroegsignaal_hub'::regrole AND m.set_option ORDER BY 1`,
      )
      t.strictSame(
        members,
        DB_ROLES.filter((role) => role !== 'vroegsignaal_backup')
          .toSorted()
          .map((role) => ({ role, inherits: false, hands_on: false })),
      )
      t.strictSame(
        await ask(
          `SELECT rolname FROM pg_roles WHERE rolname LIKE 'vroegsignaal%' AND rolname <> 'vroegsignaal_owner'
            AND (rolsuper OR rolbypassrls OR rolcreaterole OR rolcreatedb OR rolreplication)`,
        ),
        [],
      )
      t.strictSame(
        await ask(`SELECT relname FROM ${tables} AND c.relowner <> 'vroegsignaal_owner'::regrole`),
        [],
      )
    },
  )

  t.test('no role may make or drop anything', async (t) => {
    for (const role of DB_ROLES.filter((name) => name !== 'vroegsignaal_backup')) {
      for (const statement of [
        'CREATE TABLE mine (id integer)',
        'DROP TABLE party',
        'TRUNCATE party',
      ]) {
        await t.rejects(
          inTransaction(db, 'test.make', { role }, (tx) => bulk(tx, statement)),
          new DatabaseError('test.make', '42501'),
          `${role}: ${statement}`,
        )
      }
    }
  })

  t.test('no role may change, empty or remove what the log holds', async (t) => {
    const found = await ask<{ change: string }>(
      `SELECT r.rolname || ' ' || p.privilege || ' ' || c.relname AS change
         FROM pg_class c, pg_roles r, unnest(ARRAY['UPDATE', 'DELETE', 'TRUNCATE']) AS p (privilege)
        WHERE c.relnamespace = 'public'::regnamespace AND c.relkind IN ('r', 'p')
          AND c.relname LIKE 'log\\_%' AND c.relname <> 'log_subject_year'
          AND r.rolname = ANY ($1::text[])
          AND CASE p.privilege WHEN 'UPDATE' THEN has_any_column_privilege(r.oid, c.oid, 'UPDATE')
                               ELSE has_table_privilege(r.oid, c.oid, p.privilege) END`,
      `{${[...DB_ROLES, 'vroegsignaal_hub'].join()}}`,
    )
    t.strictSame(
      found.map(({ change }) => change).filter((change) => !(change in LOG_CHANGES)),
      [],
    )
  })

  t.test('every table that says whose a row is has row-level security, forced', async (t) => {
    const bare = await ask<{ name: string }>(
      `SELECT DISTINCT c.relname AS name FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid
        WHERE c.relnamespace = 'public'::regnamespace AND c.relkind IN ('r', 'p')
          AND NOT c.relispartition AND a.attname = ANY ($1::text[])
          AND NOT (c.relrowsecurity AND c.relforcerowsecurity)`,
      `{${OWNERSHIP.join()}}`,
    )
    t.strictSame(
      bare.map(({ name }) => name).filter((name) => !(name in SHARED)),
      [],
    )
  })

  t.test('nobody reaches a partition around the policies of its table', async (t) => {
    const open = await ask(
      `SELECT r.rolname, c.relname FROM pg_class c, pg_roles r
        WHERE c.relispartition AND c.relkind = 'r' AND r.rolname = ANY ($1::text[])
          AND has_table_privilege(r.oid, c.oid, 'SELECT, INSERT, UPDATE, DELETE, TRUNCATE')`,
      `{${[...DB_ROLES.filter((role) => role !== 'vroegsignaal_backup'), 'vroegsignaal_hub'].join()}}`,
    )
    t.strictSame(open, [])
  })

  t.test(
    'what runs with its owner’s rights is handed out by name and finds only our objects',
    async (t) => {
      const loose = await ask(
        `SELECT p.proname FROM pg_proc p
        WHERE p.pronamespace = 'public'::regnamespace AND p.prosecdef
          AND (NOT coalesce(p.proconfig::text LIKE '%search_path=%pg_temp%', false)
               OR p.proacl IS NULL
               OR EXISTS (SELECT FROM aclexplode(p.proacl) WHERE grantee = 0))`,
      )
      t.strictSame(loose, [])
    },
  )
})
