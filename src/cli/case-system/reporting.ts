import { RefusedError, type HubConnection } from '../../client/index.js'
import {
  readResult,
  type CaseRecord,
  type CaseResult,
  type CaseSystem,
} from '../../client/case-system/index.js'
import { changedReport, type CaseChange } from '../../client/outcome-changes.js'
import { latestReports, type LatestReport } from '../../client/outcomes.js'
import type { components } from '../../generated/openapi.js'
import { changeOf } from '../files/outcome-cells.js'
import type { CaseJournal } from './journal.js'

type Schemas = components['schemas']
type Report = Schemas['CaseOutcome']
type Status = Schemas['NotificationStatus']

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

/** How often a case is read anew when somebody reports about it at the same moment. */
const MOST_TRIES = 3

/** What the case system says of a case. */
interface Told {
  readonly record: CaseRecord
  readonly change: CaseChange
}

/**
 * Reads what came of cases in the case system and tells the hub what it was not told before. Each report
 * begins with the latest one of the hub and changes what the case system says anew: what others
 * reported about the case (visits of executors, a consent that was recorded in the workbench) stays.
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
  const told = new Map<string, Told>()
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
    if (unread.length === 0) told.set(caseId, { record, change: changeIn(record, result) })
  }
  const isFresh = ([id, { change }]: readonly [string, Told]) =>
    journal.untold(id, partsOf(change)).length > 0
  let open = [...told].filter(isFresh)
  const counts = { accepted: 0, unchanged: told.size - open.length }
  for (let tries = 1; open.length > 0; tries += 1) {
    const latest = await latestReports(
      hub,
      open.map(([, { record }]) => record.month),
    )
    const overtaken: typeof open = []
    for (let from = 0; from < open.length; from += MOST) {
      const some = open.slice(from, from + MOST)
      const reports = some.map((one) => [one[0], reportOf(one, journal, latest)] as const)
      const { results, refused } = await tell(hub, reports)
      notReported.push(...refused)
      for (const { caseId, status, errors = [] } of results) {
        const one = told.get(caseId.toLowerCase())
        if (status !== 'REJECTED') {
          counts[status === 'ACCEPTED' ? 'accepted' : 'unchanged'] += 1
          if (one) await journal.told(caseId.toLowerCase(), partsOf(one.change))
        } else if (one && tries < MOST_TRIES && errors.some(isOvertaken)) {
          overtaken.push([caseId.toLowerCase(), one])
        } else {
          notReported.push(...errors.map(({ code, pointer }) => ({ caseId, code, place: pointer })))
        }
      }
    }
    open = overtaken
  }
  return { ...counts, others, notReported }
}

function isOvertaken({ code }: Schemas['OutcomeRemark']): boolean {
  return code === 'VERSION_CHANGED'
}

/** What is said, member by member, as the journal compares it. */
function partsOf({ caseId: _case, month: _month, ...said }: CaseChange): object {
  return said
}

/** The latest report with what the case system says anew in its place. */
function reportOf(
  [id, { record, change }]: readonly [string, Told],
  journal: CaseJournal,
  latest: ReadonlyMap<string, LatestReport>,
): Report {
  const { version = 0, report: before } = latest.get(id) ?? {}
  const { caseId, month, notifications, ...said } = change
  const fresh = new Set(journal.untold(id, partsOf(change)))
  const members = Object.fromEntries(Object.entries(said).filter(([name]) => fresh.has(name)))
  const standing = fresh.has('notifications') ? notifications : []
  const stood = new Map(before?.notifications.map((one) => [one.notificationId, one.status]))
  const isSaid = new Set(standing.map(({ notificationId }) => notificationId))
  const { outcome } = change
  // As the feed had them: what was added later is a notification of its own month.
  const derived = record.found!.notifications.flatMap(({ creditorId, notificationId }) => {
    if (isSaid.has(notificationId)) return []
    const stands = stood.get(notificationId)
    if (outcome && fresh.has('outcome') && FINAL.has(outcome)) {
      return [{ creditorId, notificationId, status: outcome as Status }]
    }
    const isOpen = stands === undefined || stands === 'NOT_TAKEN_UP_YET'
    const isUndone = stands !== undefined && stands === before?.outcome && fresh.has('outcome')
    if (!isOpen && !isUndone) return []
    const isTakenUp = change.takenUpOn !== undefined && change.takenUpOn !== null
    return [
      { creditorId, notificationId, status: isTakenUp ? 'TAKEN_UP' : 'NOT_TAKEN_UP_YET' } as const,
    ]
  })
  const merged = changedReport(before, {
    ...{ caseId, month, ...members },
    notifications: [...standing, ...derived],
  })
  return { ...merged, expectedVersion: version }
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

function changeIn({ id, month, found }: CaseRecord, result: CaseResult): CaseChange {
  const { status, ...cells } = result.cells
  const notifications = found!.notifications.flatMap(({ creditorId, notificationId }) =>
    status === undefined ? [] : [{ creditorId, notificationId, status: status as Status }],
  )
  const contacts = result.contacts && {
    attempts: result.contacts as unknown as Report['contactAttempts'],
    isWhole: result.isWhole,
  }
  return changeOf({ caseId: id, month, ...cells }, notifications, contacts)
}
