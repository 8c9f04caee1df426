import { readFile, stat } from 'node:fs/promises'
import { dirname, join, resolve } from 'node:path'
import { Command } from 'commander'
import {
  CaseSystem,
  CaseSystemError,
  readCaseSystem,
  type CaseSystemSettings,
} from '../../client/case-system/index.js'
import { handOver } from '../case-system/handing-over.js'
import { CaseJournal } from '../case-system/journal.js'
import { pullInto } from '../case-system/pulling.js'
import { reportResults } from '../case-system/reporting.js'
import { CommandFailure } from '../failure.js'
import { printJson, table, terminal } from '../output.js'
import { asParty, PARTY_OPTION, type PartySession } from '../party.js'
import { runCommand } from '../run.js'

interface Options {
  readonly party: string
  readonly system: string
  readonly cases: string
  readonly journal?: string
  readonly acknowledge: boolean
  readonly json?: boolean
}

/** `vroegsignaal municipality sync-cases`: cases into the municipality's own case system, and back. */
export function syncCasesCommand(): Command {
  return new Command('sync-cases')
    .description('bring opened cases to your case system, and what came of them to the hub')
    .requiredOption(...PARTY_OPTION)
    .requiredOption('--system <file>', 'JSON that describes the case system')
    .option('--cases <folder>', 'where opened cases are kept, as pull and urgent do', '.')
    .option('--journal <file>', 'what the case system has; in that folder unless told')
    .option('--no-acknowledge', 'leave months and urgent items unacknowledged at the hub')
    .option('--json', 'one JSON object as the last line')
    .action((options: Options) => runCommand(() => sync(options), options.json === true))
}

async function sync(options: Options): Promise<void> {
  const { settings, token, authorities } = await openSettings(options.system)
  const { party, cases, json } = options
  const journalFile = options.journal ?? join(cases, 'case-system.ndjson')
  const report = await asParty(party, async (session) => {
    const taken = await pullInto(cases, session)
    const journal = await CaseJournal.open(journalFile, settings.endpoint)
    const system = new CaseSystem(settings, {
      token,
      ...(authorities !== undefined && { authorities }),
    })
    try {
      const { records, ...handed } = await handOver(taken, system, journal)
      const isWhole = handed.refused.length === 0 && handed.notTaken.length === 0
      const acknowledged =
        options.acknowledge && isWhole ? await acknowledge(session, taken, settings) : NOTHING
      const reported = await reportResults(records, system, journal, session.hub)
      return { ...handed, ...acknowledged, reported, alarms: taken.alarms }
    } catch (error) {
      throw again(error)
    } finally {
      await system.close()
      await journal.close()
    }
  })
  if (json === true) printJson(terminal, report)
  else tell(report)
  const { refused, notTaken, reported, alarms } = report
  if (alarms.length > 0) {
    const message = `ALARM: the log of the hub has another history than you keep. Tell your privacy officer; the evidence: ${alarms.join(', ')}`
    throw new CommandFailure('log.another_history', message)
  }
  if (refused.length + notTaken.length + reported.notReported.length > 0) {
    throw new CommandFailure('sync.incomplete', 'Not everything was taken; see above.', 1)
  }
}

const NOTHING = { months: [] as readonly string[], urgent: 0, notices: 0 }

/** Only what stands in the case system, all of it, is acknowledged. */
async function acknowledge(
  { hub }: PartySession,
  { waiting, urgentIds, noticeIds }: Awaited<ReturnType<typeof pullInto>>,
  { fields }: CaseSystemSettings,
): Promise<typeof NOTHING> {
  for (const statement of waiting) await hub.acknowledge(statement)
  const isShown = [...fields.values()].some((one) => 'field' in one && one.field === 'corrections')
  // Without a place in the case system somebody has to look at them: `municipality urgent`.
  const notices = isShown ? noticeIds : []
  if (urgentIds.length + notices.length > 0) await hub.acknowledgeUrgent([...urgentIds, ...notices])
  return {
    months: waiting.map(({ month }) => month),
    urgent: urgentIds.length,
    notices: notices.length,
  }
}

interface Synced extends Omit<Awaited<ReturnType<typeof handOver>>, 'records'> {
  readonly months: readonly string[]
  readonly urgent: number
  readonly notices: number
  readonly reported: Awaited<ReturnType<typeof reportResults>>
}

function tell({ made, changed, unchanged, notTaken, refused, reported, ...rest }: Synced): void {
  terminal.line(`${made} cases made, ${changed} changed, ${unchanged} as they were`)
  const { months, urgent, notices } = rest
  if (months.length + urgent + notices > 0) {
    const named = months.length === 0 ? 'no month' : months.join(', ')
    terminal.line(`Acknowledged: ${named}, ${urgent} urgent items, ${notices} corrections`)
  }
  terminal.line(
    `Told to the hub: ${reported.accepted} outcomes, ${reported.unchanged} known already`,
  )
  const rows = [
    ...refused.map(({ id, status }) => [id, `refused with ${status}`]),
    ...notTaken.map((id) => [id, 'changed; the case system takes no changes']),
    ...reported.notReported.map(({ caseId, code, place }) => [caseId, `${code} ${place}`]),
  ]
  if (rows.length > 0) table(['case', ''], rows).forEach((line) => terminal.line(line))
}

/** What may go well later ends with the exit code that says so. */
function again(error: unknown): unknown {
  if (!(error instanceof CaseSystemError) || !error.isTransient) return error
  return new CommandFailure(error.code, `${error.message} Give the command again later.`, 3)
}

async function openSettings(file: string) {
  let read: unknown
  try {
    read = JSON.parse(await readFile(file, 'utf8'))
  } catch {
    throw new CommandFailure('file.unreadable', `${file} cannot be read as JSON.`, 2)
  }
  const found = readCaseSystem(read)
  if ('mistakes' in found) {
    const named = found.mistakes.map((mistake) => `${mistake}.`).join('\n')
    throw new CommandFailure(
      'sync.settings',
      `${file} does not describe a case system:\n${named}`,
      2,
    )
  }
  const { settings } = found
  const beside = (name: string) => resolve(dirname(file), name)
  const token = await readToken(beside(settings.tokenFile))
  const { authoritiesFile } = settings
  if (authoritiesFile === undefined) return { settings, token }
  const authorities = await readFile(beside(authoritiesFile), 'utf8')
  return { settings, token, authorities }
}

/** A token that others can read is no secret, and one with a line break would break a header. */
async function readToken(file: string): Promise<string> {
  const { mode } = await stat(file)
  if ((mode & 0o077) !== 0) {
    const message = `${file} can be read by others; make it yours alone (chmod 600).`
    throw new CommandFailure('sync.token', message, 2)
  }
  const token = (await readFile(file, 'utf8')).trim()
  if (/^[\x21-\x7e]+$/.test(token)) return token
  throw new CommandFailure('sync.token', `${file} holds one token and nothing else.`, 2)
}
