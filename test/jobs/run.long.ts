import { setTimeout as delay } from 'node:timers/promises'
import t from 'tap'
import { runDueJobs, startJobs } from '../../src/jobs/index.js'
import { createLogger } from '../../src/logger.js'
import type { Context } from '../../src/context.js'
import { plantedHub, type PlantedHub } from '../helpers/planted-hub.js'

const HOOKS = { makeKeys: () => Promise.resolve() }
const told = (runs: Awaited<ReturnType<typeof runDueJobs>>) =>
  runs.map(({ job, municipality, month, outcome }) =>
    [job, municipality, month, outcome].filter((part) => part !== null).join(' '),
  )
const matches = (hub: PlantedHub) =>
  hub.sql(`SELECT r.municipality, e.objects->>'month' AS month FROM log_entry e
            JOIN party_role r ON r.party = e.controller
           WHERE e.action = 'MATCH' ORDER BY e.number, r.municipality`)
/** As if nothing before this instant had ever been due. */
const joinedAt = (hub: PlantedHub, instant: string) =>
  hub.sql(`UPDATE party SET registered_at = $1::timestamptz`, [instant])
/** Lets a match run of one municipality fail with an error that quotes a person. */
const breakMatch = async (hub: PlantedHub, code: string) => {
  await hub.sql(`CREATE FUNCTION broken() RETURNS trigger LANGUAGE plpgsql AS
    $$BEGIN RAISE EXCEPTION 'Kanarie-Jansen'; END$$`)
  await hub.sql(`CREATE TRIGGER broken BEFORE INSERT ON match_run FOR EACH ROW
    WHEN (NEW.municipality = '${code}') EXECUTE FUNCTION broken()`)
}

t.test('runDueJobs', async (t) => {
  t.test('runs each job once per rhythm, for each municipality, and the log with it', async (t) => {
    const hub = await plantedHub(t)
    await joinedAt(hub, '2026-08-05T09:00:00Z')
    await hub.plant(hub.almere, [{ number: 1 }])
    t.strictSame(told(await runDueJobs(hub.context, HOOKS)), [
      'partitions 2026-08 done',
      'forget 2026-08 done',
      'review 2026-07 done',
      'remind 2026-08 done',
      'match 0034 2026-08 done',
      'match 0175 2026-08 done',
      'purge 0034 2026-08 done',
      'purge 0175 2026-08 done',
    ])
    const [{ pending, leaves } = {}] = await hub.sql(
      `SELECT (SELECT count(*)::int FROM log_pending) AS pending,
              (SELECT count(*)::int FROM log_leaf JOIN log_entry USING (entry)
                WHERE action <> 'FORGET') AS leaves`,
    )
    t.strictSame({ pending, leaves }, { pending: 0, leaves: 3 })
    t.strictSame(await runDueJobs(hub.context, HOOKS), [])
    hub.context.clock.set('2026-08-10T22:59:00Z')
    t.strictSame(told(await runDueJobs(hub.context, HOOKS)), ['partitions 2026-08 done'])
    hub.context.clock.set('2026-08-10T23:00:00Z')
    t.match(told(await runDueJobs(hub.context, HOOKS)), [/^match 0034/, /^match 0175/])
    t.equal((await matches(hub)).length, 4)
  })

  t.test('closes every month that has ended, before it matches the new one', async (t) => {
    const hub = await plantedHub(t)
    await joinedAt(hub, '2026-08-05T09:00:00Z')
    await hub.plant(hub.almere, [{ number: 1 }, { number: 2 }])
    await runDueJobs(hub.context, HOOKS)
    hub.context.clock.set('2026-10-01T04:00:00Z')
    t.strictSame(
      told(await runDueJobs(hub.context, HOOKS)).filter(
        (run) => !/^(purge|part|forget|review|remind)/.test(run),
      ),
      [
        'close 0034 2026-08 done',
        'close 0034 2026-09 done',
        'close 0175 2026-08 done',
        'close 0175 2026-09 done',
        'match 0034 2026-10 done',
        'match 0175 2026-10 done',
      ],
    )
    t.strictSame(
      await hub.sql(`SELECT municipality, month, items FROM feed ORDER BY month, municipality`),
      [
        { municipality: '0034', month: '2026-08-01', items: 2 },
        { municipality: '0175', month: '2026-08-01', items: 0 },
        { municipality: '0034', month: '2026-09-01', items: 0 },
        { municipality: '0175', month: '2026-09-01', items: 0 },
      ],
    )
  })

  t.test('no month overtakes one that could not be closed', async (t) => {
    const hub = await plantedHub(t)
    await joinedAt(hub, '2026-08-05T09:00:00Z')
    await hub.sql(`CREATE FUNCTION broken() RETURNS trigger LANGUAGE plpgsql AS
      $$BEGIN RAISE EXCEPTION 'broken'; END$$`)
    await hub.sql(`CREATE TRIGGER broken BEFORE INSERT ON feed FOR EACH ROW
      WHEN (NEW.municipality = '0034' AND NEW.month = '2026-08-01') EXECUTE FUNCTION broken()`)
    // As after a pause of the machine: by the time that it fails, its lease has run out.
    await hub.sql(`CREATE FUNCTION run_out() RETURNS trigger LANGUAGE plpgsql AS
      $$BEGIN NEW.expires_at := clock_timestamp(); RETURN NEW; END$$`)
    await hub.sql(`CREATE TRIGGER run_out BEFORE UPDATE ON job_lease FOR EACH ROW
      WHEN (NEW.job = 'close/0034' AND NEW.fence = OLD.fence AND NEW.last_due IS NULL)
      EXECUTE FUNCTION run_out()`)
    hub.context.clock.set('2026-10-01T04:00:00Z')
    const closings = async () =>
      told(await runDueJobs(hub.context, HOOKS)).filter((run) => run.startsWith('close 0034'))
    t.strictSame(await closings(), ['close 0034 2026-08 failed', 'close 0034 2026-09 held'])
    await hub.sql('DROP TRIGGER broken ON feed')
    t.strictSame(await closings(), ['close 0034 2026-08 done', 'close 0034 2026-09 done'])
    t.strictSame(await closings(), [])
  })

  t.test('a municipality that ended is closed to the end and then only forgotten', async (t) => {
    const hub = await plantedHub(t)
    await joinedAt(hub, '2026-08-05T09:00:00Z')
    await hub.plant(hub.almere, [{ number: 1 }])
    await hub.sql(`UPDATE party SET ended_at = '2026-08-20T00:00:00Z' WHERE id = $1`, [
      hub.almere.party,
    ])
    hub.context.clock.set('2026-11-02T09:00:00Z')
    const runs = told(await runDueJobs(hub.context, HOOKS)).filter((run) => run.includes('0034'))
    t.strictSame(runs, ['close 0034 2026-08 done', 'purge 0034 2026-11 done'])
  })

  t.test('a job that fails holds up no other, tells no value, and is tried again', async (t) => {
    const lines: string[] = []
    const hub = await plantedHub(t)
    await joinedAt(hub, '2026-08-05T09:00:00Z')
    await breakMatch(hub, '0034')
    const log = createLogger(hub.context.clock, 'info', (line) => lines.push(line))
    const context: Context = { ...hub.context, epochs: hub.context.epochs, log }
    t.match(told(await runDueJobs(context, HOOKS)), [
      /^partitions/,
      /^forget/,
      /^review/,
      /^remind/,
      'match 0034 2026-08 failed',
      'match 0175 2026-08 done',
      /^purge 0034/,
      /^purge 0175/,
    ])
    const failed = lines.filter((line) => line.includes('"error"'))
    t.equal(failed.length, 1)
    t.match(JSON.parse(failed[0]!), { message: 'job failed', job: 'match', municipality: '0034' })
    t.notMatch(lines.join(), /Kanarie/)
    t.match(
      await context.metrics.registry.metrics(),
      /hub_job_seconds_count\{job="match",outcome="failed"\} 1\n/,
    )

    t.strictSame(told(await runDueJobs(context, HOOKS)), ['match 0034 2026-08 held'])
    await hub.sql('DROP TRIGGER broken ON match_run')
    await hub.sql('UPDATE job_lease SET expires_at = now()')
    t.strictSame(told(await runDueJobs(context, HOOKS)), ['match 0034 2026-08 done'])
  })

  t.test('several workers at once do each run once', async (t) => {
    const hub = await plantedHub(t)
    await joinedAt(hub, '2026-08-05T09:00:00Z')
    const all = await Promise.all([1, 2, 3, 4].map(() => runDueJobs(hub.context, HOOKS)))
    const outcomes = all.flat().map(({ outcome }) => outcome)
    t.equal(outcomes.filter((outcome) => outcome === 'done').length, 8)
    t.ok(outcomes.every((outcome) => outcome === 'done' || outcome === 'held'))
    t.equal((await matches(hub)).length, 2)
  })

  t.test('a worker whose lease was taken while it worked leaves nothing behind', async (t) => {
    const hub = await plantedHub(t)
    await joinedAt(hub, '2026-08-05T09:00:00Z')
    // The run of Almere ends by finding that somebody else has the lease.
    await hub.sql(`CREATE FUNCTION overtake() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER AS
      $$BEGIN UPDATE job_lease SET fence = fence + 1, holder = 'other' WHERE job = 'match/0034';
      RETURN NEW; END$$`)
    await hub.sql(`CREATE TRIGGER overtake BEFORE INSERT ON match_run FOR EACH ROW
      WHEN (NEW.municipality = '0034') EXECUTE FUNCTION overtake()`)
    t.match(told(await runDueJobs(hub.context, HOOKS)), [
      /^partitions/,
      /^forget/,
      /^review/,
      /^remind/,
      'match 0034 2026-08 lost',
      'match 0175 2026-08 done',
      /^purge/,
      /^purge/,
    ])
    t.strictSame(await matches(hub), [{ municipality: '0175', month: '2026-08' }])
    t.strictSame(await hub.sql('SELECT municipality FROM match_run'), [{ municipality: '0175' }])
  })

  t.test('what the process cannot do without is not passed over', async (t) => {
    const hub = await plantedHub(t)
    const makeKeys = () => Promise.reject(new Error('no secrets'))
    await t.rejects(runDueJobs(hub.context, { makeKeys }), new Error('no secrets'))
  })
})

t.test('startJobs works until it is stopped, and then nothing runs any more', async (t) => {
  const hub = await plantedHub(t)
  await joinedAt(hub, '2026-08-05T09:00:00Z')
  let [running, begun] = [0, 0]
  const db = {
    ...hub.context.db,
    begin: async <Result>(body: Parameters<typeof hub.context.db.begin<Result>>[0]) => {
      running += 1
      begun += 1
      try {
        await delay(20)
        return await hub.context.db.begin(body)
      } finally {
        running -= 1
      }
    },
  }
  let keys = 0
  const makeKeys = () => {
    keys += 1
    return Promise.reject(new Error('no secrets'))
  }
  const context: Context = { ...hub.context, epochs: hub.context.epochs, db }
  await hub.plant(hub.almere, [{ number: 1 }])
  const { stop } = startJobs(context, { makeKeys })
  t.teardown(stop)
  const until = performance.now() + 20_000
  while (performance.now() < until && (await matches(hub)).length < 2) await delay(50)
  t.equal((await matches(hub)).length, 2, 'jobs with a rhythm run')
  const pending = () => hub.sql('SELECT 1 FROM log_pending')
  const last = performance.now() + 20_000
  while (performance.now() < last && (await pending()).length > 0) await delay(50)
  t.equal((await pending()).length, 0, 'what they logged is in the tree')
  t.equal(keys, 1, 'a failing loop stops no other')

  // In the middle of something.
  while (running === 0) await delay(1)
  await stop()
  const after = begun
  t.equal(running, 0)
  await delay(1_500)
  t.equal(begun, after)
})
