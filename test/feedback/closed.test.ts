import { readFileSync } from 'node:fs'
import t from 'tap'
import { parse } from 'yaml'
import { FEEDBACK_CODES } from '../../src/outcomes/feedback-policy.js'

type Schema = Record<string, any> // eslint-disable-line @typescript-eslint/no-explicit-any -- YAML as it came

const { components } = parse(readFileSync('openapi/hub.yaml', 'utf8')) as Schema
const schemas = components.schemas as Record<string, Schema>

/** Every schema that an answer can hold, by where it stands. */
function* within(schema: Schema, at: string): Generator<[string, Schema]> {
  const name = /^#\/components\/schemas\/(\w+)$/.exec(schema['$ref'] ?? '')?.[1]
  if (name !== undefined) {
    yield* within(schemas[name]!, at)
    return
  }
  yield [at, schema]
  for (const [member, inner] of Object.entries((schema['properties'] ?? {}) as Schema)) {
    yield* within(inner as Schema, `${at}/${member}`)
  }
  if (schema['items'] !== undefined) yield* within(schema['items'] as Schema, `${at}/*`)
  for (const word of ['anyOf', 'oneOf', 'allOf']) {
    for (const one of (schema[word] ?? []) as Schema[]) yield* within(one, at)
  }
}

t.test('what a creditor can be told is a closed list, without any free text', async (t) => {
  const found = [...within(schemas['FeedbackPage']!, '')]
  t.ok(found.some(([at]) => at === '/items/*/code'))
  for (const [at, schema] of found) {
    if (schema['type'] === 'object') t.equal(schema['additionalProperties'], false, at)
    if (schema['type'] !== 'string') continue
    const isClosed = ['enum', 'const', 'pattern', 'format'].some((word) => word in schema)
    // The place in the list is opaque, and signed by the hub.
    t.ok(isClosed || at === '/next', `${at} is no free text`)
  }
  const [, item] = found.find(([at]) => at === '/items/*')!
  t.strictSame(Object.keys(item['properties'] as object), [
    ...['feedbackId', 'notificationId', 'municipalityCode', 'code', 'reportedOn', 'isCorrection'],
  ])
  t.strictSame(schemas['FeedbackCode']!['enum'], FEEDBACK_CODES)
})
