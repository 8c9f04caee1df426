import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import t from 'tap'
import { parseConfig } from '../../src/config.js'
import { generateHubKeys } from '../../src/crypto/hub-keys.js'
import { signDetached } from '../../src/crypto/jws.js'
import { publicJwkOf } from '../../src/crypto/hub-keys.js'
import { verifyHubSignature } from '../../src/client/index.js'
import { bulk } from '../../src/db/bulk.js'
import { assertFolderIsFor, WrongEnvironment } from '../../src/db/environment.js'
import { inTransaction } from '../../src/db/transaction.js'
import { openHub } from '../../src/hub.js'
import { SteppedClock } from '../../src/kernel/clock.js'
import { freshDatabase } from '../helpers/database.js'
import { ensureKeys } from '../../src/identity/index.js'

const QUIET = { write: () => undefined }

/** Settings of a hub of one kind, around a folder. */
function configOf(folder: string, sandbox: boolean) {
  return parseConfig({
    VS_DATA_DIR: folder,
    VS_SANDBOX: String(sandbox),
    VS_PUBLIC_URL: 'https://hub.example',
    ...(!sandbox && {
      VS_TLS_CERT: 'a',
      VS_TLS_KEY: 'b',
      VS_TLS_CLIENT_CA: 'c',
      VS_TLS_SIGNING_CA: 'd',
      VS_TLS_CRL_DIR: 'e',
    }),
  })
}

t.test('nothing of a sandbox can become part of production, nor the other way round', async (t) => {
  const folders = [1, 2].map(() => mkdtempSync(join(tmpdir(), 'vroegsignaal-environment-')))
  t.teardown(() => folders.forEach((folder) => rmSync(folder, { recursive: true, force: true })))
  for (const folder of folders) generateHubKeys(join(folder, 'secrets'))
  const [first = '', second = ''] = folders

  for (const sandbox of [true, false]) {
    await t.test(sandbox ? 'made in a sandbox' : 'made in production', async (t) => {
      const { db, url } = await freshDatabase(t)
      const folder = sandbox ? first : second
      const now = new SteppedClock('2026-09-01T08:00:00Z').now()
      await ensureKeys(db, join(folder, 'secrets'), now, async () => undefined)
      const hub = await openHub(configOf(folder, sandbox), url, QUIET)
      const { signing } = hub.context.keys
      await hub.close()
      await (await openHub(configOf(folder, sandbox), url, QUIET)).close()

      // The database alone, with keys and folders of the other kind.
      const fresh = mkdtempSync(join(tmpdir(), 'vroegsignaal-environment-'))
      t.teardown(() => rmSync(fresh, { recursive: true, force: true }))
      const onDatabase = openHub(configOf(fresh, !sandbox), url, QUIET)
      await t.rejects(onDatabase, { name: 'WrongEnvironment', code: 'environment.database' })
      // Keys and checkpoints alone, with a database of the other kind.
      const other = await freshDatabase(t)
      const onKeys = openHub(configOf(folder, !sandbox), other.url, QUIET)
      await t.rejects(onKeys, { name: 'WrongEnvironment', code: 'environment.folder' })
      for (const name of ['secrets', 'checkpoints']) {
        const place = join(folder, name)
        t.throws(() => assertFolderIsFor(place, { sandbox: !sandbox }), WrongEnvironment)
      }

      // What it signs says so, and who keeps the hub as the other kind does not take it.
      const at = new Date('2026-09-01T08:00:00Z')
      const body = Buffer.from('{}')
      const signature = signDetached(body, signing, { typ: 'vroegsignaal-receipt+jws', iat: at })
      const kept = {
        ...{ hub: 'hub.example', url: '', publicUrl: '', logKey: '' },
        keys: [publicJwkOf(signing)],
      }
      const check = (mark: object) =>
        verifyHubSignature({ ...kept, ...mark }, body, signature, 'vroegsignaal-receipt+jws', at)
      const [right, wrong] = sandbox ? [{ sandbox: true }, {}] : [{}, { sandbox: true }]
      await check(right)
      await t.rejects(check(wrong), { name: 'VerificationError', what: 'environment' })
    })
  }
})

t.test('a database from before says by its parties what it is for', async (t) => {
  for (const [id, sandbox] of [
    ['00000099000000001000', true],
    ['00000001003214345000', false],
  ] as const) {
    const { open, superuserUrl } = await freshDatabase(t)
    const found = await inTransaction(
      open(superuserUrl),
      'test.environment',
      { role: 'login' },
      async (tx) => {
        await bulk(tx, `INSERT INTO party (id, name, registered_at) VALUES ($1, 'One', now())`, [
          id,
        ])
        await bulk(tx, statementOfMigration())
        return bulk<{ sandbox: boolean }>(tx, 'SELECT sandbox FROM environment')
      },
    )
    t.strictSame(found, [{ sandbox }])
  }
})

/** The statement of the migration that looks at the parties, as it stands there. */
function statementOfMigration(): string {
  const text = readFileSync(
    new URL('../../migrations/0014_environment.sql', import.meta.url),
    'utf8',
  )
  return text.split('--> statement-breakpoint').find((part) => part.includes('bool_and'))!
}
