import { Ajv2020, type ErrorObject, type ValidateFunction } from 'ajv/dist/2020.js'
import addFormats from 'ajv-formats'
import type { Place } from '../kernel/errors.js'
import { isNode, type Node } from './contract-document.js'

/** Judges a value against one schema and names every place where it does not fit. */
export type Validator = (value: unknown) => readonly Place[]

/**
 * The compiler of all schemas: draft 2020-12, nothing coerced, nothing removed, nothing filled in.
 * All errors are found at once; sizes are bounded by the schemas and by the body limit.
 */
const ajv = new Ajv2020({
  allErrors: true,
  coerceTypes: false,
  removeAdditional: false,
  useDefaults: false,
  strict: true,
  allowUnionTypes: true,
  // Messages and parameters quote what was sent; ours are made here.
  messages: false,
  verbose: false,
})
// Of the two things that a CommonJS default import may be, NodeNext types it as the module.
;(addFormats as unknown as typeof addFormats.default)(ajv)

/**
 * Compiles a schema of the contract without references.
 *
 * @param most Places that are reported at most; a hostile body could hold millions.
 */
export function compileValidator(schema: Node, most = 100): Validator {
  const validate: ValidateFunction = ajv.compile(schema)
  return (value) => (validate(value) ? [] : placesOf(validate.errors ?? [], schema).slice(0, most))
}

/** Errors of Ajv as places: codes and known members only, never a value or a name that was sent. */
function placesOf(errors: readonly ErrorObject[], schema: Node): Place[] {
  return errors.map((error) => {
    const missing: unknown = error.keyword === 'required' && error.params['missingProperty']
    const path =
      typeof missing === 'string' ? `${error.instancePath}/${missing}` : error.instancePath
    return {
      pointer: knownPointer(path, schema),
      code: `schema.${DETAILS[error.keyword] === undefined ? 'invalid' : error.keyword}`,
      detail: detailOf(error),
    }
  })
}

/** A pointer cut off before the first member that the schema does not name. */
function knownPointer(path: string, schema: Node): string {
  let known = ''
  let at: unknown = schema
  for (const member of path.split('/').slice(1)) {
    const { properties, items }: Node = isNode(at) ? at : {}
    if (isNode(properties) && Object.hasOwn(properties, member)) at = properties[member]
    else if (isNode(items) && /^\d{1,9}$/.test(member)) at = items
    else break
    known += `/${member}`
  }
  return known
}

const DETAILS: Readonly<Record<string, string>> = {
  additionalProperties: 'There is a member here that the contract does not know.',
  enum: 'This is not one of the allowed values.',
  format: 'This does not have the required format.',
  maximum: 'This is more than allowed.',
  maxItems: 'There are more items than allowed.',
  maxLength: 'This is longer than allowed.',
  minimum: 'This is less than allowed.',
  minItems: 'There are fewer items than required.',
  minLength: 'This is shorter than required.',
  pattern: 'This does not have the required form.',
  required: 'This member is required.',
  type: 'This is of the wrong type.',
  uniqueItems: 'An item occurs twice.',
}

/** What the contract says there, from its schema and never from what was sent. */
function detailOf({ keyword, params }: ErrorObject): string {
  const detail = DETAILS[keyword] ?? 'This does not match the contract.'
  const limit: unknown = params['limit']
  if (typeof limit === 'number') return `${detail} The limit is ${limit}.`
  if (keyword === 'type') return `${detail} Expected: ${[params['type']].flat().join(' or ')}.`
  if (keyword === 'format') return `${detail} Expected: ${String(params['format'])}.`
  return detail
}
