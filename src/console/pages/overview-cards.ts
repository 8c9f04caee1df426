import type { LogHealth } from '../../access-log/index.js'
import { daysUntil, stepOf } from '../../expiry/index.js'
import type { JobState } from '../../jobs/index.js'
import { addDays, instantOf } from '../../kernel/calendar.js'
import type { Overview } from '../../log-review/index.js'
import { html, type Html } from '../html.js'
import { partyLabel } from '../party-name.js'
import { table } from '../table.js'
import type { Speaker } from '../text.js'

/** Whether the log is whole and up to date. */
export function healthCard(
  { say, number, instant }: Speaker,
  { overview: { checkpoint, verified }, health }: { overview: Overview; health: LogHealth },
): Html {
  const state =
    health.stopped === null
      ? html`<span class="good">${say('overview.in_order')}</span>`
      : html`<span class="bad">${say('overview.stopped', { reason: health.stopped })}</span>`
  const covered =
    checkpoint === undefined
      ? say('overview.no_checkpoint')
      : say('overview.checkpoint_text', {
          at: instant(checkpoint.signedAt),
          size: number(checkpoint.size),
        })
  const waiting = say('overview.waiting_text', {
    count: number(health.pending),
    seconds: number(Math.round(health.lagSeconds)),
  })
  return html`<section class="card">
    <h2 class="utrecht-heading-2">${say('overview.health')}</h2>
    <dl class="facts">
      <dt>${say('overview.state')}</dt>
      <dd>${state}</dd>
      <dt>${say('overview.checkpoint')}</dt>
      <dd>${covered}</dd>
      <dt>${say('overview.waiting')}</dt>
      <dd>${waiting}</dd>
      <dt>${say('overview.verified')}</dt>
      <dd>
        ${verified?.by.map(
          ({ witness, at }) =>
            html`${say('overview.witnessed', {
                witness,
                at: instant(at),
                size: number(verified.size),
              })}<br />`,
        )}
        <span class="soft"
          >${say(verified === undefined ? 'overview.verified_text' : 'overview.verified_more')}</span
        >
      </dd>
    </dl>
  </section>`
}

/** Certificates and mandates that end soon. */
export function endingCards(
  speaker: Speaker,
  { overview, now }: { overview: Overview; now: Date },
): Html {
  const { certificates, mandates, sealingKeys, names } = overview
  const { say, instant, day } = speaker
  const ends = (endsAt: Date, text: string) => {
    if (endsAt < now) return html`<span class="bad">${text}, ${say('overview.ended')}</span>`
    const step = stepOf(daysUntil(endsAt, now))
    if (step === undefined) return text
    const within = say(step === 1 ? 'overview.within_day' : 'overview.within', {
      days: String(step),
    })
    return step <= 7
      ? html`<span class="bad">${text}, ${within}</span>`
      : html`<strong>${text}, ${within}</strong>`
  }
  const held = certificates.map(({ party, purpose, holder, endsAt }) => [
    partyLabel(speaker, names, party),
    say(purpose === 'transport' ? 'overview.transport' : 'overview.signing'),
    holder ?? say('overview.software'),
    ends(endsAt, instant(endsAt)),
  ])
  const agreed = mandates.map(({ agreement, creditor, municipality, sectors, endsOn }) => [
    agreement,
    partyLabel(speaker, names, creditor),
    municipality,
    sectors.join(', '),
    ends(instantOf(addDays(endsOn, 1), 0), day(endsOn)),
  ])
  const keys = sealingKeys.map(({ id, endsAt, isReplaced }) => [
    html`<code>${id}</code>`,
    isReplaced ? say('overview.replaced') : ends(endsAt, instant(endsAt)),
  ])
  const none = html`<p class="utrecht-paragraph">${say('overview.nothing')}</p>`
  return html`<section class="card">
    <h2 class="utrecht-heading-2">${say('overview.ending')}</h2>
    <h3 class="utrecht-heading-3">${say('overview.certificates')}</h3>
    ${held.length === 0 ? none : table(say('overview.certificates'), labels(say('overview.party'), say('overview.kind'), say('overview.holder'), say('overview.ends')), held)}
    <h3 class="utrecht-heading-3">${say('overview.mandates')}</h3>
    ${agreed.length === 0 ? none : table(say('overview.mandates'), labels(say('overview.agreement'), say('overview.party'), say('overview.municipality'), say('overview.sectors'), say('overview.ends')), agreed)}
    <h3 class="utrecht-heading-3">${say('overview.sealing_keys')}</h3>
    ${keys.length === 0 ? none : table(say('overview.sealing_keys'), labels(say('overview.key'), say('overview.ends')), keys)}
  </section>`
}

/** What runs by itself, and up to when it has done its work. */
export function jobsCard(speaker: Speaker, jobs: readonly JobState[]): Html | false {
  const { say, instant, word } = speaker
  if (jobs.length === 0) return false
  const rows = jobs.map(({ job, municipality, doneUntil }) => [
    word('job', job),
    municipality ?? say('overview.everybody'),
    instant(doneUntil),
  ])
  return html`<section class="card">
    <h2 class="utrecht-heading-2">${say('overview.jobs')}</h2>
    ${table(say('overview.jobs'), labels(say('overview.job'), say('overview.municipality'), say('overview.done')), rows)}
  </section>`
}

/** What of the monthly reviews is still to be done. */
export function reviewCard({ say, number }: Speaker, open: number): Html {
  return html`<section class="card">
    <h2 class="utrecht-heading-2">${say('review.title')}</h2>
    <p class="utrecht-paragraph">
      ${open === 1 ? say('overview.open_item') : say('overview.open_items', { count: number(open) })}
    </p>
    <p class="utrecht-paragraph">
      <a class="utrecht-link" href="/console/review">${say('nav.review')}</a>
    </p>
  </section>`
}

function labels(...names: readonly string[]) {
  return names.map((label) => ({ label }))
}
