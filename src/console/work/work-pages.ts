import type { NavItem } from '../layout.js'
import type { PageRoute } from '../page.js'
import { ASSIGNED_PAGES } from './assigned.js'
import { BULK_PAGES } from './bulk.js'
import { CASE_PAGES } from './case.js'
import { CASES_PAGES } from './cases.js'
import { CHOICE_PAGES } from './choice.js'
import { EXECUTOR_KEY_PAGES } from './executor-key.js'
import { EXECUTOR_PAGES } from './executors.js'
import { HISTORY_PAGES } from './history.js'
import { KEY_PAGES } from './keys.js'
import { MONTH_PAGES } from './months.js'
import { NUMBER_PAGES } from './numbers.js'
import { PAUSE_PAGES } from './pauses.js'
import { TEXT_PAGES } from './texts.js'
import { TRANSFER_PAGES } from './transfers.js'
import { URGENT_PAGES } from './urgent.js'

export { WORK_ROLES } from './work-page.js'

/** What people of municipalities find in the navigation before they choose for which one they act. */
export const WORK_NAV: readonly NavItem[] = [{ path: '/console/work/choose', label: 'nav.work' }]

/** Pages of the workbench, over the services that the API uses too. */
export const WORK_PAGES: readonly PageRoute[] = [
  ...CHOICE_PAGES,
  ...CASES_PAGES,
  ...CASE_PAGES,
  ...BULK_PAGES,
  ...PAUSE_PAGES,
  ...URGENT_PAGES,
  ...TRANSFER_PAGES,
  ...MONTH_PAGES,
  ...NUMBER_PAGES,
  ...TEXT_PAGES,
  ...KEY_PAGES,
  ...HISTORY_PAGES,
  ...EXECUTOR_PAGES,
  ...ASSIGNED_PAGES,
  ...EXECUTOR_KEY_PAGES,
]
