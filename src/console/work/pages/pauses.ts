import { MOST_PAUSE_MONTHS, PAUSE_MONTHS } from '../../../collection-pauses/index.js'
import type { components } from '../../../generated/openapi.js'
import { allows } from '../../../outcomes/index.js'
import { choiceField } from '../../fields.js'
import { html, type Html } from '../../html.js'
import type { Speaker } from '../../text.js'
import type { WorkView } from '../work-page.js'
import type { CasePage } from './shown-case.js'

type Schemas = components['schemas']
type Notification = Schemas['FeedItem']['notifications'][number]

/** Withheld envelopes of notifications that still stand with this municipality. */
const STANDS: readonly (Schemas['Withheld'] | undefined)[] = [
  undefined,
  'PURGED',
  'DELIVERED_URGENT',
]
const MONTHS = Array.from({ length: MOST_PAUSE_MONTHS }, (_, at) => (at + 1) as 1 | 2 | 3)

/** For each notification of a case whether its creditor waits, and the form to ask it. */
export function pausesCard(view: WorkView, page: CasePage): Html {
  const { say } = view.speaker
  const { item } = page.known
  return html`<section class="card" data-pauses>
    <h2 class="utrecht-heading-2">${say('pause.title')}</h2>
    <p class="utrecht-paragraph">${say('pause.hint')}</p>
    ${item.notifications.map((one, at) => ofNotification(view, page, one, at))}
  </section>`
}

function ofNotification(view: WorkView, page: CasePage, one: Notification, at: number): Html {
  const { speaker } = view
  const { say } = speaker
  const { known } = page
  const { creditorId, notificationId, creditorName: creditor = creditorId } = one
  // Newest first: what was asked last is how it stands.
  const last = known.pauses.find(
    (pause) => pause.creditorId === creditorId && pause.notificationId === notificationId,
  )
  const isOpen = last?.status === 'ASKED' || last?.status === 'CONFIRMED'
  const isHere = page.moved === undefined && STANDS.includes(one.sealedIdentity.withheld)
  const consent = known.versions[0]?.report.consentToShare
  const may = allows(consent, creditorId, 'COLLECTION_PAUSE')
  const instead = !isHere ? say('pause.gone') : isOpen || may ? undefined : say('pause.no_consent')
  return html`<h3 class="utrecht-heading-3">${say('pause.of', { number: at + 1, creditor })}</h3>
    <p class="utrecht-paragraph" data-pause="${last?.status ?? 'NONE'}">
      ${last === undefined ? say('pause.none') : standing(speaker, last)}
    </p>
    ${isOpen && endForm(view, page, last, creditor)}
    ${isHere && !isOpen && may && askForm(view, page, creditor, at)}
    ${instead !== undefined && html`<p class="utrecht-paragraph small soft">${instead}</p>`}`
}

function standing({ say, day }: Speaker, pause: Schemas['CollectionPause']): string {
  const { status, askedOn, answerBy, untilOn = '', withdrawnOn = '' } = pause
  const text = say(`pause.${status}`, {
    asked: day(askedOn),
    by: day(answerBy),
    until: untilOn === '' ? '' : day(untilOn),
    on: withdrawnOn === '' ? '' : day(withdrawnOn),
    why:
      pause.refusal !== undefined
        ? say(`pause.why_${pause.refusal}`)
        : pause.endedBy !== undefined
          ? say(`pause.by_${pause.endedBy}`)
          : '',
  })
  if (status !== 'ASKED') return text
  return `${text} ${say(pause.readAt === undefined ? 'pause.unread' : 'pause.read')}`
}

function askForm(
  { speaker: { say }, formToken }: WorkView,
  { known: { month, item } }: CasePage,
  creditor: string,
  at: number,
): Html {
  return html`<form method="post" action="/console/work/cases/${month}/${item.caseId}/pauses">
    <input type="hidden" name="token" value="${formToken}" />
    <input type="hidden" name="at" value="${String(at)}" />
    ${choiceField(
      { name: `months_${at}`, label: say('pause.months'), value: String(PAUSE_MONTHS) },
      MONTHS.map((months) => [String(months), say(`pause.months_${months}`)] as const),
    )}
    <div class="actions">
      <button class="utrecht-button utrecht-button--secondary-action" type="submit">
        ${say('pause.ask', { creditor })}
      </button>
    </div>
  </form>`
}

function endForm(
  { speaker: { say }, formToken }: WorkView,
  { known: { month, item } }: CasePage,
  { pauseId, status }: Schemas['CollectionPause'],
  creditor: string,
): Html {
  return html`<form method="post" action="/console/work/cases/${month}/${item.caseId}/pauses/end">
    <input type="hidden" name="token" value="${formToken}" />
    <input type="hidden" name="pause" value="${pauseId}" />
    <div class="actions">
      <button class="utrecht-button utrecht-button--secondary-action" type="submit">
        ${say(status === 'ASKED' ? 'pause.withdraw' : 'pause.end', { creditor })}
      </button>
    </div>
  </form>`
}
