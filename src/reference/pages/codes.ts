import { html, type Html } from '../../console/html.js'
import type { Reader } from '../book.js'
import { itemCodes, type ItemCode } from '../item-codes.js'
import { say } from '../texts.js'
import { searchForm } from './start.js'

/** Every code of an item, with cause and remedy. */
export function codesPage(reader: Reader): Html {
  const { language, book } = reader
  const codes = itemCodes(book)
  const part = (kind: ItemCode['kind'], title: string) =>
    html`<section class="card" data-group>
      <h2 class="utrecht-heading-2">${title}</h2>
      ${codes.filter((one) => one.kind === kind).map((one) => entry(reader, one))}
    </section>`
  return html`<h1 class="utrecht-heading-1">${say(language, 'itemCodes')}</h1>
    ${searchForm(reader, '')}
    <p>${say(language, 'itemText')}</p>
    ${part('error', say(language, 'itemErrors'))} ${part('warning', say(language, 'itemWarnings'))}`
}

function entry({ language }: Reader, { code, cause, remedy }: ItemCode): Html {
  return html`<div data-entry id="${code}">
    <h3 class="utrecht-heading-3"><code>${code}</code></h3>
    <dl class="facts">
      <dt>${say(language, 'cause')}</dt>
      <dd>${cause[language]}</dd>
      <dt>${say(language, 'remedy')}</dt>
      <dd>${remedy[language]}</dd>
    </dl>
  </div>`
}
