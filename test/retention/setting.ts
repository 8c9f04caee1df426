import { randomUUID } from 'node:crypto'
import { recordAccess } from '../../src/access-log/index.js'
import { newTrace } from '../../src/crypto/trace.js'
import type { KeyEvent } from '../../src/identity/index.js'
import { endDueKeys, ensureKeys, loadKeyRing } from '../../src/identity/index.js'
import { runDueJobs, type JobRun } from '../../src/jobs/index.js'
import type { Tx } from '../../src/db/client.js'
import { ALMERE, WONING, type TestHub } from '../helpers/hub.js'
import { attesting, id, type AnyItem } from '../notifications/build.js'

/** Steps the clock of a hub and does whatever has become due by then, keys included. */
export async function stepTo(hub: TestHub, instant: string): Promise<readonly JobRun[]> {
  hub.context.clock.set(instant)
  return runDueJobs(hub.context, { makeKeys: () => renewKeys(hub) })
}

/** As a running hub does it: keys that must exist are made, those whose term is over destroyed. */
export async function renewKeys(hub: TestHub): Promise<void> {
  const { db, clock } = hub.context
  const log = (tx: Tx, { event, ...objects }: KeyEvent) =>
    recordAccess(tx, hub.context, [
      {
        controller: 'hub',
        actor: 'hub',
        actorKey: null,
        role: 'job',
        action: `KEY_${event}`,
        operation: 'ensureKeys',
        objects: { family: objects.family, number: objects.number },
        result: 'ALLOW',
        count: 1,
        ...newTrace(),
      },
    ]).then(() => undefined)
  await ensureKeys(db, hub.secrets, clock.now(), log)
  await endDueKeys(db, hub.secrets, clock.now(), log)
  Object.assign(hub.context, { epochs: await loadKeyRing(db, hub.secrets) })
}

/** An arrear that was reported on the present day of a hub. */
export function reportToday(hub: TestHub, number: number, more: AnyItem = {}): AnyItem {
  const back = (days: number) =>
    new Date(hub.context.clock.now().getTime() - days * 86_400_000).toISOString().slice(0, 10)
  const attestations = {
    personalContactOn: back(30),
    pointedToDebtHelpOn: back(30),
    offeredToShareOn: back(20),
  }
  const dates = { oldestDueOn: back(60), reportedOn: back(0) }
  return attesting(number, attestations, { ...dates, ...more })
}

/** Delivers as Woning; throws when anything was refused. */
export async function deliver(hub: TestHub, batch: number, items: readonly AnyItem[]) {
  const { status, body, text } = await hub.as(WONING).submit(id(batch), [...items])
  if (status !== 202 || body.counts.rejected !== 0) throw new Error(`not delivered: ${text}`)
}

/** Lets Almere pull, report and acknowledge a closed month, as its client does. */
export async function takeIn(hub: TestHub, month: string): Promise<void> {
  const almere = hub.asMunicipality(ALMERE)
  const { body } = await almere.get(`/v1/feeds/${month}`)
  const { count, root } = body.statement
  const acknowledgement = { acknowledgementId: randomUUID(), month, count, root }
  await almere.send(
    `/v1/feeds/${month}/_acknowledge`,
    almere.sign('acknowledgeFeed', acknowledgement),
  )
  const outcomes = body.items.map(({ caseId, notifications }: AnyItem) => ({
    caseId,
    month,
    notifications: notifications.map(({ creditorId, notificationId }: AnyItem) => ({
      creditorId,
      notificationId,
      status: 'NT_OTHER',
    })),
    contactAttempts: [],
  }))
  const { text } = await almere.send(
    '/v1/outcomes',
    almere.sign('submitOutcomes', { reportId: randomUUID(), outcomes }),
  )
  if (!text.includes('ACCEPTED')) throw new Error(`not taken in: ${text}`)
}

/** Lets every municipality but one end, so that years pass quickly. */
export async function leaveOnly(hub: TestHub, municipality: string): Promise<void> {
  await hub.sql(
    `UPDATE party SET ended_at = '2026-07-01' WHERE id IN
       (SELECT party FROM party_role WHERE role = 'municipality' AND municipality <> $1)`,
    [municipality],
  )
}

/** How many rows each table has, partitions under the name of their table; empty ones left out. */
export async function rowsByTable(hub: TestHub): Promise<Record<string, number>> {
  const tables = await hub.sql<{ name: string }>(
    `SELECT relname AS name FROM pg_class
      WHERE relnamespace = 'public'::regnamespace AND relkind IN ('r', 'p') AND NOT relispartition
      ORDER BY 1`,
  )
  const counted = await Promise.all(
    tables.map(async ({ name }) => {
      const [row] = await hub.sql<{ rows: string }>(`SELECT count(*) AS rows FROM "${name}"`)
      return [name, Number(row!.rows)] as const
    }),
  )
  return Object.fromEntries(counted.filter(([, rows]) => rows > 0))
}
