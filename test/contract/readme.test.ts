import { readFileSync } from 'node:fs'
import t from 'tap'
import { readContract } from '../../src/http/contract-document.js'

/** Kind against field, as the closed schemas have it. */
function kindTable(): string {
  const { schemas } = readContract().components
  const mapping = (schemas['Notification']!['discriminator'] as { mapping: Record<string, string> })
    .mapping
  const kinds = Object.entries(mapping).map(([kind, reference]) => {
    const schema = schemas[reference.split('/').at(-1)!]!
    return {
      kind,
      required: schema['required'] as string[],
      properties: schema['properties'] as object,
    }
  })
  const fields = [...new Set(kinds.flatMap(({ properties }) => Object.keys(properties)))]
  const rows = fields.map((field) => {
    const cells = kinds.map(({ required, properties }) =>
      required.includes(field) ? 'required' : Object.hasOwn(properties, field) ? 'optional' : '–',
    )
    return `| ${[`\`${field}\``, ...cells].join(' | ')} |`
  })
  return [
    `| ${['Field', ...kinds.map(({ kind }) => kind)].join(' | ')} |`,
    `| ${['---', ...kinds.map(() => '---')].join(' | ')} |`,
    ...rows,
  ].join('\n')
}

/** Alignment is the formatter's business. */
const packed = (text: string) => text.replaceAll(/ +/g, ' ').replaceAll(/-{3,}/g, '---')

t.test('the README shows which field a kind has, as the contract says', async (t) => {
  const readme = readFileSync(new URL('../../openapi/README.md', import.meta.url), 'utf8')
  const table = kindTable()
  if (!packed(readme).includes(table)) t.comment(table)
  t.ok(packed(readme).includes(table))
})
