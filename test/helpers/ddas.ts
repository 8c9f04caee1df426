import { readFileSync } from 'node:fs'
import { Ajv2020 } from 'ajv/dist/2020.js'
import formats from 'ajv-formats'
import type { Test } from 'tap'

const SCHEMA = new URL(
  '../../../shared/standards/ddas-vroegsignalering-1.2.schema.json',
  import.meta.url,
)

/** The schema of DDAS 1.2. It lies beside the project, which does not need it; tests look at it. */
export function standard(): Record<string, unknown> | undefined {
  try {
    return JSON.parse(readFileSync(SCHEMA, 'utf8')) as Record<string, unknown>
  } catch {
    return undefined
  }
}

/** Why nothing can be said about validity here, for `skip`; false where the schema is. */
export const noStandard: string | false =
  standard() === undefined && 'the schema of the standard is not here'

/** A delivery is valid under the standard; reported as skipped where its schema is not there. */
export function checkUnderStandard(t: Test, delivery: unknown, what = 'the delivery'): void {
  const schema = standard()
  const found = schema === undefined ? [] : invalidUnder(schema, delivery)
  t.strictSame(found, [], `${what} is valid under DDAS 1.2`, { skip: noStandard })
}

/** What a schema has against a delivery. */
export function invalidUnder(
  schema: Record<string, unknown>,
  delivery: unknown,
): readonly string[] {
  const ajv = new Ajv2020({ allErrors: true, strict: false })
  formats.default(ajv)
  const validate = ajv.compile(schema)
  // As it stands in the file: members without a value are not there.
  if (validate(JSON.parse(JSON.stringify(delivery)))) return []
  return (validate.errors ?? []).map(({ instancePath, message }) => `${instancePath} ${message}`)
}
