import type { components } from '../../../generated/openapi.js'
import { choiceField, textField } from '../../fields.js'
import { html, type Html } from '../../html.js'
import { stackedTable } from '../../table.js'
import type { WorkView } from '../work-page.js'
import { spokenTexts } from './opening.js'
import type { CasePage } from './shown-case.js'

type Schemas = components['schemas']

export const GROUNDS = [
  'MOVED',
  'NEVER_RESIDENT',
] as const satisfies readonly Schemas['TransferGround'][]

/** On the page of a case: where it went, or the choice of where it is to go. */
export function transferCard(
  { speaker: { say }, worker }: WorkView,
  { known: { month, item }, moved, targets }: CasePage,
): Html | false {
  if (worker.duty !== 'COORDINATOR') return false
  if (moved !== undefined) {
    const name = moved.to_name ?? moved.receiver
    const text = moved.status === 'OFFERED' ? 'transfer.of_case' : 'transfer.of_case_done'
    return html`<section class="card" data-moved>
      <h2 class="utrecht-heading-2">${say('transfer.title')}</h2>
      <p class="utrecht-paragraph">${say(text, { name })}</p>
      <p class="utrecht-paragraph">
        <a class="utrecht-link" href="/console/work/transfers">${say('transfer.all')}</a>
      </p>
    </section>`
  }
  if (targets.length === 0 || item.statusAtPull === 'WITHDRAWN') return false
  const options = targets.map(({ code, name }) => [code, name] as const)
  return html`<section class="card">
    <h2 class="utrecht-heading-2">${say('transfer.title')}</h2>
    <p class="utrecht-paragraph">${say('transfer.hint')}</p>
    <form method="get" action="/console/work/cases/${month}/${item.caseId}/transfer">
      ${choiceField({ name: 'to', label: say('transfer.to'), value: '' }, options)}
      <div class="actions">
        <button class="utrecht-button utrecht-button--secondary-action" type="submit">
          ${say('transfer.look')}
        </button>
      </div>
    </form>
  </section>`
}

/** What of a case would go; offering happens in the browser, which seals it anew. */
export function planPage(
  view: WorkView,
  month: string,
  caseId: string,
  plan: Schemas['TransferPlan'],
): Html {
  const { speaker, formToken } = view
  const { say, word } = speaker
  const { municipalityCode: to, municipalityName: name, keyId } = plan
  const rows = plan.notifications.map(({ creditorId, sector, stays }) => [
    creditorId,
    word('sector', sector),
    say(stays === undefined ? 'transfer.goes' : `transfer.stays_${stays}`),
  ])
  const columns = [
    { label: say('case.creditor') },
    { label: say('case.sector') },
    { label: say('transfer.happens') },
  ]
  const title = say('transfer.plan', { id: caseId.slice(0, 8), name })
  return html`<h1 class="utrecht-heading-1">${title}</h1>
    <p class="utrecht-paragraph">
      <a class="utrecht-link" href="/console/work/cases/${month}/${caseId}">${say('case.back')}</a>
    </p>
    <section class="card">
      <p class="utrecht-paragraph">${say('transfer.plan_intro')}</p>
      ${stackedTable(title, columns, rows)}
    </section>
    <section class="card">
      <p class="utrecht-paragraph">${say('transfer.key', { name })} <code>${keyId}</code></p>
      <p class="utrecht-paragraph whole" data-said="no_script">${say('open.no_script')}</p>
      <form
        method="post"
        action="/console/work/cases/${month}/${caseId}/transfer"
        data-transfer="/console/work/cases/${month}/${caseId}/transfer"
        data-key="${keyId}"
      >
        <input type="hidden" name="token" value="${formToken}" />
        <input type="hidden" name="to" value="${to}" />
        <input type="hidden" name="sealed" value="" />
        <div class="fields">
          ${choiceField(
            { name: 'ground', label: say('transfer.ground'), value: 'MOVED' },
            GROUNDS.map((ground) => [ground, say(`transfer.ground_${ground}`)] as const),
          )}
          ${textField({ name: 'told', label: say('transfer.told', { name }), value: '' }, { longest: 43 })}
        </div>
        <p class="utrecht-paragraph small soft">${say('transfer.after')}</p>
        <div class="actions">
          <button
            class="utrecht-button utrecht-button--primary-action"
            type="submit"
            data-offer
            ${{ flag: 'disabled', on: true } as const}
          >
            ${say('transfer.offer')}
          </button>
        </div>
        <p class="utrecht-paragraph" role="status" data-say></p>
      </form>
      ${spokenTexts(speaker)}
      <div hidden>
        <span data-text="lost_keys">${say('transfer.lost_keys')}</span>
        <span data-text="other_key">${say('transfer.other_key')}</span>
      </div>
    </section>`
}
