import { readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import t from 'tap'
import { openBreach } from '../../src/client/index.js'
import { ALMERE, OMMEN, WONING } from '../helpers/hub.js'
import { operator } from '../helpers/operator.js'
import { startPopulatedHub } from '../helpers/populated-hub.js'
import { sealingKeysOf } from '../helpers/served.js'
import { id } from '../notifications/build.js'

t.test('admin breach find', async (t) => {
  const hub = await startPopulatedHub(t)
  const { folder, json, run } = await operator(t, { database: hub.database })
  const out = join(folder, 'packages')
  const why = ['--reason', 'Incident 26-41', '--out', out]

  t.test('by party: households by municipality, each in a package of its own', async (t) => {
    const found: Record<string, unknown> = await json('breach', 'find', '--party', WONING, ...why)
    t.match(found, { exitCode: 0, households: 4 })
    const municipalities = found['municipalities'] as Record<string, string>[]
    t.match(municipalities, [
      { municipality: ALMERE, households: 3, file: /\.jwe$/ },
      { municipality: OMMEN, households: 1, file: /\.jwe$/ },
    ])
    t.equal(municipalities.length, 2)
    const path = municipalities[0]!['file']!
    t.equal(statSync(path).mode & 0o077, 0, 'for its owner only')
    const sealed = readFileSync(path, 'utf8')
    t.notMatch(sealed, new RegExp(id(1)))
    const { households } = openBreach(sealed, sealingKeysOf(hub, ALMERE))
    const named = households.flatMap(({ notifications }) => notifications)
    t.strictSame(
      named.map(({ notificationId }) => notificationId).toSorted(),
      [id(1), id(2), id(3)].toSorted(),
    )
    t.throws(() => openBreach(sealed, sealingKeysOf(hub, OMMEN)), 'and for that municipality only')
  })

  t.test('by certificate, and by period', async (t) => {
    const [row] = await hub.sql<{ actor_key: string }>(
      `SELECT actor_key FROM log_entry WHERE action = 'INTAKE' AND actor = $1 LIMIT 1`,
      [WONING],
    )
    const certificate = ['--certificate', row!.actor_key.toUpperCase()]
    t.match(await json('breach', 'find', ...certificate, ...why), { exitCode: 0, households: 4 })
    const day = ['--from', '2026-08-10', '--until', '2026-08-10T23:00:00Z']
    const within: Record<string, unknown> = await json('breach', 'find', ...day, ...why)
    t.ok((within['households'] as number) >= 5, 'of both creditors')
    const before = ['--party', WONING, '--until', '2026-08-01']
    t.match(await json('breach', 'find', ...before, ...why), { exitCode: 0, households: 0 })
    const { lines } = await run('breach', 'find', '--party', WONING, ...why)
    t.ok(lines.some((line) => /4 households in 2 municipalities/.test(line)))
  })

  t.test('what is wrong is said, and nothing is written', async (t) => {
    for (const [wrong, exitCode] of [
      [['--party', 'Woning'], 2],
      [['--from', 'yesterday'], 2],
      [[], 1],
    ] as const) {
      const answer = await json('breach', 'find', ...wrong, ...why)
      t.equal(answer.exitCode, exitCode, JSON.stringify(answer))
    }
  })

  t.test('each look is in the log of those concerned', async (t) => {
    const rows = await hub.sql<{ controller: string }>(
      `SELECT DISTINCT controller FROM log_entry WHERE purpose = 'BREACH_RESPONSE'`,
    )
    t.ok(rows.length >= 3, 'both municipalities and the hub')
  })
})
