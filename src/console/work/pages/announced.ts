import { dayOf } from '../../../kernel/calendar.js'
import type { Announced } from '../../../transfers/index.js'
import { html, type Html } from '../../html.js'
import type { Speaker } from '../../text.js'

/** What other municipalities wait for, and what must not be visited any more; nothing when all is done. */
export function announcedAlert(
  { say, day }: Speaker,
  { open, crisis, lapsesAt, lapsed }: Announced,
): Html | false {
  if (open === 0 && lapsed === 0) return false
  return html`<div class="utrecht-alert utrecht-alert--warning" role="note" data-announced>
    ${
      lapsesAt !== null &&
      html`<p>
        ${say('transfer.announced', { count: open, crisis, day: day(dayOf(lapsesAt)) })}
        <a class="utrecht-link" href="/console/work/transfers">${say('transfer.list')}</a>
      </p>`
    }
    ${
      lapsed > 0 &&
      html`<p>
        ${say('transfer.announced_lapsed', { count: lapsed })}
        <a class="utrecht-link" href="/console/work/transfers">${say('transfer.all')}</a>
      </p>`
    }
  </div>`
}
