import { RUNNING_RULES } from '../../../feeds/index.js'
import type { WorkCase } from '../../../workbench/index.js'
import { html, type Html } from '../../html.js'
import { stackedTable } from '../../table.js'
import type { Speaker } from '../../text.js'
import type { WorkView } from '../work-page.js'
import type { CasePage } from './shown-case.js'
import { assignCard } from './assign.js'
import { binName, binProposal } from './bin.js'
import { historyCard } from './history.js'
import { planCard } from './plan.js'
import { mistakesAlert, warningsAlert } from './mistakes.js'
import { contactCard } from './contacts.js'
import { endingCard } from './ending.js'
import { lettersCard } from './letters.js'
import { openingCard } from './opening.js'
import { pausesCard } from './pauses.js'
import { transferCard } from './transfer-plan.js'

/** A case with its notifications and history; who it is about is filled in by the browser. */
export function casePage(view: WorkView, page: CasePage): Html {
  const { speaker, query } = view
  const { say } = speaker
  const { month, item } = page.known
  // Codes with words of their own only: the address is anybody's to write.
  const warned = [...new Set((query['mind'] ?? '').split(/[ +]/))].filter(
    (code) => /^[A-Z_]{1,40}$/.test(code) && speaker.word('remark', code) !== code,
  )
  return html`<h1 class="utrecht-heading-1">
      ${say('case.title', { id: item.caseId.slice(0, 8) })}
    </h1>
    <p class="utrecht-paragraph">
      <a class="utrecht-link" href="/console/work/cases?month=${month}">${say('case.back')}</a>
    </p>
    ${/^[0-9]{1,6}$/.test(query['saved'] ?? '') && saved(speaker, query['saved']!)}
    ${warned.length > 0 && warningsAlert(speaker, warned)}
    ${page.mistakes.length > 0 && mistakesAlert(speaker, page.mistakes)}
    ${openingCard(view, month, 'case', item.ruleVersion === RUNNING_RULES)}
    <div class="cards">${person(view, page.known)} ${about(speaker, page.known)}</div>
    ${notifications(speaker, page.known)} ${planCard(speaker, page.known)} ${assignCard(view, page)}
    ${contactCard(view, page)} ${endingCard(view, page)} ${pausesCard(view, page)}
    ${transferCard(view, page)} ${lettersCard(view, page)} ${historyCard(speaker, page.known)}`
}

function saved({ say }: Speaker, version: string): Html {
  return html`<div class="utrecht-alert utrecht-alert--ok" role="status">
    <p>${say('case.saved', { version })}</p>
  </div>`
}

function about(speaker: Speaker, { item, bins }: WorkCase): Html {
  const { say, word, euros, day, language } = speaker
  const proposal = binProposal(speaker, item.workBin, bins)
  const reasons = item.reasons.map((reason) => html`<li>${reason[language]}</li>`)
  const quality = item.quality.map((code) => html`<li>${word('quality', code)}</li>`)
  const isGone = item.statusAtPull === 'WITHDRAWN'
  return html`<section class="card">
    <h2 class="utrecht-heading-2">${say('case.about')}</h2>
    <dl class="facts">
      <dt>${say('case.state')}</dt>
      <dd class="${isGone && 'bad'}">${word('at_pull', item.statusAtPull)}</dd>
      <dt>${say('cases.urgency')}</dt>
      <dd>
        ${word('urgency', item.urgency)}
        ${item.deadlineOn !== undefined && `, ${say('cases.deadline').toLowerCase()} ${day(item.deadlineOn)}`}
      </dd>
      <dt>${say('cases.class')}</dt>
      <dd>${word('class', item.matchClass)}</dd>
      <dt>${say('case.months')}</dt>
      <dd>${item.consecutiveMonths}</dd>
      <dt>${say('cases.amount')}</dt>
      <dd>${euros(item.totalArrearsCents)}</dd>
      ${
        item.district !== undefined &&
        html`<dt>${say('cases.district')}</dt>
          <dd>${item.district}</dd>`
      }
      <dt>${say('cases.bin_label')}</dt>
      <dd>
        ${binName(speaker, item.workBin, bins)}
        ${!isGone && proposal !== undefined && html`<span class="soft">${proposal}</span>`}
      </dd>
    </dl>
    <h3 class="utrecht-heading-3">${say('case.why')}</h3>
    <ul>
      ${reasons}
    </ul>
    <p class="utrecht-paragraph small soft">${say('case.rule', { version: item.ruleVersion })}</p>
    ${
      quality.length > 0 &&
      html`<h3 class="utrecht-heading-3">${say('case.quality')}</h3>
        <ul>
          ${quality}
        </ul>`
    }
  </section>`
}

/** Filled in by the script; until then each says that it is sealed. */
function person({ speaker: { say } }: WorkView, { item, month }: WorkCase): Html {
  const fields = (['name', 'address', 'phone', 'email'] as const).map(
    (field) =>
      html`<dt>${say(`case.${field}`)}</dt>
        <dd data-of="${field}" data-for="${item.caseId}">
          <span class="soft">${say('cases.sealed')}</span>
        </dd>`,
  )
  return html`<section
    class="card"
    data-work="case"
    data-case="${item.caseId}"
    data-month="${month}"
  >
    <h2 class="utrecht-heading-2">${say('case.person')}</h2>
    <dl class="facts">${fields}</dl>
  </section>`
}

function notifications(speaker: Speaker, { item }: WorkCase): Html {
  const { say, word, euros, day } = speaker
  const rows = item.notifications.map((one) => [
    one.creditorName ?? one.creditorId,
    word('sector', one.sector),
    word('notice', one.kind),
    one.arrearsCents === undefined ? '' : euros(one.arrearsCents),
    one.oldestDueOn === undefined ? '' : day(one.oldestDueOn),
    day(one.reportedOn),
    standing(speaker, one.sealedIdentity),
  ])
  const columns = [
    { label: say('case.creditor') },
    { label: say('case.sector') },
    { label: say('case.kind') },
    { label: say('case.amount'), isCount: true },
    { label: say('case.oldest') },
    { label: say('case.reported') },
    { label: say('case.state') },
  ]
  return html`<section class="card">
    <h2 class="utrecht-heading-2">${say('case.notifications')}</h2>
    ${stackedTable(say('case.notifications'), columns, rows)}
  </section>`
}

function standing(
  { word }: Speaker,
  { withheld, disputed }: WorkCase['item']['notifications'][number]['sealedIdentity'],
): string {
  const said = [
    withheld === undefined ? '' : word('withheld', withheld),
    disputed === true ? word('withheld', 'DISPUTED') : '',
  ]
  return said.filter((one) => one !== '').join('; ')
}
