import { mkdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { openFeed, type OpenedFeed, type OpenedUrgent, writePrivate } from '../../client/index.js'
import type { Pulled } from '../../client/case-system/index.js'
import { CommandFailure } from '../failure.js'
import { readKeptCases, type KeptUrgent } from '../files/kept-cases.js'
import { compareWithKept } from '../kept-checkpoints.js'
import type { PartySession } from '../party.js'
import { pullLane, type Lane } from '../urgent-lane.js'

/** Items and corrections of the lane that were taken, all of them; the lane itself forgets. */
const LANE = 'urgent-taken.json'

/** What there is to bring to a case system, and what of it the hub waits to hear about. */
export interface Taken extends Pulled {
  /** Closed months that were not acknowledged, by what the hub stated. */
  readonly waiting: readonly OpenedFeed['statement'][]
  readonly urgentIds: readonly string[]
  readonly noticeIds: readonly string[]
  /** Files with checkpoints of the hub that contradict those that are kept; none in good order. */
  readonly alarms: readonly string[]
}

/**
 * Pulls what the folder does not hold yet, checks and opens it, and keeps it there: closed months that
 * were not acknowledged, and everything in the urgent lane.
 *
 * @throws {VerificationError} For a month or page that does not verify; nothing of it is kept.
 */
export async function pullInto(folder: string, session: PartySession): Promise<Taken> {
  await mkdir(folder, { recursive: true, mode: 0o700 })
  const before = await readKeptCases(folder)
  const feeds = await session.hub.feeds()
  const open = feeds.filter((one) => one.status === 'CLOSED' && one.acknowledgedAt === undefined)
  const alarms: string[] = []
  for (const { month } of open) {
    if (!before.months.has(month)) alarms.push(...(await keepMonth(folder, month, session)))
  }
  const lane = await pullLane(session)
  const known = await readLane(folder)
  const urgent = merged(known.items, lane.items, ({ urgentId }) => urgentId)
  const corrections = merged(known.corrections, lane.corrections, ({ noticeId }) => noticeId)
  keep(join(folder, LANE), { items: urgent, corrections })
  const { months, urgent: others, statements } = await readKeptCases(folder)
  return {
    months,
    // Files that `municipality urgent` wrote count too; the lane's own word is the newest.
    urgent: merged(others, urgent.map(withMark(others)), ({ urgentId }) => urgentId),
    corrections,
    waiting: open.flatMap(({ month }) => statements.get(month) ?? []),
    urgentIds: lane.items.map(({ urgentId }) => urgentId),
    noticeIds: lane.corrections.map(({ noticeId }) => noticeId),
    alarms,
  }
}

/** What was found about a notification stays with it. */
function withMark(others: readonly KeptUrgent[]): (item: OpenedUrgent) => KeptUrgent {
  const marks = new Map(others.map(({ urgentId, notification }) => [urgentId, notification.brp]))
  return (item) => {
    const brp = marks.get(item.urgentId)
    return brp === undefined ? item : { ...item, notification: { ...item.notification, brp } }
  }
}

async function keepMonth(folder: string, month: string, session: PartySession): Promise<string[]> {
  const { hub, identity, sealingKeys, credentials, folder: party } = session
  const pages = (await hub.feedPages(month)).map(({ document }) => document)
  const feed = await openFeed(identity, pages, sealingKeys, hub.clock.now())
  const checkpoints = join(party, 'checkpoints')
  const { ca } = credentials
  const log = await compareWithKept(checkpoints, `${month}.txt`, feed.checkpoint, { identity, ca })
  keep(join(folder, `${month}.json`), feed)
  return log.outcome === 'another_history' ? [log.evidence] : []
}

async function readLane(folder: string): Promise<Lane> {
  const file = join(folder, LANE)
  const text = await readFile(file, 'utf8').catch((error: { code?: string }) => {
    if (error.code === 'ENOENT') return '{"items":[],"corrections":[]}'
    throw error
  })
  try {
    return JSON.parse(text) as Lane
  } catch {
    throw new CommandFailure('file.json', `${file} is not one that sync-cases wrote.`, 2)
  }
}

function merged<One>(
  before: readonly One[],
  now: readonly One[],
  nameOf: (one: One) => string,
): One[] {
  return [...new Map([...before, ...now].map((one) => [nameOf(one), one])).values()]
}

function keep(file: string, content: object): void {
  writePrivate(file, `${JSON.stringify(content, undefined, 2)}\n`)
}
