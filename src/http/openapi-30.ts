import { isNode, type ContractDocument } from './contract-document.js'

type Json = Record<string, unknown>

/** Schema keywords whose value maps names to schemas. */
const NAMED_SCHEMAS = ['properties', 'schemas']

/**
 * The contract in OpenAPI 3.0, for generators that do not know 3.1 yet. It says the same but for the
 * client certificate, for which 3.0 has no word; and it keeps to the subset that the contract uses.
 */
export function toOpenApi30(document: ContractDocument): Json {
  const { summary: _summary, ...info } = document.info
  const { security: _security, ...rest } = document
  const { securitySchemes: _schemes, ...components } = document.components
  const converted = convert({ ...rest, components }) as Json
  return {
    ...converted,
    openapi: '3.0.3',
    info: { ...info, license: { name: nameOf(info['license']) } },
  }
}

function nameOf(license: unknown): unknown {
  return isNode(license) ? license['name'] : undefined
}

function convert(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(convert)
  if (!isNode(value)) return value
  const { $ref: reference, ...siblings } = value
  if (typeof reference === 'string') {
    // 3.0 ignores what stands beside a reference.
    return Object.keys(siblings).length === 0
      ? value
      : { ...(convert(siblings) as Json), allOf: [{ $ref: reference }] }
  }
  const result: Json = {}
  for (const [member, part] of Object.entries(value)) {
    if (NAMED_SCHEMAS.includes(member) && isNode(part)) {
      result[member] = Object.fromEntries(
        Object.entries(part).map(([name, schema]) => [name, convert(schema)]),
      )
    } else if (member === 'type' && Array.isArray(part)) {
      result['type'] = part.find((type) => type !== 'null')
      if (part.includes('null')) result['nullable'] = true
    } else if (member === 'const') {
      result['enum'] = [part]
    } else {
      result[member] = convert(part)
    }
  }
  return result
}
