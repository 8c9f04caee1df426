import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import t from 'tap'
import type { components } from '../../src/generated/openapi.js'
import { lastLine, runCommand } from '../helpers/command.js'
import { ALMERE, WONING } from '../helpers/hub.js'
import { startPopulatedHub } from '../helpers/populated-hub.js'
import { id } from '../notifications/build.js'
import { writePartyFolder } from './delivery/party-folder.js'

t.test('a municipality reports from a file, and its creditor reads what that tells', async (t) => {
  const hub = await startPopulatedHub(t)
  const folder = t.testdir({})
  const almere = hub.asMunicipality(ALMERE)
  const town = ['--party', await writePartyFolder(join(folder, 'almere'), hub, almere)]
  const landlord = ['--party', await writePartyFolder(join(folder, 'woning'), hub, hub.as(WONING))]
  const { items } = (await almere.get('/v1/feeds/2026-08')).body as {
    items: components['schemas']['FeedItem'][]
  }
  const { caseId } = items.find(({ notifications }) =>
    notifications.some(({ notificationId }) => notificationId === id(2)),
  )!
  const outcome = {
    caseId,
    month: '2026-08',
    notifications: [{ creditorId: WONING, notificationId: id(2), status: 'NT_REPEAT' }],
    contactAttempts: [],
  }
  const file = join(folder, 'outcomes.json')
  const write = (...outcomes: object[]) => writeFileSync(file, JSON.stringify({ outcomes }))

  write(outcome)
  const reported = await runCommand(['municipality', 'report', file, ...town, '--json'])
  t.equal(reported.code, 0, reported.stderr)
  t.match(lastLine(reported), { accepted: 1, rejected: 0, results: [{ status: 'ACCEPTED' }] })
  t.match(JSON.parse(readFileSync(`${file}.receipts.json`, 'utf8')), [{ signature: /\.\./ }])

  const told = await runCommand(['creditor', 'feedback', ...landlord])
  t.equal(told.code, 0, told.stderr)
  t.match(told.stdout, `${id(2)}`)
  t.match(told.stdout, 'NOT_TAKEN_UP_REPEAT')
  const again = await runCommand(['creditor', 'feedback', ...landlord, '--json'])
  t.strictSame(lastLine(again), { items: [] }, 'each item comes once')
  const all = await runCommand(['creditor', 'feedback', ...landlord, '--all', '--json'])
  t.match(lastLine(all), { items: [{ notificationId: id(2), code: 'NOT_TAKEN_UP_REPEAT' }] })

  const counted = await runCommand(['municipality', 'statistics', '2026-08', ...town])
  t.equal(counted.code, 0, counted.stderr)
  t.match(counted.stdout, /reported +1\n/)

  write({ ...outcome, closedOn: '2026-09-01' })
  const refused = await runCommand(['municipality', 'report', file, ...town])
  t.equal(refused.code, 1)
  t.match(refused.stdout, 'CLOSING_INCOMPLETE')
  t.match(refused.stdout, '/outcomes/0/outcome')
  writeFileSync(file, 'no JSON')
  t.match(await runCommand(['municipality', 'report', file, ...town]), {
    code: 2,
    stderr: /cannot be read as JSON/,
  })
})
