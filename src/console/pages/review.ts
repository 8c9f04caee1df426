import type { OpenPlan, Plans } from '../../reviews/index.js'
import { html, type Html } from '../html.js'
import { mistakeOf, mistakeSummary, type FieldMistake } from '../mistakes.js'
import { textField } from '../fields.js'
import { partyLabel, partyName } from '../party-name.js'
import { ADDRESS_LABELS, type AddressField, type TypedAddress } from '../review/own-address.js'
import { table } from '../table.js'
import type { Speaker } from '../text.js'
import { controllerChoice } from './controller-choice.js'

/** What the page of plans shows. */
export interface ReviewPage {
  readonly found: Plans
  /** Logs that the officer reviews. */
  readonly controllers: readonly string[]
  readonly names: ReadonlyMap<string, string>
  readonly typed: TypedAddress | undefined
  readonly mistakes: readonly FieldMistake<AddressField>[]
  readonly formToken: string
}

/** The plans of a log, and where the officer says where it lives itself. */
export function reviewPage(speaker: Speaker, page: ReviewPage): Html {
  const { say, number } = speaker
  const { plans, controller } = page.found
  const rows = plans.map(({ plan, month, items, closed }) => [
    html`<a class="utrecht-link" href="/console/review/${plan}">${month}</a>`,
    number(items),
    number(closed),
  ])
  const columns = [
    { label: say('review.month') },
    { label: say('review.items'), isCount: true },
    { label: say('review.closed'), isCount: true },
  ]
  return html`<h1 class="utrecht-heading-1">${say('review.title')}</h1>
    ${controllerChoice(speaker, '/console/review', page.controllers, controller, page.names)}
    <p class="utrecht-paragraph soft">
      ${say('overview.whose', { party: partyName(speaker, page.names, controller) })}
    </p>
    <p class="utrecht-paragraph">${say('review.intro')}</p>
    <section class="card">
      <h2 class="utrecht-heading-2">${say('review.plans')}</h2>
      ${
        rows.length === 0
          ? html`<p class="utrecht-paragraph">${say('review.none')}</p>`
          : table(say('review.plans'), columns, rows)
      }
    </section>
    ${ownAddress(speaker, page)}`
}

function ownAddress(speaker: Speaker, page: ReviewPage): Html {
  const { say, instant } = speaker
  const { found, typed, mistakes, formToken } = page
  const field = (name: AddressField, longest: number, required: boolean) => {
    const label = say(ADDRESS_LABELS[name])
    const mistake = mistakeOf(speaker, mistakes, name, label)
    return textField({ name, label, value: typed?.[name] ?? '', mistake, required }, { longest })
  }
  const kept =
    found.ownAddressAt === undefined
      ? say('review.own_not')
      : say('review.own_kept', { at: instant(found.ownAddressAt) })
  return html`<section class="card">
    <h2 class="utrecht-heading-2">${say('review.own')}</h2>
    ${mistakeSummary(speaker, mistakes, (name) => ADDRESS_LABELS[name])}
    <p class="utrecht-paragraph">${say('review.own_text')}</p>
    <p class="utrecht-paragraph">${kept}</p>
    <form method="post" action="/console/review/own-address" autocomplete="off">
      <input type="hidden" name="token" value="${formToken}" />
      <div class="fields">
        ${field('municipality', 4, true)} ${field('postcode', 7, true)}
        ${field('houseNumber', 5, true)}
      </div>
      <div class="actions">
        <button class="utrecht-button utrecht-button--primary-action" type="submit">
          ${say('review.own_button')}
        </button>
      </div>
    </form>
    ${
      found.ownAddressAt !== undefined &&
      html`<form method="post" action="/console/review/own-address/remove">
        <input type="hidden" name="token" value="${formToken}" />
        <button class="utrecht-button utrecht-button--secondary-action" type="submit">
          ${say('review.own_remove')}
        </button>
      </form>`
    }
  </section>`
}

/** What the page of a plan shows. */
export interface PlanPage extends OpenPlan {
  readonly names: ReadonlyMap<string, string>
  readonly formToken: string
}

/** A month's plan: its items, how they were drawn, and the signed report. */
export function planPage(speaker: Speaker, page: PlanPage): Html {
  const { say, word, number } = speaker
  const { plan, items, names } = page
  const rows = items.map(({ item, position, kind, actor, number: entry, status, decision }) => [
    html`<a class="utrecht-link" href="/console/review/items/${item}">${number(position + 1)}</a>`,
    word('kind', kind),
    number(entry),
    partyLabel(speaker, names, actor),
    word('status', status),
    decision === null ? '' : word('decision', decision),
  ])
  const columns = [
    { label: say('review.item') },
    { label: say('review.kind') },
    { label: say('review.entry'), isCount: true },
    { label: say('review.actor') },
    { label: say('review.status') },
    { label: say('review.decision') },
  ]
  const title = say('review.plan_title', { month: plan.month })
  return html`<h1 class="utrecht-heading-1">${title}</h1>
    <p class="utrecht-paragraph soft">
      ${say('overview.whose', { party: partyName(speaker, names, plan.controller) })}
    </p>
    <section class="card">
      <h2 class="utrecht-heading-2">${say('review.items')}</h2>
      ${table(title, columns, rows)}
    </section>
    <div class="cards">${found(speaker, page)} ${report(speaker, page)}</div>
    ${draw(speaker, page)}`
}

function found({ say, word, number }: Speaker, { plan }: PlanPage): Html {
  const rows = Object.entries(plan.found).map(([kind, times]) => [
    word('kind', kind),
    number(times),
  ])
  const columns = [{ label: say('review.kind') }, { label: say('review.times'), isCount: true }]
  return html`<section class="card">
    <h2 class="utrecht-heading-2">${say('review.found')}</h2>
    ${table(say('review.found'), columns, rows)}
  </section>`
}

function report({ say }: Speaker, { plan, formToken }: PlanPage): Html {
  return html`<section class="card">
    <h2 class="utrecht-heading-2">${say('review.report')}</h2>
    <p class="utrecht-paragraph">${say('review.report_text')}</p>
    <form method="post" action="/console/review/${plan.plan}/report" class="actions">
      <input type="hidden" name="token" value="${formToken}" />
      <button
        class="utrecht-button utrecht-button--secondary-action"
        type="submit"
        name="format"
        value="html"
      >
        ${say('review.report_html')}
      </button>
      <button
        class="utrecht-button utrecht-button--secondary-action"
        type="submit"
        name="format"
        value="json"
      >
        ${say('review.report_json')}
      </button>
    </form>
  </section>`
}

function draw({ say, number }: Speaker, { plan }: PlanPage): Html {
  const numbers = say('review.numbers_text', {
    first: number(plan.first),
    last: number(plan.last),
  })
  return html`<section class="card">
    <h2 class="utrecht-heading-2">${say('review.draw')}</h2>
    <p class="utrecht-paragraph">${say('review.draw_text')}</p>
    <dl class="facts">
      <dt>${say('review.numbers')}</dt>
      <dd>${numbers}</dd>
      <dt>${say('review.population')}</dt>
      <dd>${number(plan.population)}</dd>
      <dt>${say('review.seed')}</dt>
      <dd><code>${plan.seed.toString('hex')}</code></dd>
      <dt>${say('review.checkpoint')}</dt>
      <dd><code>${plan.checkpoint}</code></dd>
    </dl>
  </section>`
}
