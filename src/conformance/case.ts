import { StatedError } from '../kernel/stated-error.js'

/** One thing that an implementation must do, tried for itself. */
export interface Case<Subject> {
  /** A sentence; the same in every run, so that reports can be compared. */
  readonly name: string
  /** Codes of the contract that the case sees answered. */
  readonly codes?: readonly string[]
  /**
   * Tries it.
   *
   * @returns Why it could not be tried here; nothing when it was fulfilled.
   * @throws {Unfulfilled} Saying what was expected and what was found, never a person's data.
   */
  readonly run: (subject: Subject) => Promise<string | undefined | void>
}

/** Cases that belong together. */
export interface CaseGroup<Subject> {
  readonly group: string
  readonly cases: readonly Case<Subject>[]
}

/** What came of one case. */
export interface CaseResult {
  readonly group: string
  readonly name: string
  readonly outcome: 'PASSED' | 'FAILED' | 'SKIPPED'
  /** Why it failed or was skipped. */
  readonly detail?: string
}

/** The implementation under test did something else than the contract says. */
export class Unfulfilled extends StatedError {
  override readonly name = 'Unfulfilled'

  constructor(message: string) {
    super('conformance.unfulfilled', message)
  }
}

/** @throws {Unfulfilled} Unless the claim holds. */
export function expect(claim: boolean, otherwise: string): asserts claim {
  if (!claim) throw new Unfulfilled(otherwise)
}

/** Told of each case as it ends. */
export type Watcher = (result: CaseResult, done: number, total: number) => void

/** Runs the cases one after the other; one that fails does not keep the others from being tried. */
export async function runCases<Subject>(
  groups: readonly CaseGroup<Subject>[],
  subject: Subject,
  watch: Watcher = () => undefined,
): Promise<readonly CaseResult[]> {
  const results: CaseResult[] = []
  const total = groups.reduce((sum, { cases }) => sum + cases.length, 0)
  for (const { group, cases } of groups) {
    for (const one of cases) {
      const result = { group, name: one.name, ...(await outcomeOf(one, subject)) }
      results.push(result)
      watch(result, results.length, total)
    }
  }
  return results
}

async function outcomeOf<Subject>(
  one: Case<Subject>,
  subject: Subject,
): Promise<Pick<CaseResult, 'outcome' | 'detail'>> {
  try {
    const skipped = await one.run(subject)
    if (typeof skipped === 'string') return { outcome: 'SKIPPED', detail: skipped }
    return { outcome: 'PASSED' }
  } catch (error) {
    return { outcome: 'FAILED', detail: detailOf(error) }
  }
}

/** An error that nobody foresaw is named only: its message may hold what was sent or answered. */
function detailOf(error: unknown): string {
  if (error instanceof Unfulfilled) return error.message
  if (!(error instanceof Error)) return 'stopped for an unknown reason'
  const code = 'code' in error && typeof error.code === 'string' ? ` ${error.code}` : ''
  const what = 'what' in error && typeof error.what === 'string' ? ` ${error.what}` : ''
  return `stopped: ${error.name}${code}${what}`
}
