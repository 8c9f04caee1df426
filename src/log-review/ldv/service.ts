import {
  ACTIVITIES,
  activityPath,
  ldvOf,
  subjectsOf,
  type LdvRecord,
  type RecordedEntry,
} from '../../access-log/index.js'
import type { Context } from '../../context.js'
import { HubError } from '../../kernel/errors.js'
import type { Officer } from '../question.js'
import { filterObject, readCursor, writeCursor } from '../question.js'
import { ask, requireController, type Question, type ReviewContext } from '../service.js'
import * as store from '../store.js'
import { ldvFilter, type LdvQuestion } from './question.js'

/** What the read extension needs of the process. */
export type LdvContext = ReviewContext & Pick<Context, 'config'>

/** How a page is asked for. */
export interface LdvPageQuestion extends LdvQuestion {
  readonly controller?: string | undefined
  readonly reason: string
  readonly cursor?: string | undefined
  /** Entries of a page, at most 100; each has a record, and one for every resident it touched. */
  readonly limit?: number | undefined
}

/** A page of records. */
export interface LdvPage {
  readonly records: readonly LdvRecord[]
  /** Opaque; `null` on the last page. */
  readonly nextCursor: string | null
  /** The entry about this reading. */
  readonly recorded: RecordedEntry
}

const MOST_ENTRIES = 100
const MOST_SUBJECTS = 5_000

/**
 * Shows an officer entries of a partition as records of the Logboek Dataverwerkingen (its read
 * extension, a draft), and logs that it did. Of a question by data subject, records of others are left
 * out. Entries are there once the published checkpoint covers them, each with its proof.
 *
 * @throws {HubError} `route.unknown` when the hub does not serve the extension; `request.invalid` for a
 *   question that asks by nothing, or by what is not the hub's; else as `searchEntries`.
 */
export async function readLdv(
  context: LdvContext,
  officer: Officer,
  question: LdvPageQuestion,
): Promise<LdvPage> {
  const { publicUrl, ldvRead } = context.config
  if (!ldvRead) throw new HubError('route.unknown', 'This hub does not serve the read extension.')
  const controller = requireController(officer, question.controller)
  const filter = ldvFilter(question, activitiesAt(publicUrl))
  const after = question.cursor === undefined ? 0 : readCursor(question.cursor)
  if (after === undefined) throw new HubError('request.invalid', 'The cursor is not one of ours.')
  const limit = Math.min(question.limit ?? MOST_ENTRIES, MOST_ENTRIES)
  const { household, person, ...shown } = filter
  const isAbout = (subject: { household: Buffer | null; person: Buffer | null }) =>
    (household === undefined || subject.household?.equals(household) === true) &&
    (person === undefined || subject.person?.equals(person) === true)
  const event = { operation: 'readProcessingActivities', action: 'LOG_READ' } as const
  const asked: Question = {
    controller,
    operation: 'searchAccessLog',
    reason: question.reason,
    cost: 1,
    event,
  }
  const { page, more, recorded } = await ask(context, officer, asked, async (tx) => {
    const start = { order: 'oldest', after } as const
    const found = await store.selectEntries(tx, controller, filter, start, limit + 1)
    // The newest may have no place in the tree yet; they come when asked for again.
    const placed = found.findIndex(({ index }) => index === null)
    const ready = placed < 0 ? found : found.slice(0, placed)
    const entries = ready.slice(0, Math.min(limit, fitting(ready)))
    const subjects = await subjectsOf(tx, controller, entries)
    const page = entries.map((entry) => {
      const touched = (subjects.get(entry.entryId) ?? []).filter(isAbout)
      return { ...entry, subjects: touched }
    })
    const isBySubject = household !== undefined || person !== undefined
    const touched = isBySubject ? page.flatMap((entry) => entry.subjects) : []
    return {
      answer: { page, more: ready.length > entries.length },
      objects: { filter: filterObject(shown), after, bySubject: isBySubject },
      count: page.reduce((total, entry) => total + 1 + entry.subjects.length, 0),
      subjects: oncePerPerson(touched),
    }
  })
  const records = await ldvOf(context, page)
  const last = page.at(-1)
  return { records, nextCursor: more && last ? writeCursor(last.number) : null, recorded }
}

function activitiesAt(publicUrl: string): ReadonlyMap<string, string> {
  const names = ACTIVITIES.map(({ id, version }) => `${id}@${version}`)
  return new Map(names.map((name) => [publicUrl + activityPath(name), name]))
}

/** Entries of one page: as many as their residents fit into an answer, and at least one. */
function fitting(found: readonly { readonly record: string }[]): number {
  let total = 0
  const end = found.findIndex(({ record }) => {
    total += (JSON.parse(record) as { subjects?: { count: number } }).subjects?.count ?? 0
    return total > MOST_SUBJECTS
  })
  return end < 0 ? found.length : Math.max(end, 1)
}

/** Those whom this reading is about, so that a trace of them finds it. */
function oncePerPerson(
  touched: readonly { readonly household: Buffer | null; readonly person: Buffer | null }[],
) {
  const once = new Map<string, { household: Buffer; person: Buffer | null; reference: string }>()
  for (const { household, person } of touched) {
    if (household === null) continue
    const key = `${household.toString('hex')} ${person?.toString('hex') ?? ''}`
    once.set(key, { household, person, reference: 'trace' })
  }
  return [...once.values()]
}
