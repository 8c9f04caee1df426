import type { Day } from '../../kernel/calendar.js'
import type { IssuedNotice, NoticeStatement, OpenRequest } from '../../rights/index.js'
import { html, type Child, type Html } from '../html.js'
import { partyLabel } from '../party-name.js'
import { stackedTable } from '../table.js'
import type { Speaker, TextKey } from '../text.js'
import { clockCard, type ClockPage } from './rights-clock.js'
import { stateOf } from './rights.js'

/** What the page of a request shows. */
export interface RequestPage extends OpenRequest {
  readonly names: ReadonlyMap<string, string>
  readonly today: Day
  readonly formToken: string
  readonly clock: ClockPage
}

/** One request: what it does, every step, what it reaches, and how it is lifted. */
export function requestPage(speaker: Speaker, page: RequestPage): Html {
  const { say, word } = speaker
  return html`<p class="utrecht-paragraph">
      <a class="utrecht-link" href="/console/rights">${say('rights.back')}</a>
    </p>
    <h1 class="utrecht-heading-1">${say('rights.request')}: ${word('right', page.request.kind)}</h1>
    ${facts(speaker, page)} ${clockCard(speaker, page.clock)} ${steps(speaker, page)}
    ${holds(speaker, page)} ${notices(speaker, page.notices)}
    ${page.request.liftedAt === null && lift(speaker, page)}`
}

function facts(speaker: Speaker, { request, today }: RequestPage): Html {
  const { say, word, instant } = speaker
  const { effects } = request
  const shown: readonly (readonly [TextKey, string])[] = [
    ['rights.state', stateOf(speaker, request, today)],
    ['rights.registered', instant(request.registeredAt)],
    ['rights.by', request.holder],
    ['rights.reason', request.reason],
    ['rights.policy', request.policy],
    ['rights.effects', `${word('effect', effects.delivery)}; ${word('effect', effects.intake)}`],
  ]
  return html`<section class="card">
    <dl class="facts">
      ${shown.map(
        ([key, value]) =>
          html`<dt>${say(key)}</dt>
            <dd>${value}</dd>`,
      )}
    </dl>
  </section>`
}

function steps(speaker: Speaker, { steps: all, names }: RequestPage): Html {
  const { say, word, instant, number } = speaker
  const rows = all.map(({ at, step, party, count }) => [
    instant(at),
    word('happened', step),
    partyLabel(speaker, names, party),
    number(count),
  ])
  return section(
    speaker,
    'rights.steps',
    [
      { label: say('rights.when') },
      { label: say('rights.step') },
      { label: say('rights.whom') },
      { label: say('rights.count'), isCount: true },
    ],
    rows,
  )
}

function holds(speaker: Speaker, { holds: all, names }: RequestPage): Html {
  const { say } = speaker
  const rows = all.map(({ creditor, notificationId, month, withheld, liftedAt }) => [
    partyLabel(speaker, names, creditor),
    html`<code>${notificationId}</code>`,
    month,
    say(withheld !== null && liftedAt === null ? 'rights.stopped' : 'rights.continues'),
  ])
  return section(
    speaker,
    'rights.holds',
    [
      { label: say('rights.creditor') },
      { label: say('rights.notification') },
      { label: say('rights.month') },
      { label: say('rights.withheld') },
    ],
    rows,
  )
}

function notices(speaker: Speaker, all: readonly IssuedNotice[]): Html {
  const { say, word, instant } = speaker
  const rows = all.map(({ issuedAt, statement, acknowledgedAt }) => {
    const { action } = JSON.parse(statement) as NoticeStatement
    return [
      instant(issuedAt),
      word('correction', action),
      acknowledgedAt === null ? say('rights.not_yet') : instant(acknowledgedAt),
    ]
  })
  return section(
    speaker,
    'rights.notices',
    [
      { label: say('rights.issued') },
      { label: say('rights.action') },
      { label: say('rights.acknowledged') },
    ],
    rows,
  )
}

function section(
  { say }: Speaker,
  title: TextKey,
  columns: Parameters<typeof stackedTable>[1],
  rows: readonly (readonly Child[])[],
): Html {
  return html`<section class="card">
    <h2 class="utrecht-heading-2">${say(title)}</h2>
    ${
      rows.length === 0
        ? html`<p class="utrecht-paragraph">${say('rights.nothing')}</p>`
        : stackedTable(say(title), columns, rows)
    }
  </section>`
}

function lift({ say }: Speaker, { request, formToken }: RequestPage): Html {
  return html`<section class="card">
    <h2 class="utrecht-heading-2">${say('rights.lift')}</h2>
    <p class="utrecht-paragraph">${say('rights.lift_text')}</p>
    <form method="post" action="/console/rights/${request.request}/lift">
      <input type="hidden" name="token" value="${formToken}" />
      <button class="utrecht-button utrecht-button--secondary-action" type="submit">
        ${say('rights.lift')}
      </button>
    </form>
  </section>`
}
