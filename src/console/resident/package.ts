import type { NotifiedFact, TrailStep } from '../../log-review/index.js'
import { html, type Child, type Html } from '../html.js'
import { partyName } from '../party-name.js'
import { readRecord } from '../record.js'
import { LANGUAGES, speaker, type Speaker } from '../text.js'

/** What an answer to a resident is made from. */
export interface ResidentAnswer {
  readonly municipality: string
  readonly steps: readonly TrailStep[]
  readonly notifications: readonly NotifiedFact[]
  /** Names of parties by id. */
  readonly names: ReadonlyMap<string, string>
  readonly now: Date
  /** Whether a part of the log is confidential by decision, so that this may not be everything. */
  readonly isPartial?: boolean
}

/**
 * The answer to a resident who asks who saw the data, as a file to hand over: in plain Dutch, then in
 * English. Only what is about this person by name and address; housemates, role pseudonyms of people
 * and identifiers are left out.
 */
export function residentPackage(answer: ResidentAnswer): string {
  const [first] = LANGUAGES
  const title = speaker(first).say('package.title')
  return html`<!doctype html>
    <html lang="${first}">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta http-equiv="content-security-policy" content="default-src 'none'" />
        <title>${title}</title>
      </head>
      <body>
        <main>${LANGUAGES.map((language) => part(speaker(language), answer))}</main>
      </body>
    </html>`.toString()
}

function part(to: Speaker, answer: ResidentAnswer): Html {
  const { say, instant, language } = to
  return html`<article lang="${language}">
    <h1>${say('package.title')}</h1>
    <p>${say('package.why', { at: instant(answer.now) })}</p>
    <p>${say('package.what')}</p>
    ${answer.isPartial === true && html`<p>${say('package.partial')}</p>`}
    <h2>${say('package.notified')}</h2>
    ${notified(to, answer)}
    <h2>${say('package.seen')}</h2>
    ${seen(to, answer)}
    <h2>${say('package.rights')}</h2>
    <p>${say('package.object')}</p>
    <p>${say('package.complain')}</p>
    <p>${say('package.others')}</p>
  </article>`
}

function notified(to: Speaker, answer: ResidentAnswer): Html {
  const { steps, notifications, names, isPartial } = answer
  const { say, word, instant } = to
  const own = new Set(steps.filter(isOwn).flatMap(({ references }) => references))
  const rows = notifications
    .filter(({ creditor, notificationId }) => own.has(`${creditor}/${notificationId}`))
    .map(({ creditor, sector, acceptedAt, status }) => [
      names.get(creditor) ?? creditor,
      word('sector', sector),
      instant(acceptedAt),
      word('state', status),
    ])
  if (rows.length === 0) return none(to, 'package.none', isPartial)
  const head = ['package.company', 'package.about', 'package.on', 'package.state'] as const
  return grid(
    head.map((key) => say(key)),
    rows,
  )
}

function seen(to: Speaker, { steps, names, isPartial }: ResidentAnswer): Html {
  const { say, word, instant } = to
  const rows = steps.filter(isOwn).map(({ entry }) => {
    const { at, actor, action, purpose } = readRecord(entry.record)
    return [
      instant(at),
      names.get(actor) ?? partyName(to, names, actor),
      word('action', action),
      word('purpose', purpose),
    ]
  })
  if (rows.length === 0) return none(to, 'package.not_seen', isPartial)
  const head = ['package.on', 'package.who', 'package.did', 'package.purpose'] as const
  return grid(
    head.map((key) => say(key)),
    rows,
  )
}

/** Never that there is nothing, while a part may not be told. */
function none(
  { say }: Speaker,
  nothing: 'package.none' | 'package.not_seen',
  isPartial = false,
): Html {
  return html`<p>${say(isPartial ? 'package.nothing_told' : nothing)}</p>`
}

/** About this person, not only about somebody at the address. */
function isOwn({ matched }: TrailStep): boolean {
  return matched === 'PERSON'
}

function grid(head: readonly string[], rows: readonly (readonly Child[])[]): Html {
  return html`<table>
    <thead>
      <tr>
        ${head.map((label) => html`<th scope="col">${label}</th>`)}
      </tr>
    </thead>
    <tbody>
      ${rows.map(
        (cells) =>
          html`<tr>
            ${cells.map((cell) => html`<td>${cell}</td>`)}
          </tr>`,
      )}
    </tbody>
  </table>`
}
