import { html, type Child, type Html } from '../../console/html.js'
import { PREFIX } from '../../http/contract.js'
import type { Reader } from '../book.js'
import { address, link, phrase, prose } from '../frame.js'
import type { DescribedOperation } from '../operations.js'
import { textOf } from '../reading.js'
import { roleIn, say } from '../texts.js'
import { operationAddress } from './operation.js'
import { schemaLink } from './type.js'

const FILES = [
  ['openapi.yaml', 'OpenAPI 3.1 (YAML)'],
  ['openapi.json', 'OpenAPI 3.1 (JSON)'],
  ['openapi-3.0.json', 'OpenAPI 3.0 (JSON)'],
] as const

/** Where the reference begins: the contract in words, every operation by group, and its files. */
export function startPage(reader: Reader): Html {
  const { language, book } = reader
  const { info } = book.document
  return html`<h1 class="utrecht-heading-1">${say(language, 'title')} ${book.version}</h1>
    ${searchForm(reader, '')}
    <section class="card">
      <h2 class="utrecht-heading-2">${say(language, 'about')}</h2>
      ${prose(textOf(info, 'description', language), language)}
    </section>
    <h2 class="utrecht-heading-2">${say(language, 'contents')}</h2>
    ${book.tags.map(([tag, node]) => {
      const heading = html`<h3 class="utrecht-heading-3">
        ${phrase(textOf(node, 'description', language), language)}
      </h3>`
      return group(
        heading,
        book.operations
          .filter((operation) => operation.tag === tag)
          .map((operation) => operationEntry(reader, operation)),
      )
    })}
    <section class="card">
      <h2 class="utrecht-heading-2">${say(language, 'downloads')}</h2>
      <p>${say(language, 'downloadsText')}</p>
      <ul>
        ${FILES.map(
          ([file, name]) => html`<li><a href="/${link(PREFIX)}/${file}">${name}</a></li>`,
        )}
      </ul>
    </section>`
}

/** Every schema of the contract. */
export function schemasPage(reader: Reader): Html {
  const { language, book } = reader
  const entries = book.schemas.map(([name, node]) => schemaEntry(reader, name, node))
  return html`<h1 class="utrecht-heading-1">${say(language, 'schemas')}</h1>
    ${searchForm(reader, '')} ${group(null, entries)}`
}

/** Where one searches: the hub answers, and with script the page itself answers while one types. */
export function searchForm({ language }: Reader, query: string): Html {
  const action = link(address(language, '/search'))
  const shown = say(language, 'shown', { count: '{count}' })
  return html`<form class="card find" role="search" method="get" action="/${action}">
    <div class="field">
      <label class="utrecht-form-label" for="q">${say(language, 'search')}</label>
      <input
        class="utrecht-textbox"
        id="q"
        name="q"
        type="search"
        maxlength="100"
        value="${query}"
      />
    </div>
    <button class="utrecht-button utrecht-button--primary-action" type="submit">
      ${say(language, 'searchButton')}
    </button>
    <p class="soft" role="status" data-shown="${shown}"></p>
  </form>`
}

/** One operation in a list. */
export function operationEntry(reader: Reader, operation: DescribedOperation): Html {
  const { language } = reader
  const { operationId, method, path, roles, node } = operation
  return html`<li data-entry>
    <a href="/${operationAddress(reader, operationId)}"
      >${phrase(textOf(node, 'summary', language), language)}</a
    ><br />
    <code><span class="method">${method}</span>/v1${path}</code>
    <span class="soft small"
      >${operationId} · ${roles.map((role) => roleIn(language, role)).join(', ')}</span
    >
  </li>`
}

/** One schema in a list. */
export function schemaEntry(
  reader: Reader,
  name: string,
  node: Parameters<typeof textOf>[0],
): Html {
  const { language } = reader
  return html`<li data-entry>
    ${schemaLink(reader, name)}
    <span class="soft small">${phrase(textOf(node, 'description', language), language)}</span>
  </li>`
}

/** A list of entries that the script can filter. */
export function group(heading: Child, entries: readonly Child[]): Html {
  return html`<section class="card" data-group>
    ${heading}
    <ul class="entries">
      ${entries}
    </ul>
  </section>`
}
