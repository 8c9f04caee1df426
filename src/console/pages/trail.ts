import type { NotifiedFact, TrailStep } from '../../log-review/index.js'
import { html, type Html } from '../html.js'
import { partyLabel, partyName } from '../party-name.js'
import { readRecord } from '../record.js'
import { stackedTable } from '../table.js'
import type { Speaker } from '../text.js'

/** What touched a household. */
export interface TrailPage {
  readonly reason: string
  readonly steps: readonly TrailStep[]
  readonly notifications: readonly NotifiedFact[]
  readonly truncated: boolean
  /** Whether a part of the log was left out, as it is confidential and not for this officer. */
  readonly isPartial: boolean
  /** Where an entry of a controller is shown, as `search/…`. */
  readonly searches: ReadonlyMap<string, string>
  readonly names: ReadonlyMap<string, string>
}

/** Every notification and every access that the officer's logs hold about a household. */
export function trailPage(speaker: Speaker, page: TrailPage): Html {
  const { say } = speaker
  return html`<h1 class="utrecht-heading-1">${say('resident.found')}</h1>
    <p class="utrecht-paragraph">${say('resident.reason', { reason: page.reason })}</p>
    ${page.truncated && warning(say('resident.truncated'))}
    ${page.isPartial && warning(say('resident.left_out'))}
    ${page.steps.length === 0 ? warning(say('resident.nothing')) : tables(speaker, page)}
    <p class="utrecht-paragraph">
      <a class="utrecht-link" href="/console/resident">${say('resident.again')}</a>
    </p>`
}

function tables(speaker: Speaker, page: TrailPage): Html {
  const { say } = speaker
  const notified = notifications(speaker, page)
  return html`<section class="card">
      <h2 class="utrecht-heading-2">${say('resident.notifications')}</h2>
      ${
        notified.length === 0
          ? html`<p class="utrecht-paragraph">${say('resident.no_notifications')}</p>`
          : stackedTable(
              say('resident.notifications'),
              [
                { label: say('resident.notified_by') },
                { label: say('resident.notification') },
                { label: say('resident.received') },
                { label: say('overview.sectors') },
                { label: say('resident.status') },
                { label: say('resident.matched') },
              ],
              notified,
            )
      }
    </section>
    <section class="card">
      <h2 class="utrecht-heading-2">${say('resident.accesses')}</h2>
      ${stackedTable(
        say('resident.accesses'),
        [
          { label: say('results.number') },
          { label: say('results.when') },
          { label: say('results.who') },
          { label: say('results.what') },
          { label: say('search.purpose') },
          { label: say('resident.matched') },
          { label: say('resident.references') },
        ],
        page.steps.map((step) => access(speaker, page, step)),
      )}
    </section>`
}

/** The notifications that came in, newest first: `creditor/notification` in an entry of intake. */
function notifications(speaker: Speaker, { steps, names, notifications: known }: TrailPage) {
  const { instant, word } = speaker
  const facts = new Map(known.map((one) => [`${one.creditor}/${one.notificationId}`, one]))
  return steps.flatMap(({ entry, references, own }) => {
    const { action, at } = readRecord(entry.record)
    if (action !== 'INTAKE') return []
    return references.map((reference) => {
      const [creditor = '', notification = ''] = reference.split('/')
      const fact = facts.get(reference)
      return [
        partyLabel(speaker, names, creditor),
        html`<code>${notification}</code>`,
        instant(at),
        fact === undefined ? '' : word('sector', fact.sector),
        word('state', fact?.status ?? 'FORGOTTEN'),
        agreementOf(speaker, own.includes(reference), fact),
      ]
    })
  })
}

function access(
  speaker: Speaker,
  { searches, names }: TrailPage,
  { entry, references, matched }: TrailStep,
) {
  const { number, instant, word } = speaker
  const record = readRecord(entry.record)
  const search = searches.get(entry.controller) ?? ''
  return [
    html`<a class="utrecht-link" href="/console/search/${search}/entries/${entry.entryId}"
        >${number(entry.number)}</a
      ><br /><span class="small soft">${partyName(speaker, names, entry.controller)}</span>`,
    html`<span class="nowrap">${instant(record.at)}</span>`,
    html`${partyLabel(speaker, names, record.actor)}<br /><span class="small soft"
        >${word('role', record.role)}</span
      >`,
    word('action', record.action),
    word('purpose', record.purpose),
    agreement(speaker, matched),
    html`<code>${references.slice(0, 5).join(', ')}</code>`,
  ]
}

/** A notification by itself: beside the name, by what else it can be told from another's. */
function agreementOf(speaker: Speaker, isOwn: boolean, fact: NotifiedFact | undefined): string {
  const { say } = speaker
  if (!isOwn) return agreement(speaker, 'HOUSEHOLD')
  switch (fact?.agrees) {
    case 'YES':
      return say('resident.agrees_YES')
    case 'DOUBTFUL':
      return say('resident.agrees_DOUBTFUL')
    case 'OTHER':
      return say('resident.agrees_OTHER')
    default:
      return agreement(speaker, 'PERSON')
  }
}

function agreement({ say }: Speaker, matched: TrailStep['matched']): string {
  return say(matched === 'PERSON' ? 'resident.person' : 'resident.household')
}

function warning(text: string): Html {
  return html`<div class="utrecht-alert utrecht-alert--info" role="status"><p>${text}</p></div>`
}
