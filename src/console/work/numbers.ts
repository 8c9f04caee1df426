import { parseMonth, monthOf, monthsBefore, dayOf, type Month } from '../../kernel/calendar.js'
import { HubError } from '../../kernel/errors.js'
import { exportNumbers, readNumbers } from '../../statistics/index.js'
import type { PageRoute } from '../page.js'
import { numbersCsv } from './numbers-csv.js'
import { numbersPage } from './pages/numbers.js'
import { workPage, type WorkView } from './work-page.js'

const EVERYBODY = ['COORDINATOR', 'CONSULTANT', 'VIEWER'] as const

/** Numbers of a month: all that a viewer of numbers sees, and nothing about anybody. */
const numbers = workPage({
  name: 'getStatistics',
  method: 'GET',
  path: '/console/work/numbers',
  duties: EVERYBODY,
  async answer(view) {
    const { context, worker, speaker } = view
    const month = monthIn(view)
    const title = speaker.say('numbers.title', { month })
    const found = await readNumbers(context, worker, month)
    return { title, body: numbersPage(speaker, found) }
  },
})

/** The same numbers as a file, which leaves the hub and is logged as that. */
const file = workPage({
  name: 'exportStatistics',
  method: 'GET',
  path: '/console/work/numbers/file',
  duties: EVERYBODY,
  async answer(view) {
    const { context, worker, query } = view
    const format = query['format']
    if (format !== 'csv' && format !== 'json') {
      throw new HubError('request.malformed', 'A file of numbers is csv or json.')
    }
    const month = monthIn(view)
    const found = await exportNumbers(context, worker, month, format)
    const name = `${worker.municipality}-${month}`
    return format === 'csv'
      ? { download: `${name}.csv`, type: 'text/csv; charset=utf-8', text: numbersCsv(found) }
      : {
          download: `${name}.json`,
          type: 'application/json; charset=utf-8',
          text: `${JSON.stringify(found.statistics, undefined, 2)}\n`,
        }
  },
})

/** The month that was asked for; the last one that is over when none was. */
function monthIn({ context, query }: WorkView): Month {
  const asked = query['month'] ?? ''
  return asked === '' ? monthsBefore(monthOf(dayOf(context.clock.now())), 1) : parseMonth(asked)
}

/** Counts of a month, for everybody with a duty. */
export const NUMBER_PAGES: readonly PageRoute[] = [numbers, file]
