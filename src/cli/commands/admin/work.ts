import { Command } from 'commander'
import { runMatch } from '../../../cases/index.js'
import type { Context } from '../../../context.js'
import { newTrace } from '../../../crypto/trace.js'
import { closeMonth } from '../../../outcomes/index.js'
import type { Hub } from '../../../hub.js'
import { endDueKeys, ensureKeys } from '../../../identity/index.js'
import { runDueJobs } from '../../../jobs/index.js'
import { parseMonth, type Month } from '../../../kernel/calendar.js'
import { HubError } from '../../../kernel/errors.js'
import { loadMunicipalities, type MunicipalityCode, type PartyId } from '../../../parties/index.js'
import { consult } from '../../../registry/index.js'
import { CommandFailure } from '../../failure.js'
import { table } from '../../output.js'
import { runCommand } from '../../run.js'
import { withHub } from '../../session.js'
import { asMunicipality, common, print, usage, type Answer, type Common } from './act.js'
import { logging } from './keys.js'

interface MonthOptions extends Common {
  readonly month: string
  readonly municipality?: string
  readonly all?: boolean
}

/** `admin match …`: bring notifications together into cases. */
export function adminMatchCommand(): Command {
  const match = new Command('match').description('bring notifications together into cases')
  monthly(match.command('run'))
    .description('match a month that is not closed; as often as one likes')
    .action((options: MonthOptions) =>
      eachMunicipality(options, async (context, served, month) => {
        const result = await runMatch(context, served, month, newTrace())
        return result === undefined
          ? { outcome: 'closed before', notifications: 0, cases: 0 }
          : { outcome: 'matched', notifications: result.notifications, cases: result.cases.length }
      }),
    )
  return match
}

/** `admin feed …`: months of cases for municipalities. */
export function adminFeedCommand(): Command {
  const feed = new Command('feed').description('months of cases for municipalities')
  monthly(feed.command('close'))
    .description('match once more, then close and sign a month; it never changes again')
    .action((options: MonthOptions) =>
      eachMunicipality(options, async (context, served, month) => {
        const closed = await closeMonth(context, served, month, newTrace())
        return closed === undefined
          ? { outcome: 'closed before', items: 0, root: '' }
          : { outcome: 'closed', items: closed.items, root: closed.root.toString('hex') }
      }),
    )
  return feed
}

/** `admin jobs …`: work that the running hub does by itself. */
export function adminJobsCommand(): Command {
  const jobs = new Command('jobs').description('work that a running hub does by itself')
  common(jobs.command('run'))
    .description('run what is due now, once; for hubs that run without jobs')
    .action((options: Common) =>
      onHub(options, async (hub) => {
        const runs = await runDueJobs(hub.context, { makeKeys: () => makeKeys(hub, options) })
        const failed = runs.filter(({ outcome }) => outcome === 'failed')
        if (failed.length > 0) {
          throw new CommandFailure('jobs.failed', `${failed.length} of ${runs.length} runs failed.`)
        }
        const rows = runs.map((run) => [run.job, run.municipality ?? '', run.month, run.outcome])
        const head = ['job', 'municipality', 'month', 'outcome']
        const lines = rows.length === 0 ? ['Nothing was due.'] : table(head, rows)
        return { json: { runs }, lines }
      }),
    )
  return jobs
}

function monthly(command: Command): Command {
  return common(command)
    .requiredOption('--month <month>', 'as 2026-08')
    .option('--municipality <code>', 'CBS code')
    .option('--all', 'every municipality that takes part')
}

type Outcome = Readonly<Record<string, string | number>> & { readonly outcome: string }

/** One municipality after the other, each in a transaction of its own; the first refusal ends it. */
function eachMunicipality(
  options: MonthOptions,
  work: (
    context: Context,
    served: { readonly code: MunicipalityCode; readonly party: PartyId },
    month: Month,
  ) => Promise<Outcome>,
): Promise<void> {
  return onHub(options, async ({ context }) => {
    const month = asMonth(options.month)
    const results: (Outcome & { municipality: string })[] = []
    for (const served of await servedBy(context, options)) {
      results.push({ municipality: served.code, ...(await work(context, served, month)) })
    }
    const head = Object.keys(results[0] ?? { municipality: '', outcome: '' })
    const rows = results.map((result) => Object.values(result))
    return { json: { month, results }, lines: table(head, rows) }
  })
}

async function servedBy(context: Context, { municipality, all }: MonthOptions) {
  if ((municipality === undefined) === (all !== true)) {
    throw usage('Name one --municipality, or --all.')
  }
  const known = await consult(context, 'municipalities', loadMunicipalities)
  if (municipality === undefined) return [...known.values()]
  const found = known.get(asMunicipality(municipality, '--municipality'))
  if (found === undefined) {
    throw new HubError('registry.unknown', 'There is no such municipality that takes part.')
  }
  return [found]
}

function onHub(options: Common, work: (hub: Hub) => Promise<Answer>): Promise<void> {
  return runCommand(async () => print(await withHub(work), options), options.json === true)
}

async function makeKeys(hub: Hub, { operator }: Common): Promise<void> {
  const { db, config, clock } = hub.context
  const log = logging(hub.context, { pseudonym: operator }, 'addEpoch')
  const made = await ensureKeys(db, config.secretsDir, clock.now(), log)
  const ended = await endDueKeys(db, config.secretsDir, clock.now(), log)
  if (made + ended > 0) await hub.reloadKeys()
}

function asMonth(text: string): Month {
  try {
    return parseMonth(text)
  } catch (error) {
    if (error instanceof HubError) throw usage('--month is a month, as 2026-08.')
    throw error
  }
}
