import { RefusedError, type HubConnection } from '../../client/index.js'
import {
  readResult,
  type CaseRecord,
  type CaseResult,
  type CaseSystem,
} from '../../client/case-system/index.js'
import type { components } from '../../generated/openapi.js'
import { outcomeOf } from '../files/outcome-rows.js'
import type { CaseJournal } from './journal.js'

type Schemas = components['schemas']
type Report = Schemas['CaseOutcome']

/** Something that kept a result from being reported; names the case, never what was written of it. */
export interface NotReported {
  readonly caseId: string
  readonly code: string
  readonly place: string
}

/** What was read in the case system and told to the hub. */
export interface ReportingReport {
  readonly accepted: number
  readonly unchanged: number
  /** Results about cases that are not in the folder. */
  readonly others: number
  readonly notReported: readonly NotReported[]
}

/** Reports in one request at most; the contract takes no more. */
const MOST = 1000
/** Endings that say of a notification that it was not taken up. */
const FINAL: ReadonlySet<string> = new Set([
  ...['NT_REPEAT', 'NT_INCORRECT', 'NT_OTHER', 'DECEASED', 'NOT_RESIDENT', 'KNOWN_DEBT_HELP'],
])

/**
 * Reads what came of cases in the case system and tells the hub what it was not told before.
 *
 * @throws {CaseSystemError} When the case system does not answer.
 */
export async function reportResults(
  records: readonly CaseRecord[],
  system: CaseSystem,
  journal: CaseJournal,
  hub: HubConnection,
): Promise<ReportingReport> {
  const { outcomes: settings } = system.settings
  const notReported: NotReported[] = []
  const reports = new Map<string, Report>()
  let others = 0
  if (settings === undefined) return { accepted: 0, unchanged: 0, others, notReported }
  const cases = new Map(
    records.filter(({ kind }) => kind === 'CASE').map((one) => [one.id.toLowerCase(), one]),
  )
  for await (const item of system.results()) {
    const result = readResult(item, settings)
    const record = result && cases.get(result.caseId)
    if (result === undefined || record === undefined) {
      others += 1
      continue
    }
    const { caseId, unread } = result
    for (const place of unread) notReported.push({ caseId, code: 'RESULT_UNREAD', place })
    if (unread.length === 0) reports.set(caseId, reportOf(record, result))
  }
  const fresh = [...reports].filter(([id, report]) => !journal.isTold(id, report))
  const counts = { accepted: 0, unchanged: reports.size - fresh.length }
  for (let from = 0; from < fresh.length; from += MOST) {
    const { results, refused } = await tell(hub, fresh.slice(from, from + MOST))
    notReported.push(...refused)
    for (const { caseId, status, errors = [] } of results) {
      if (status === 'REJECTED') {
        notReported.push(...errors.map(({ code, pointer }) => ({ caseId, code, place: pointer })))
        continue
      }
      counts[status === 'ACCEPTED' ? 'accepted' : 'unchanged'] += 1
      const report = reports.get(caseId.toLowerCase())
      if (report !== undefined) await journal.told(caseId.toLowerCase(), report)
    }
  }
  return { ...counts, others, notReported }
}

/** Reports; without those that the contract refuses, which it names all at once. */
async function tell(
  hub: HubConnection,
  fresh: readonly (readonly [string, Report])[],
): Promise<{ results: readonly Schemas['OutcomeResult'][]; refused: readonly NotReported[] }> {
  try {
    const { document } = await hub.reportOutcomes(fresh.map(([, report]) => report))
    return { results: document.results, refused: [] }
  } catch (error) {
    if (!(error instanceof RefusedError) || error.code !== 'request.invalid') throw error
    const refused = new Map<number, NotReported>()
    for (const { pointer, code } of error.places) {
      const [, at] = /^#?\/outcomes\/(\d+)/.exec(pointer) ?? []
      const found = at === undefined ? undefined : fresh[Number(at)]
      if (found !== undefined) refused.set(Number(at), { caseId: found[0], code, place: pointer })
    }
    if (refused.size === 0) throw error
    const rest = fresh.filter((_, at) => !refused.has(at))
    const told = rest.length === 0 ? { results: [], refused: [] } : await tell(hub, rest)
    return { results: told.results, refused: [...refused.values(), ...told.refused] }
  }
}

function reportOf({ id, month, found }: CaseRecord, { cells, contacts }: CaseResult): Report {
  const { status, ...rest } = cells
  const { outcome, takenUpOn } = rest
  const standing =
    status ??
    (outcome !== undefined && FINAL.has(outcome)
      ? outcome
      : takenUpOn === undefined
        ? 'NOT_TAKEN_UP_YET'
        : 'TAKEN_UP')
  // As the feed had them: what was added later is a notification of its own month.
  const notifications = found!.notifications.map(({ creditorId, notificationId }) => ({
    creditorId,
    notificationId,
    status: standing as Schemas['NotificationStatus'],
  }))
  return outcomeOf(
    { caseId: id, month, ...rest },
    notifications,
    (contacts ?? []) as unknown as Report['contactAttempts'],
  )
}
