import { html, type Child, type Html } from '../../console/html.js'
import { CATALOGUE, CAUSES } from '../../http/problem.js'
import type { ErrorCode } from '../../kernel/errors.js'
import type { Reader } from '../book.js'
import { address, link } from '../frame.js'
import { itemCodes } from '../item-codes.js'
import { say } from '../texts.js'
import { group, operationEntry, schemaEntry, searchForm } from './start.js'

/** What is found for some words: all of them, anywhere in what the reference says about a thing. */
export function searchPage(reader: Reader, query: string): Html {
  const { language } = reader
  const words = query.toLowerCase().split(/\s+/).filter(Boolean)
  const groups = words.length === 0 ? [] : findIn(reader, words)
  const count = groups.reduce((total, { entries }) => total + entries.length, 0)
  const title = say(language, 'found', { count, query })
  return html`<h1 class="utrecht-heading-1">${title}</h1>
    ${searchForm(reader, query)} ${count === 0 && html`<p>${say(language, 'nothing')}</p>`}
    ${groups
      .filter(({ entries }) => entries.length > 0)
      .map(({ name, entries }) =>
        group(html`<h2 class="utrecht-heading-2">${name}</h2>`, entries),
      )}`
}

function findIn(
  reader: Reader,
  words: readonly string[],
): readonly { readonly name: string; readonly entries: readonly Child[] }[] {
  const { language, book } = reader
  const fits = (...parts: readonly unknown[]) => {
    const text = parts
      .map((part) => (typeof part === 'string' ? part : JSON.stringify(part)))
      .join(' ')
      .toLowerCase()
    return words.every((word) => text.includes(word))
  }
  return [
    {
      name: say(language, 'contents'),
      entries: book.operations
        .filter(({ path, method, node }) => fits(path, method, node))
        .map((operation) => operationEntry(reader, operation)),
    },
    {
      name: say(language, 'schemas'),
      entries: book.schemas
        .filter(([name, node]) => fits(name, node))
        .map(([name, node]) => schemaEntry(reader, name, node)),
    },
    {
      name: say(language, 'itemCodes'),
      entries: itemCodes(book)
        .filter((one) => fits(one))
        .map(({ code, cause }) => {
          const href = link(address(language, `/codes#${code}`))
          return html`<li data-entry>
            <a href="/${href}"><code>${code}</code></a>
            <span class="soft small">${cause[language]}</span>
          </li>`
        }),
    },
    {
      name: say(language, 'refusals'),
      entries: (Object.keys(CATALOGUE) as ErrorCode[])
        .filter((code) => fits(code, CATALOGUE[code], CAUSES[code]))
        .map(
          (code) =>
            html`<li data-entry>
              <a href="/problems/${code}"><code>${code}</code></a>
              <span class="soft small">${CATALOGUE[code].title[language]}</span>
            </li>`,
        ),
    },
  ]
}
