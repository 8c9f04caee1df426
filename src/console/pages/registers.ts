import type { RegisteredActivity, RegisteredKey, Registers } from '../../registers/index.js'
import { html, type Child, type Html } from '../html.js'
import { partyLabel, partyName } from '../party-name.js'
import { table } from '../table.js'
import type { Speaker } from '../text.js'
import { controllerChoice } from './controller-choice.js'

/** What the page of registers shows. */
export interface RegistersPage {
  readonly found: Registers
  readonly controllers: readonly string[]
  readonly names: ReadonlyMap<string, string>
  readonly formToken: string
}

/** Processing activities, agreements, keys with the proofs of their end, and decisions. */
export function registersPage(speaker: Speaker, page: RegistersPage): Html {
  const { say } = speaker
  const { found, controllers, names, formToken } = page
  const { controller } = found
  return html`<h1 class="utrecht-heading-1">${say('registers.title')}</h1>
    ${controllerChoice(speaker, '/console/registers', controllers, controller, names)}
    <p class="utrecht-paragraph soft">
      ${say('overview.whose', { party: partyName(speaker, names, controller) })}
    </p>
    <p class="utrecht-paragraph">${say('registers.intro')}</p>
    <form method="post" action="/console/registers/json">
      <input type="hidden" name="token" value="${formToken}" />
      <input type="hidden" name="log" value="${controller}" />
      <button class="utrecht-button utrecht-button--secondary-action" type="submit">
        ${say('registers.json')}
      </button>
    </form>
    <section class="card">
      <h2 class="utrecht-heading-2">${say('registers.activities')}</h2>
      <p class="utrecht-paragraph">${say('registers.security')}</p>
      ${found.activities.map((activity) => activityPart(speaker, activity))}
    </section>
    ${agreements(speaker, page)} ${keys(speaker, found)} ${decisions(speaker, found)}`
}

function activityPart(speaker: Speaker, activity: RegisteredActivity): Html {
  const { say, word, language } = speaker
  const terms = activity.terms.map(({ kind, standard, unit }) => {
    const key = unit === 'day' ? 'registers.days' : 'registers.months'
    return html`<li>${kind}: ${say(key, { term: standard })}</li>`
  })
  const fact = (label: string, value: Child) =>
    html`<dt>${label}</dt>
      <dd>${value}</dd>`
  return html`<article id="${activity.name.replace('@', '-')}">
    <h3 class="utrecht-heading-3">${activity.title[language]} <code>${activity.name}</code></h3>
    <p class="utrecht-paragraph">${activity.text[language]}</p>
    <dl class="facts">
      ${fact(say('registers.purposes'), activity.purposes.map((one) => word('purpose', one)).join(', '))}
      ${fact(say('registers.bases'), activity.legalBases.join(', '))}
      ${fact(say('registers.subjects'), activity.subjects[language])}
      ${fact(say('registers.data'), activity.data[language])}
      ${fact(say('registers.recipients'), activity.recipients[language])}
      ${fact(say('registers.by'), activity.by.map((role) => word('role', role)).join(', '))}
      ${fact(
        say('registers.terms'),
        terms.length === 0
          ? say('registers.no_term')
          : html`<ul>
              ${terms}
            </ul>`,
      )}
    </dl>
  </article>`
}

function agreements(speaker: Speaker, { found, names }: RegistersPage): Html {
  const { say, day } = speaker
  const rows = found.agreements.map((row) => [
    row.agreement,
    partyLabel(speaker, names, row.creditor),
    row.municipality,
    row.sectors.join(', '),
    row.state,
    day(row.from),
    row.until === null ? say('registers.open') : day(row.until),
  ])
  const heads = [
    'agreement',
    'creditor',
    'municipality',
    'sectors',
    'state',
    'from',
    'until',
  ] as const
  return card(speaker, say('registers.agreements'), heads, rows)
}

function keys(speaker: Speaker, found: Registers): Html {
  const { say, day, instant } = speaker
  const rows = found.keys.map((key) => {
    const { family, number, fingerprint, startsOn, endsOn, state, endedAt, attestedAt } = key
    const isSecret = family === 'epoch' || family === 'log-subjects'
    const end = isSecret ? 'registers.ended' : 'registers.retired'
    const ended = endedAt === null ? '' : say(end, { at: instant(new Date(endedAt)) })
    const attested =
      attestedAt === null ? '' : say('registers.attested', { at: instant(new Date(attestedAt)) })
    const proofs = found.destructions
      .filter((one) => one.family === family)
      .filter((one) => (isSecret ? one.number === number : one.fingerprint === fingerprint))
      .map(({ entryNumber, index }) =>
        index === null
          ? say('registers.proof_waits', { number: entryNumber })
          : say('registers.proof_text', { number: entryNumber, index }),
      )
    return [
      keyName(speaker, key),
      html`<code>${fingerprint}</code>`,
      startsOn === null ? '' : day(startsOn),
      endsOn === null ? '' : day(endsOn),
      [ended, attested].filter((text) => text !== '').join('; ') ||
        say(state === 'OFFERED' ? 'registers.offered' : 'registers.in_use'),
      proofs.join('; '),
    ]
  })
  const heads = ['key', 'fingerprint', 'from', 'until', 'state', 'proof'] as const
  return card(speaker, say('registers.keys'), heads, rows)
}

function keyName({ say }: Speaker, { family, number, municipality }: RegisteredKey): string {
  const names = {
    epoch: 'registers.epoch',
    'log-subjects': 'registers.year',
    sealing: 'registers.sealing',
    'hub-signing': 'registers.hub_signing',
    'hub-log': 'registers.hub_log',
    'hub-mac': 'registers.hub_mac',
  } as const
  return say(names[family], { number: number ?? '', municipality: municipality ?? '' })
}

function decisions(speaker: Speaker, found: Registers): Html {
  const rows = found.decisions.map(({ kind, value, from, reason }) => [
    kind,
    value,
    speaker.day(from),
    reason,
  ])
  const heads = ['what', 'value', 'from', 'reason'] as const
  return card(speaker, speaker.say('registers.decisions'), heads, rows)
}

function card(
  { say }: Speaker,
  title: string,
  heads: readonly (
    | 'agreement'
    | 'creditor'
    | 'municipality'
    | 'sectors'
    | 'until'
    | 'key'
    | 'fingerprint'
    | 'from'
    | 'state'
    | 'proof'
    | 'what'
    | 'value'
    | 'reason'
  )[],
  rows: readonly (readonly Child[])[],
): Html {
  const columns = heads.map((head) => ({ label: say(`registers.${head}`) }))
  return html`<section class="card">
    <h2 class="utrecht-heading-2">${title}</h2>
    ${
      rows.length === 0
        ? html`<p class="utrecht-paragraph">${say('registers.none')}</p>`
        : table(title, columns, rows)
    }
  </section>`
}
