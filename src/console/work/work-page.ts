import type { Role } from '../../parties/index.js'
import { requireDuty, workerOf, type Duty, type Worker } from '../../workbench/index.js'
import type { NavItem } from '../layout.js'
import type { Answer, PageRoute, View } from '../page.js'

/** Roles of organisations whose people may have a duty. */
export const WORK_ROLES = ['municipality', 'executor'] as const satisfies readonly Role[]

/** `typ` of the signature over cases that a browser opens. */
export const CASES_TYPE = 'vroegsignaal-cases+jws'
/** The same of cases of a month that is open. */
export const RUNNING_TYPE = 'vroegsignaal-running-cases+jws'

/** Duties of those who see cases. */
export const CASE_DUTIES = ['COORDINATOR', 'CONSULTANT'] as const

/** A request of somebody who acts for a municipality. */
export interface WorkView extends View {
  readonly worker: Worker
}

/** A page of the workbench. */
export interface WorkRoute extends Omit<PageRoute, 'answer' | 'roles'> {
  readonly duties: readonly Duty[]
  readonly answer: (view: WorkView) => Promise<Answer>
}

const NAV: readonly (NavItem & { readonly duties: readonly Duty[] })[] = [
  { path: '/console/work/cases', label: 'nav.cases', duties: CASE_DUTIES },
  { path: '/console/work/urgent', label: 'nav.urgent', duties: CASE_DUTIES },
  { path: '/console/work/transfers', label: 'nav.transfers', duties: CASE_DUTIES },
  {
    path: '/console/work/numbers',
    label: 'nav.numbers',
    duties: ['COORDINATOR', 'CONSULTANT', 'VIEWER'],
  },
  { path: '/console/work/months', label: 'nav.months', duties: ['COORDINATOR'] },
  { path: '/console/work/executors', label: 'nav.executors', duties: ['COORDINATOR'] },
  { path: '/console/work/assigned', label: 'nav.assigned', duties: ['EXECUTOR'] },
  { path: '/console/work/executor-key', label: 'nav.executor_key', duties: ['EXECUTOR'] },
  { path: '/console/work/texts', label: 'nav.texts', duties: ['COORDINATOR'] },
  { path: '/console/work/keys', label: 'nav.keys', duties: CASE_DUTIES },
]

/** The pages that somebody in a duty finds. */
export function navOfDuty(duty: Duty): readonly NavItem[] {
  return [
    ...NAV.filter(({ duties }) => duties.includes(duty)),
    { path: '/console/work/choose', label: 'nav.work' },
  ]
}

/**
 * A page for people who act for a municipality in one of these duties, asked anew at every request:
 * a duty that was taken away ends at once. Others choose first.
 */
export function workPage({ duties, answer, ...route }: WorkRoute): PageRoute {
  return {
    ...route,
    roles: WORK_ROLES,
    async answer(view) {
      const { context, person, session } = view
      const worker = await workerOf(context, person, session.municipality ?? undefined)
      if (worker === undefined) return { redirect: '/console/work/choose' }
      requireDuty(worker, duties)
      const answered = await answer({ ...view, worker })
      return 'body' in answered ? { ...answered, nav: navOfDuty(worker.duty) } : answered
    },
  }
}
