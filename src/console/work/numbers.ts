import { monthOf, monthsBefore, dayOf, parseMonth } from '../../kernel/calendar.js'
import { readStatistics } from '../../statistics/index.js'
import { html } from '../html.js'
import type { PageRoute } from '../page.js'
import { table } from '../table.js'
import { workPage } from './work-page.js'

/** Numbers of a month: all that a viewer of numbers sees, and nothing about anybody. */
const numbers = workPage({
  name: 'getStatistics',
  method: 'GET',
  path: '/console/work/numbers',
  duties: ['COORDINATOR', 'CONSULTANT', 'VIEWER'],
  async answer({ context, worker, speaker, query }) {
    const { say, word, number } = speaker
    const asked = query['month'] ?? ''
    const last = monthsBefore(monthOf(dayOf(context.clock.now())), 1)
    const month = asked === '' ? last : parseMonth(asked)
    const found = await readStatistics(context, worker, month)
    const { byOutcome, contactAttempts, ...counts } = found.outcomes
    const what = [{ label: say('numbers.what') }, { label: say('numbers.count'), isCount: true }]
    const rows = (pairs: readonly (readonly [string, unknown])[]) =>
      pairs
        .filter((pair): pair is [string, number] => typeof pair[1] === 'number')
        .map(([name, count]) => [word('count', name), number(count)])
    const title = say('numbers.title', { month })
    const body = html`<h1 class="utrecht-heading-1">${title}</h1>
      <div class="cards">
        <section class="card">
          <h2 class="utrecht-heading-2">${say('numbers.cases')}</h2>
          ${table(say('numbers.cases'), what, rows([...Object.entries(found.cases), ...Object.entries(counts)]))}
        </section>
        <section class="card">
          <h2 class="utrecht-heading-2">${say('numbers.outcomes')}</h2>
          ${table(
            say('numbers.outcomes'),
            what,
            byOutcome.map(({ outcome, cases }) => [word('outcome', outcome), number(cases)]),
          )}
        </section>
        <section class="card">
          <h2 class="utrecht-heading-2">${say('numbers.contacts')}</h2>
          ${table(
            say('numbers.contacts'),
            [...what, { label: say('numbers.reached'), isCount: true }],
            contactAttempts.map(({ kind, attempts, reached }) => [
              word('contact', kind),
              number(attempts),
              number(reached),
            ]),
          )}
        </section>
      </div>`
    return { title, body }
  },
})

/** Counts of a month, for everybody with a duty. */
export const NUMBER_PAGES: readonly PageRoute[] = [numbers]
