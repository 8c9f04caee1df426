import { html, type Child, type Html } from '../../console/html.js'
import { isNode, type Node } from '../../http/contract-document.js'
import type { Reader } from '../book.js'
import { address, link } from '../frame.js'
import { followed, nodesIn } from '../reading.js'
import { say } from '../texts.js'

/** A schema by name, with a link to its page. */
export function schemaLink({ language }: Reader, name: string): Html {
  const href = link(address(language, `/schemas/${name}`))
  return html`<a href="/${href}"><code>${name}</code></a>`
}

/** The type of a schema in a few words: its name when it has one, else what it is made of. */
export function typeOf(reader: Reader, schema: unknown): Child {
  if (!isNode(schema)) return '–'
  const { schema: name } = followed(schema, reader.book.document)
  if (name !== undefined) return schemaLink(reader, name)
  const { items, enum: choices, oneOf, anyOf, allOf } = schema
  if (isNode(items)) return [`${say(reader.language, 'list')} `, typeOf(reader, items)]
  if (Array.isArray(choices)) {
    return choices.map((choice, at) => [at > 0 && ' ', html`<code>${String(choice)}</code>`])
  }
  for (const alternatives of [oneOf, anyOf, allOf]) {
    if (Array.isArray(alternatives)) {
      return nodesIn(alternatives).map((one, at) => [at > 0 && ' / ', typeOf(reader, one)])
    }
  }
  return `${[schema['type']].flat().join(' / ')}${limitsOf(schema)}`
}

const LIMITS = ['format', 'minimum', 'maximum', 'minLength', 'maxLength', 'minItems', 'maxItems']

/** What bounds a value, as the contract writes it. */
export function limitsOf(schema: Node): string {
  const limits = LIMITS.filter((name) => schema[name] !== undefined)
  return limits.map((name) => `, ${name} ${String(schema[name])}`).join('')
}
