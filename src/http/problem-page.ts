import type { ErrorCode } from '../kernel/errors.js'
import { CATALOGUE, kindOf } from './problem.js'

/** Whether a text is the code of a refusal. */
export function isErrorCode(text: string): text is ErrorCode {
  return Object.hasOwn(CATALOGUE, text)
}

/** The page that explains one kind of refusal, in Dutch and English. Needs no script and no style. */
export function problemPage(code: ErrorCode): string {
  const { status, title, remedy } = kindOf(code)
  return page(
    `${code} – Vroegsignaal`,
    `<h1><code>${escaped(code)}</code> (${status})</h1>
<section lang="nl"><h2>${escaped(title.nl)}</h2><p>${escaped(remedy.nl)}</p></section>
<section lang="en"><h2>${escaped(title.en)}</h2><p>${escaped(remedy.en)}</p></section>
<p><a href="../problems">Alle weigeringen / All refusals</a></p>`,
  )
}

/** The list of all kinds of refusal. */
export function problemIndex(): string {
  const rows = Object.entries(CATALOGUE).map(
    ([code, { status, title }]) =>
      `<tr><td><a href="problems/${code}"><code>${escaped(code)}</code></a></td><td>${status}</td>` +
      `<td lang="nl">${escaped(title.nl)}</td><td lang="en">${escaped(title.en)}</td></tr>`,
  )
  return page(
    'Weigeringen – Vroegsignaal',
    `<h1>Weigeringen <span lang="en">/ Refusals</span></h1>
<table><thead><tr><th scope="col">Code</th><th scope="col">Status</th>
<th scope="col">Nederlands</th><th scope="col" lang="en">English</th></tr></thead>
<tbody>${rows.join('\n')}</tbody></table>`,
  )
}

function page(title: string, body: string): string {
  return `<!doctype html>
<html lang="nl"><head><meta charset="utf-8"><title>${escaped(title)}</title>
<meta name="viewport" content="width=device-width"></head><body><main>${body}</main></body></html>
`
}

/** The texts are our own constants; escaped all the same, so that none ever becomes markup. */
function escaped(text: string): string {
  const entities: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;' }
  return text.replaceAll(/[&<>]/g, (character) => entities[character]!)
}
