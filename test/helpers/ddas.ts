import { readFileSync } from 'node:fs'
import { Ajv2020 } from 'ajv/dist/2020.js'
import formats from 'ajv-formats'

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

/** What the standard has against a delivery; nothing where its schema is not there. */
export function invalidUnderStandard(delivery: unknown): readonly string[] {
  const schema = standard()
  if (schema === undefined) return []
  const ajv = new Ajv2020({ allErrors: true, strict: false })
  formats.default(ajv)
  const validate = ajv.compile(schema)
  // As it stands in the file: members without a value are not there.
  if (validate(JSON.parse(JSON.stringify(delivery)))) return []
  return (validate.errors ?? []).map(({ instancePath, message }) => `${instancePath} ${message}`)
}
