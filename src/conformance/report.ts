import type { CaseResult } from './case.js'

/** What was put to the test: a hub, or the software of one of its parties. */
export const SUBJECTS = ['hub', 'creditor', 'municipality'] as const
export type TestedAs = (typeof SUBJECTS)[number]

/** What a run found, as it is signed and kept. Holds nothing of what was sent. */
export interface ConformanceReport {
  readonly format: 'vroegsignaal-conformance-1'
  /** Version of the product whose kit ran. */
  readonly kitVersion: string
  readonly tested: TestedAs
  /** Value of `hub` in signed bodies. */
  readonly hub: string
  readonly startedAt: string
  readonly endedAt: string
  readonly passed: number
  readonly failed: number
  /** Cases that could not be tried, each with its reason among `cases`. */
  readonly skipped: number
  readonly cases: readonly CaseResult[]
}

/** Puts results together. */
export function reportOf(
  head: Omit<ConformanceReport, 'format' | 'passed' | 'failed' | 'skipped' | 'cases'>,
  cases: readonly CaseResult[],
): ConformanceReport {
  const count = (outcome: CaseResult['outcome']) =>
    cases.filter((one) => one.outcome === outcome).length
  const [passed, failed, skipped] = [count('PASSED'), count('FAILED'), count('SKIPPED')]
  return { format: 'vroegsignaal-conformance-1', ...head, passed, failed, skipped, cases }
}

/** The short form: a case that could not be tried is none. */
export function summaryOf({
  passed,
  failed,
  cases,
}: Pick<ConformanceReport, 'passed' | 'failed' | 'cases'>) {
  const tried = cases.filter(({ outcome }) => outcome !== 'SKIPPED')
  const named = tried.map(({ group, name, outcome }) => ({
    name: `${group}: ${name}`,
    ok: outcome === 'PASSED',
  }))
  return { passed, failed, cases: named }
}

const MARKS = { PASSED: '✓', FAILED: '✗', SKIPPED: '–' } as const

/** The report for people, group by group. */
export function reportLines({ cases, passed, failed, skipped }: ConformanceReport): string[] {
  const groups = [...new Set(cases.map(({ group }) => group))]
  const lines = groups.flatMap((group) => [
    '',
    group,
    ...cases
      .filter((one) => one.group === group)
      .flatMap(({ outcome, name, detail }) => [
        `  ${MARKS[outcome]} ${name}`,
        ...(detail === undefined ? [] : [`      ${detail}`]),
      ]),
  ])
  const untried = skipped === 0 ? '' : `, ${skipped} could not be tried`
  return [...lines, '', `${passed} passed, ${failed} failed${untried}`]
}
