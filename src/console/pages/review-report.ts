import { reportText, type SignedReport } from '../../reviews/index.js'
import { html } from '../html.js'
import { partyName } from '../party-name.js'
import { table } from '../table.js'
import type { Speaker } from '../text.js'

/** A report as a file that people read anywhere, with the signed text and its signature in it. */
export function reportFile(
  speaker: Speaker,
  { report, signature }: SignedReport,
  names: ReadonlyMap<string, string>,
): string {
  const { say, word, number, instant, language } = speaker
  const title = `${say('review.report')}: ${report.month}`
  const rows = report.items.map((item) => [
    number(item.position + 1),
    word('kind', item.kind),
    number(item.number),
    partyName(speaker, names, item.actor),
    word('status', item.status),
    item.decision === null ? '' : word('decision', item.decision),
    item.steps.map(
      ({ at, step, holder, text }) =>
        html`<p>${instant(new Date(at))}: ${word('step', step)}, ${holder}. ${text ?? ''}</p>`,
    ),
  ])
  const columns = [
    { label: say('review.item') },
    { label: say('review.kind') },
    { label: say('review.entry'), isCount: true },
    { label: say('review.actor') },
    { label: say('review.status') },
    { label: say('review.decision') },
    { label: say('review.steps') },
  ]
  const facts = [
    [say('search.controller'), partyName(speaker, names, report.controller)],
    [say('review.when'), instant(new Date(report.reportedAt))],
    [say('review.population'), number(report.draw.population)],
    [say('review.seed'), report.draw.seed],
  ].map(
    ([label, value]) =>
      html`<dt>${label}</dt>
        <dd>${value}</dd>`,
  )
  // prettier-ignore
  const signed = html`<pre id="report">${reportText(report)}</pre><pre id="signature">${signature}</pre>`
  return html`<!doctype html>
    <html lang="${language}">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta http-equiv="content-security-policy" content="default-src 'none'" />
        <title>${title}</title>
      </head>
      <body>
        <main>
          <h1>${title}</h1>
          <dl>${facts}</dl>
          ${table(title, columns, rows)}
          <h2>${say('review.report_json')}</h2>
          <p>${say('review.report_text')}</p>
          ${signed}
        </main>
      </body>
    </html>`.toString()
}
