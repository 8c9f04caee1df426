import type { components } from '../../../generated/openapi.js'
import { dayOf } from '../../../kernel/calendar.js'
import { choiceField } from '../../fields.js'
import { html, type Html } from '../../html.js'
import { stackedTable } from '../../table.js'
import type { WorkView } from '../work-page.js'
import { openingCard } from './opening.js'

type Transfer = components['schemas']['Transfer']
type Content = components['schemas']['TransferContent']

export const REFUSALS = ['NOT_RESIDENT', 'KNOWN', 'OTHER'] as const

/** Cases that are offered and were handed over, those that wait for a decision here first. */
export function transfersPage(view: WorkView, transfers: readonly Transfer[]): Html {
  const { say } = view.speaker
  const waiting = transfers.filter(isWaiting)
  return html`<h1 class="utrecht-heading-1">${say('transfer.list')}</h1>
    ${
      transfers.length === 0 &&
      html`<div class="card"><p class="utrecht-paragraph">${say('transfer.none')}</p></div>`
    }
    ${waiting.length > 0 && tableOf(view, say('transfer.open_offers'), waiting)}
    ${transfers.length > 0 && tableOf(view, say('transfer.done_offers'), transfers)}`
}

function isWaiting({ direction, status }: Transfer): boolean {
  return direction === 'IN' && status === 'OFFERED'
}

function tableOf(view: WorkView, title: string, transfers: readonly Transfer[]): Html {
  const { say, instant, day } = view.speaker
  const columns = [
    { label: say('transfer.direction') },
    { label: say('transfer.municipality') },
    { label: say('transfer.offered_at') },
    { label: say('transfer.until') },
    { label: say('transfer.state') },
    { label: say('transfer.remark') },
    { label: say('cases.case') },
  ]
  const rows = transfers.map((one) => [
    say(`transfer.${one.direction}`),
    one.municipalityName ?? one.municipalityCode,
    instant(new Date(one.offeredAt)),
    one.status === 'OFFERED' ? day(dayOf(new Date(one.lapsesAt))) : '',
    say(`transfer.${one.status}`),
    remarkOf(view, one),
    linkOf(view, one),
  ])
  return html`<section class="card">
    <h2 class="utrecht-heading-2">${title}</h2>
    ${stackedTable(title, columns, rows)}
  </section>`
}

function remarkOf({ speaker: { say } }: WorkView, one: Transfer): string {
  if (one.refusal !== undefined) return say(`transfer.refusal_${one.refusal}`)
  const lapsed = one.notifications.filter((each) => each.lapsed !== undefined).length
  return lapsed === 0
    ? ''
    : say('transfer.no_visit', { count: lapsed, all: one.notifications.length })
}

function linkOf({ speaker: { say }, worker, formToken }: WorkView, one: Transfer): Html | string {
  const { transferId, direction, status } = one
  const name = one.municipalityName ?? one.municipalityCode
  if (direction === 'IN') {
    if (status !== 'OFFERED' && status !== 'ACCEPTED') return ''
    return html`<a
      class="utrecht-link"
      href="/console/work/transfers/${transferId}"
      aria-label="${say('transfer.open')}: ${name} ${transferId.slice(0, 8)}"
      >${say('transfer.open')}</a
    >`
  }
  const shown = html`<a href="/console/work/cases/${one.month ?? ''}/${one.caseId ?? ''}"
    ><code>${(one.caseId ?? '').slice(0, 8)}</code></a
  >`
  if (status !== 'OFFERED' || worker.duty !== 'COORDINATOR') return shown
  return html`${shown}
    <form method="post" action="/console/work/transfers/${transferId}">
      <input type="hidden" name="token" value="${formToken}" />
      <input type="hidden" name="decision" value="WITHDRAW" />
      <button
        class="utrecht-button utrecht-button--secondary-action"
        type="submit"
        aria-label="${say('transfer.withdraw')}: ${name} ${transferId.slice(0, 8)}"
      >
        ${say('transfer.withdraw')}
      </button>
    </form>`
}

/** One case that is offered to us, or that we took over: opened in the browser, then decided about. */
export function offerPage(view: WorkView, content: Content): Html {
  const { say, word, euros, day } = view.speaker
  const { transfer, urgency, deadlineOn, notifications } = content
  const { transferId, status, ground, lapsesAt, month } = transfer
  const name = transfer.municipalityName ?? transfer.municipalityCode
  const facts = (['name', 'address', 'phone', 'email'] as const).map(
    (field) =>
      html`<dt>${say(`case.${field}`)}</dt>
        <dd data-of="${field}" data-for="${transferId}">
          <span class="soft">${say('cases.sealed')}</span>
        </dd>`,
  )
  const rows = notifications.map((one) => [
    one.creditorName ?? one.creditorId,
    word('sector', one.sector),
    word('notice', one.kind),
    one.arrearsCents === undefined ? '' : euros(one.arrearsCents),
    day(one.reportedOn),
    one.sealedIdentity.withheld === undefined ? '' : word('withheld', one.sealedIdentity.withheld),
  ])
  const columns = [
    { label: say('case.creditor') },
    { label: say('case.sector') },
    { label: say('case.kind') },
    { label: say('case.amount'), isCount: true },
    { label: say('case.reported') },
    { label: say('case.state') },
  ]
  const isOpen = status === 'OFFERED'
  return html`<h1 class="utrecht-heading-1">
      ${say(isOpen ? 'transfer.one' : 'transfer.taken', { name })}
    </h1>
    <p class="utrecht-paragraph">
      <a class="utrecht-link" href="/console/work/transfers">${say('transfer.all')}</a>
    </p>
    ${
      month !== undefined &&
      html`<div class="utrecht-alert utrecht-alert--ok" role="status">
        <p>${say('transfer.in_month', { month })}</p>
      </div>`
    }
    ${openingCard(view, '', 'one')}
    <section class="card" data-work="transfer" data-case="${transferId}">
      <h2 class="utrecht-heading-2">${say('case.person')}</h2>
      <dl class="facts">
        ${facts}
        <dt>${say('transfer.ground')}</dt>
        <dd>${say(`transfer.ground_${ground}`)}</dd>
        <dt>${say('cases.urgency')}</dt>
        <dd>
          ${word('urgency', urgency)}${deadlineOn !== undefined && `, ${say('cases.deadline').toLowerCase()} ${day(deadlineOn)}`}
        </dd>
        ${
          isOpen &&
          html`<dt>${say('transfer.until')}</dt>
            <dd>${day(dayOf(new Date(lapsesAt)))}</dd>`
        }
      </dl>
    </section>
    <section class="card">
      <h2 class="utrecht-heading-2">${say('case.notifications')}</h2>
      ${stackedTable(say('case.notifications'), columns, rows)}
    </section>
    ${isOpen && view.worker.duty === 'COORDINATOR' && decisionCard(view, transferId)}`
}

function decisionCard({ speaker: { say }, formToken }: WorkView, transferId: string): Html {
  const form = (decision: 'ACCEPT' | 'REFUSE', fields: Html | false, kind: string, text: string) =>
    html`<form method="post" action="/console/work/transfers/${transferId}">
      <input type="hidden" name="token" value="${formToken}" />
      <input type="hidden" name="decision" value="${decision}" />
      ${fields}
      <div class="actions">
        <button class="utrecht-button utrecht-button--${kind}-action" type="submit">${text}</button>
      </div>
    </form>`
  const reason = choiceField(
    { name: 'refusal', label: say('transfer.reason'), value: 'NOT_RESIDENT' },
    REFUSALS.map((code) => [code, say(`transfer.refusal_${code}`)] as const),
  )
  return html`<section class="card">
    <h2 class="utrecht-heading-2">${say('case.state')}</h2>
    <p class="utrecht-paragraph">${say('transfer.accept_hint')}</p>
    ${form('ACCEPT', false, 'primary', say('transfer.accept'))}
    ${form('REFUSE', reason, 'secondary', say('transfer.refuse'))}
  </section>`
}
