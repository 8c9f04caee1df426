import { html, type Child, type Html } from '../../console/html.js'
import { table } from '../../console/table.js'
import { CATALOGUE } from '../../http/problem.js'
import { codesOf, type Reader } from '../book.js'
import { address, link, phrase, prose } from '../frame.js'
import type { DescribedAnswer, DescribedOperation } from '../operations.js'
import { textOf } from '../reading.js'
import { sampleOf } from '../sample.js'
import { roleIn, say } from '../texts.js'
import { schemaLink, typeOf } from './type.js'

/** One operation: who may call it, what it takes, what it answers, and an example of each. */
export function operationPage(reader: Reader, operation: DescribedOperation): Html {
  const { language } = reader
  const { node, method, path, operationId } = operation
  return html`<h1 class="utrecht-heading-1">
      ${phrase(textOf(node, 'summary', language), language)}
    </h1>
    <p>
      <code><span class="method">${method}</span>/v1${path}</code>
      <span class="soft">${operationId}</span>
    </p>
    ${deprecation(reader, operation)}
    <div class="card">
      ${prose(textOf(node, 'description', language), language)} ${facts(reader, operation)}
    </div>
    ${parameters(reader, operation)} ${body(reader, operation)} ${answers(reader, operation)}
    ${codes(reader, operation)} ${curl(reader, operation)}`
}

function deprecation({ language }: Reader, { isDeprecated, sunset }: DescribedOperation): Child {
  if (!isDeprecated) return null
  const until = sunset !== undefined && ` ${say(language, 'sunset', { day: sunset })}`
  return html`<p class="utrecht-alert utrecht-alert--warning">
    ${say(language, 'deprecated')}${until}
  </p>`
}

function facts({ language }: Reader, { roles, isSigned, node }: DescribedOperation): Html {
  const typ = node['x-response-typ']
  const signed = typeof typ === 'string'
  return html`<dl class="facts">
    <dt>${say(language, 'who')}</dt>
    <dd>${roles.map((role) => roleIn(language, role)).join(', ')}</dd>
    ${
      isSigned &&
      html`<dt>JWS</dt>
        <dd>${say(language, 'signedBody')} <code>vroegsignaal-request+jws</code></dd>`
    }
    ${
      signed &&
      html`<dt>JWS</dt>
        <dd>${say(language, 'signedAnswer')} <code>${typ}</code></dd>`
    }
  </dl>`
}

function parameters(reader: Reader, { parameters: all }: DescribedOperation): Child {
  const { language } = reader
  if (all.length === 0) return null
  const title = say(language, 'parameters')
  const columns = (['name', 'place', 'type', 'meaning'] as const).map((key) => ({
    label: say(language, key),
  }))
  const rows = all.map(({ name, in: place, required, node }) => [
    html`<code>${name}</code>`,
    `${place}, ${say(language, required ? 'required' : 'optional')}`,
    typeOf(reader, node['schema']),
    phrase(textOf(node, 'description', language), language),
  ])
  return section(title, table(title, columns, rows))
}

function body(reader: Reader, { body: schema, examples }: DescribedOperation): Child {
  const { language, book } = reader
  if (schema === undefined) return null
  const shown = examples.map(([name, file]) => {
    const said = name === 'accepted' || name === 'refused' ? say(language, name) : name
    return folded(say(language, 'exampleNamed', { name: said }), book.example(file))
  })
  return section(say(language, 'body'), [html`<p>${schemaLink(reader, schema)}</p>`, shown])
}

function answers(reader: Reader, { answers: all }: DescribedOperation): Html {
  const { language } = reader
  const title = say(language, 'answers')
  const columns = (['status', 'type', 'meaning', 'header'] as const).map((key) => ({
    label: say(language, key),
  }))
  const rows = all.map(({ status, schema, node, headers }) => [
    String(status),
    schema === undefined ? '–' : schemaLink(reader, schema),
    phrase(textOf(node, 'description', language), language),
    headers.map(({ name }) => html`<code>${name}</code> `),
  ])
  const shown = all.filter(({ status }) => status < 300).map((one) => answerExample(reader, one))
  return section(title, [table(title, columns, rows), shown])
}

function answerExample({ language, book }: Reader, { schema }: DescribedAnswer): Child {
  if (schema === undefined) return null
  const sample = sampleOf({ $ref: `#/components/schemas/${schema}` }, book.document)
  const name = say(language, 'exampleNamed', { name: schema })
  return folded(name, JSON.stringify(sample, undefined, 2))
}

function codes({ language }: Reader, operation: DescribedOperation): Html {
  const title = say(language, 'codesHere')
  const columns = (['code', 'status', 'meaning'] as const).map((key) => ({
    label: say(language, key),
  }))
  const refused = operation.answers.map(({ status }) => status).filter((status) => status >= 400)
  const rows = refused.flatMap((status) =>
    codesOf(operation, status).map((code) => [
      html`<a href="/problems/${code}"><code>${code}</code></a>`,
      String(status),
      CATALOGUE[code].title[language],
    ]),
  )
  return section(title, table(title, columns, rows))
}

const FILES = '--cacert ca.pem --cert transport.pem --key transport.key'

function curl({ language, book }: Reader, operation: DescribedOperation): Html {
  const { method, path, isSigned, body: schema } = operation
  const url = `${book.dataUrl}${path.replaceAll(/\{(\w+)\}/g, (_, name: string) => `$${name}`)}`
  const parts = [
    `curl ${FILES}`,
    ...(schema === undefined ? [] : ["  -H 'Content-Type: application/json'"]),
    ...(isSigned ? ['  -H "Payload-Signature: $header..$signature"'] : []),
    ...(schema === undefined ? [] : ['  --data-binary @body.json']),
    ...(method === 'PUT' ? ['  -X PUT'] : []),
    `  "${url}"`,
  ]
  return section(say(language, 'byCurl'), html`<pre>${parts.join(' \\\n')}</pre>`)
}

function folded(name: string, text: string): Html {
  return html`<details>
    <summary>${name}</summary>
    <pre>${text}</pre>
  </details>`
}

function section(title: string, content: Child): Html {
  return html`<section class="card">
    <h2 class="utrecht-heading-2">${title}</h2>
    ${content}
  </section>`
}

/** The address of the page of an operation. */
export function operationAddress({ language }: Reader, operationId: string): string {
  return link(address(language, `/operations/${operationId}`))
}
