import { logHealth } from '../access-log/index.js'
import type { Context } from '../context.js'
import { jobStates, type JobState } from '../jobs/index.js'
import { firstOf, overviewOf, type Overview } from '../log-review/index.js'
import { overdueMonths } from '../retention/index.js'
import { countOpenItems } from '../reviews/index.js'
import { openClocks } from '../rights/index.js'
import type { NavItem } from './layout.js'
import type { PageRoute } from './page.js'
import { REGISTER_PAGES } from './officer-registers.js'
import { RESIDENT_PAGES } from './officer-resident.js'
import { REVIEW_PAGES } from './officer-review.js'
import { RIGHTS_PAGES } from './officer-rights.js'
import { SEARCH_PAGES } from './officer-search.js'
import type { Forgetting } from './pages/overview-retention.js'
import { overviewPage } from './pages/overview.js'

/** What officers find in the navigation. */
export const OFFICER_NAV: readonly NavItem[] = [
  { path: '/console/overview', label: 'nav.overview' },
  { path: '/console/search', label: 'nav.search' },
  { path: '/console/resident', label: 'nav.resident' },
  { path: '/console/rights', label: 'nav.rights' },
  { path: '/console/review', label: 'nav.review' },
  { path: '/console/registers', label: 'nav.registers' },
  { path: '/console/breach', label: 'nav.breach' },
]

const OFFICER = ['officer'] as const

const overview: PageRoute = {
  name: 'consoleOverview',
  method: 'GET',
  path: '/console/overview',
  roles: OFFICER,
  async answer({ context, person, speaker, query }) {
    const asked = query['log'] ?? firstOf(person)
    const found = await overviewOf(context, person, asked)
    // What runs in the hub is the business of whoever reviews the hub's own log.
    const all = await jobStates(context.db)
    const jobs = found.controller === 'hub' ? all : []
    const forgetting = await forgettingOf(context, found, all)
    const health = await logHealth(context)
    const openItems = await countOpenItems(context, person, found.controller)
    const clocks = await openClocks(context, person, found.controller)
    const { controllers } = person
    const page = {
      overview: found,
      controllers,
      health,
      jobs,
      openItems,
      clocks,
      forgetting,
      now: context.clock.now(),
    }
    return { title: speaker.say('overview.title'), body: overviewPage(speaker, page) }
  },
}

/** How forgetting stands for the party whose log it is; for one that is no municipality as for the hub. */
async function forgettingOf(
  context: Context,
  { municipality, controller }: Overview,
  jobs: readonly JobState[],
): Promise<Forgetting> {
  if (municipality === undefined) {
    return { job: jobs.find(({ job }) => job === 'forget'), overdue: [] }
  }
  const job = jobs.find((one) => one.job === 'purge' && one.municipality === municipality)
  // Before its first run nothing is known, not even which months there never were.
  if (job === undefined) return { job, overdue: [] }
  return { job, overdue: await overdueMonths(context, municipality, controller) }
}

/** Pages of privacy officers, over the services that the API uses too. */
export const OFFICER_PAGES: readonly PageRoute[] = [
  overview,
  ...SEARCH_PAGES,
  ...RESIDENT_PAGES,
  ...REVIEW_PAGES,
  ...RIGHTS_PAGES,
  ...REGISTER_PAGES,
]
