import { html, type Child, type Html } from '../../console/html.js'
import { table } from '../../console/table.js'
import { isNode, type Node } from '../../http/contract-document.js'
import type { Reader } from '../book.js'
import { phrase, prose } from '../frame.js'
import { entriesOf, followed, nodesIn, textOf, textsIn } from '../reading.js'
import { sampleOf } from '../sample.js'
import { say } from '../texts.js'
import { operationAddress } from './operation.js'
import { limitsOf, schemaLink, typeOf } from './type.js'

/** One schema: its members, its values, an example, and where it is used. */
export function schemaPage(reader: Reader, name: string, schema: Node): Html {
  const { language, book } = reader
  const sample = sampleOf({ $ref: `#/components/schemas/${name}` }, book.document)
  const [type] = [schema['type']].flat()
  return html`<h1 class="utrecht-heading-1"><code>${name}</code></h1>
    <div class="card">
      ${prose(textOf(schema, 'description', language), language)}
      ${typeof type === 'string' && html`<p><code>${type}${limitsOf(schema)}</code></p>`}
      ${typeof schema['pattern'] === 'string' && html`<p><code>${schema['pattern']}</code></p>`}
      ${isNode(schema['items']) && html`<p>${typeOf(reader, schema)}</p>`}
      ${alternatives(reader, schema)}
    </div>
    ${members(reader, schema)} ${values(reader, schema)}
    <section class="card">
      <h2 class="utrecht-heading-2">${say(language, 'example')}</h2>
      <pre>${JSON.stringify(sample, undefined, 2)}</pre>
    </section>
    ${users(reader, name)}`
}

function alternatives(reader: Reader, { oneOf }: Node): Child {
  if (!Array.isArray(oneOf)) return null
  const items = nodesIn(oneOf).map((one) => html`<li>${typeOf(reader, one)}</li>`)
  return html`<p>${say(reader.language, 'oneOf')}</p>
    <ul>
      ${items}
    </ul>`
}

function members(reader: Reader, schema: Node): Child {
  const { language, book } = reader
  const properties = entriesOf(schema['properties'])
  if (properties.length === 0) return null
  const needed = textsIn(schema['required'])
  const columns = (['name', 'type', 'meaning'] as const).map((key) => ({
    label: say(language, key),
  }))
  const rows = properties.map(([name, member]) => {
    const meaning =
      textOf(member, 'description', language) ??
      textOf(followed(member, book.document).node, 'description', language)
    return [
      html`<code>${name}</code>`,
      [
        typeOf(reader, member),
        `, ${say(language, needed.includes(name) ? 'required' : 'optional')}`,
      ],
      phrase(meaning, language),
    ]
  })
  const title = say(language, 'contentsOf')
  return html`<section class="card">
    <h2 class="utrecht-heading-2">${title}</h2>
    ${table(title, columns, rows)}
  </section>`
}

function values({ language }: Reader, { enum: choices }: Node): Child {
  if (!Array.isArray(choices)) return null
  return html`<section class="card">
    <h2 class="utrecht-heading-2">${say(language, 'values')}</h2>
    <ul>
      ${choices.map((choice) => html`<li><code>${String(choice)}</code></li>`)}
    </ul>
  </section>`
}

function users(reader: Reader, name: string): Child {
  const { book, language } = reader
  const reference = JSON.stringify(`#/components/schemas/${name}`)
  const schemas = book.schemas.filter(
    ([other, node]) => other !== name && JSON.stringify(node).includes(reference),
  )
  const operations = book.operations.filter(
    ({ body, answers }) => body === name || answers.some(({ schema }) => schema === name),
  )
  if (schemas.length + operations.length === 0) return null
  return html`<section class="card">
    <h2 class="utrecht-heading-2">${say(language, 'usedBy')}</h2>
    <ul>
      ${operations.map(
        ({ operationId }) =>
          html`<li>
            <a href="/${operationAddress(reader, operationId)}"><code>${operationId}</code></a>
          </li>`,
      )}
      ${schemas.map(([other]) => html`<li>${schemaLink(reader, other)}</li>`)}
    </ul>
  </section>`
}
