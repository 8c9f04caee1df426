import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import t from 'tap'
import { sequencePending } from '../../src/access-log/index.js'
import { runMatch } from '../../src/cases/index.js'
import type { Month } from '../../src/kernel/calendar.js'
import { packageRoot } from '../../src/package-root.js'
import { ALMERE, startHub, STROOM, type TestHub } from '../helpers/hub.js'
import { closeMonth, served, TRACE } from '../helpers/served.js'
import { id, report, withdrawal, type AnyItem } from '../notifications/build.js'

const MOMENTS = ['before match', 'before closing', 'closed', 'acknowledged', 'case closed'] as const
const KINDS = ['UPDATE', 'END_OF_SUPPLY', 'CORRECTION', 'WITHDRAWAL'] as const

/** The table of the document: what each side sees of a report of August after something followed it. */
function documented(): ReadonlyMap<string, readonly string[]> {
  const text = readFileSync(join(packageRoot(), 'openapi', 'LIFE.md'), 'utf8')
  const rows = text.split('\n').filter((line) => line.startsWith('| `'))
  return new Map(
    rows.map((line) => {
      const [kind = '', when = '', ...seen] = line
        .split('|')
        .slice(1, -1)
        .map((cell) => cell.trim())
      return [`${kind.replaceAll('`', '')}, ${when}`, seen]
    }),
  )
}

/** Numbers of a report and of what follows it. */
function numbersOf(kind: number, moment: number): readonly [number, number] {
  return [1 + kind * 10 + moment, 101 + kind * 10 + moment]
}

const energy = (number: number, at: number, overrides: AnyItem = {}) =>
  report(number, {
    creditorId: STROOM,
    sector: 'ENERGY_ELECTRICITY',
    address: { postcode: '1315ZZ', houseNumber: at },
    person: { initials: 'V.', surname: `Verzonnen${at}` },
    ...overrides,
  })

/** What follows each report at one moment, in one batch. */
function followers(moment: number, reportedOn: string): AnyItem[] {
  return KINDS.map((kind, at) => {
    const [first, next] = numbersOf(at, moment)
    if (kind === 'WITHDRAWAL') return withdrawal(next, first, { creditorId: STROOM, reportedOn })
    const ending = kind === 'END_OF_SUPPLY' ? { plannedTerminationOn: '2026-10-30' } : {}
    const attestations = { ...report(1)['attestations'], writtenRemindersSent: 3 }
    const follows = { kind, predecessorId: id(first), reportedOn, attestations }
    return energy(next, first, { ...follows, ...ending, arrearsCents: 150_000 })
  })
}

async function deliver(hub: TestHub, batch: number, items: readonly AnyItem[]) {
  const { body } = await hub.as(STROOM).submit(id(batch), items)
  if (body.counts.rejected > 0) throw new Error(JSON.stringify(body.items))
}

t.test('what a notification does at each moment of the life of the one it follows', async (t) => {
  const hub = await startHub(t)
  const town = hub.asMunicipality(ALMERE)
  const life = documented()
  t.equal(life.size, KINDS.length * MOMENTS.length, 'a line for every kind at every moment')
  const reports = KINDS.flatMap((_, kind) =>
    MOMENTS.map((__, moment) => energy(numbersOf(kind, moment)[0], numbersOf(kind, moment)[0])),
  )
  await deliver(hub, 9000, reports)
  await deliver(hub, 9001, followers(0, '2026-08-10'))
  await sequencePending(hub.context)
  hub.context.clock.advance(60_000)
  await runMatch(hub.context, served(ALMERE), '2026-08' as Month, TRACE)
  hub.context.clock.set('2026-08-12T09:00:00Z')
  await deliver(hub, 9002, followers(1, '2026-08-12'))
  await sequencePending(hub.context)
  await closeMonth(hub.context, ALMERE, '2026-08')
  hub.context.clock.set('2026-09-02T09:00:00Z')
  await deliver(hub, 9003, followers(2, '2026-09-02'))
  const [closed] = (await town.get('/v1/feeds')).body.feeds.filter(
    ({ month }: { month: string }) => month === '2026-08',
  )
  const { count, root } = closed
  const receipt = { acknowledgementId: id(9010), month: '2026-08', count, root }
  await town.send('/v1/feeds/2026-08/_acknowledge', town.sign('acknowledgeFeed', receipt))
  await deliver(hub, 9004, followers(3, '2026-09-02'))
  const feed = (await town.get('/v1/feeds/2026-08')).body
  const outcomes = feed.items
    .filter((item: AnyItem) => KINDS.some((_, kind) => holds(item, id(numbersOf(kind, 4)[0]))))
    .map((item: AnyItem) => ({
      caseId: item['caseId'],
      month: '2026-08',
      notifications: item['notifications'].map((one: AnyItem) => ({
        creditorId: one['creditorId'],
        notificationId: one['notificationId'],
        status: 'NT_OTHER',
      })),
      contactAttempts: [],
      outcome: 'NT_OTHER',
      closedOn: '2026-09-02',
    }))
  t.equal(outcomes.length, KINDS.length)
  const reported = await town.send(
    '/v1/outcomes',
    town.sign('submitOutcomes', { reportId: id(9011), outcomes }),
  )
  t.equal(reported.status, 200, reported.text)
  await deliver(hub, 9005, followers(4, '2026-09-02'))

  const items = (await town.get('/v1/feeds/2026-08')).body.items as AnyItem[]
  const lane = (await town.get('/v1/feeds/urgent')).body.items as AnyItem[]
  const standing = new Map<string, string>()
  for (const batch of [9000, 9001, 9002, 9003, 9004, 9005]) {
    const { body } = await hub.as(STROOM).get(`/v1/notification-batches/${id(batch)}`)
    for (const one of body.items) standing.set(one.notificationId, one.status)
  }
  for (const [kind, name] of KINDS.entries()) {
    for (const [moment, when] of MOMENTS.entries()) {
      const [first, next] = numbersOf(kind, moment).map(id) as [string, string]
      const found = items.find((item) => holds(item, first) || holds(item, next))
      const seen = (wanted: string) => {
        const one = found?.['notifications'].find(
          (each: AnyItem) => each['notificationId'] === wanted,
        )
        if (one === undefined) return 'absent'
        return one['sealedIdentity']?.withheld ?? (one['sealedIdentity'] ? 'sealed' : 'listed')
      }
      const urgent = lane.find((one) => one['notification'].notificationId === next)
      t.strictSame(
        [
          found?.['statusAtPull'] ?? 'no case',
          seen(first),
          seen(next),
          urgent?.['reason'] ?? 'not urgent',
          standing.get(first),
          standing.get(next),
        ],
        life.get(`${name}, ${when}`),
        `${name}, ${when}`,
      )
    }
  }
})

function holds(item: AnyItem, notification: string): boolean {
  return item['notifications'].some((one: AnyItem) => one['notificationId'] === notification)
}
