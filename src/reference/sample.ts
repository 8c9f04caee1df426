import { isNode, pointedAt, type ContractDocument, type Node } from '../http/contract-document.js'

/** Examples of the words of the contract, by name of their schema: invented, and valid. */
const WORDS: Readonly<Record<string, unknown>> = {
  Uuid: '5b1f8a34-6c0d-4a57-9d3e-0f7c2b9e4a11',
  TransactionId: '0199328a-7c00-7a10-8b20-3c4d5e6f7081',
  PartyId: '00000099000000001000',
  HubId: 'sandbox.vroegsignaal.example',
  MunicipalityCode: '0034',
  Month: '2026-09',
  Day: '2026-09-10',
  Instant: '2026-09-10T09:00:00Z',
  Nonce: 'q3Jm0v8Zb5wXk2TfYh7LsN1cRpE9aUdG6iOyB4tQxMw',
  Digest: '3f0a2c4d6e8f1a3b5c7d9e0f2a4b6c8d0e1f3a5b7c9d1e2f4a6b8c0d2e4f6a8b',
  Thumbprint: 'fPKoR2z7lF5d72oGUppLJdk_jOKsAWILILdSkxh_7Sc',
  DetachedSignature: 'eyJhbGciOiJFUzI1NiJ9..c2lnbmF0dXJl',
  SealedContact: 'eyJhbGciOiJFQ0RILUVTK0EyNTZLVyJ9.a2V5.aXY.c2VhbGVk.dGFn',
  Cents: 164250,
}

/** Examples of texts whose form a pattern or a format says, tried in this order. */
const TEXTS = [
  '2026-09-10',
  '2026-09-10T09:00:00Z',
  'https://hub.vroegsignaal.example/v1',
  'f.van.voorbeeld@post.example',
  '+31600000000',
  '1315ZZ',
  '0034',
  '1315',
  '123456782',
  'AQAB',
  'Zm9vYmFyYmF6cXV4cXV1eA',
  ...['3f0a2c4d6e8f1a3b5c7d9e0f2a4b6c8d0e1f3a5b7c9d1e2f4a6b8c0d2e4f6a8b'],
  'fPKoR2z7lF5d72oGUppLJdk_jOKsAWILILdSkxh_7Sc',
  '4bf92f3577b34da6a3ce929d0e0e4736',
  '00f067aa0ba902b7',
  'text',
  'Voorbeeld',
  'x'.repeat(342),
  `-----BEGIN CERTIFICATE REQUEST-----\n${'MIIB'.repeat(20)}\n-----END CERTIFICATE REQUEST-----\n`,
]

/**
 * A value that fits a schema, to show what an answer looks like. Optional members are there too;
 * lists have one item; of alternatives it is the first.
 */
export function sampleOf(schema: Node, document: ContractDocument): unknown {
  const { $ref: reference } = schema
  if (typeof reference === 'string') {
    const name = reference.slice(reference.lastIndexOf('/') + 1)
    if (Object.hasOwn(WORDS, name)) return WORDS[name]
    return sampleOf(pointedAt(reference, document), document)
  }
  const { const: constant, enum: choices, oneOf, anyOf, allOf } = schema
  if (constant !== undefined) return constant
  if (Array.isArray(choices)) return choices[0] as unknown
  for (const alternatives of [oneOf, anyOf]) {
    if (Array.isArray(alternatives)) return sampleOf(alternatives[0] as Node, document)
  }
  if (Array.isArray(allOf)) {
    return Object.assign({}, ...allOf.map((part) => sampleOf(part as Node, document))) as unknown
  }
  return sampleOfType(schema, document)
}

function sampleOfType(schema: Node, document: ContractDocument): unknown {
  const type = [schema['type']].flat().find((one) => one !== 'null')
  switch (type) {
    case 'object':
      return objectOf(schema, document)
    case 'array':
      return listOf(schema, document)
    case 'integer':
    case 'number':
      return numberFor(schema)
    case 'boolean':
      return true
    case 'string':
      return textFor(schema)
    default:
      return null
  }
}

function objectOf(schema: Node, document: ContractDocument): unknown {
  const { properties, additionalProperties } = schema
  if (isNode(properties)) {
    return Object.fromEntries(
      Object.entries(properties).map(([name, part]) => [name, sampleOf(part as Node, document)]),
    )
  }
  return isNode(additionalProperties) ? { name: sampleOf(additionalProperties, document) } : {}
}

function listOf(schema: Node, document: ContractDocument): unknown {
  const { items, minItems, prefixItems } = schema
  if (Array.isArray(prefixItems)) return prefixItems.map((one) => sampleOf(one as Node, document))
  if (!isNode(items)) return []
  const count = typeof minItems === 'number' && minItems > 1 ? minItems : 1
  return Array.from({ length: count }, () => sampleOf(items, document))
}

function numberFor({ minimum, maximum }: Node): number {
  const least = typeof minimum === 'number' ? minimum : 0
  return typeof maximum === 'number' && maximum < 3 ? maximum : Math.max(least, 3)
}

function textFor(schema: Node): string {
  const { pattern, format, minLength, maxLength } = schema
  const fits = (text: string) =>
    (typeof pattern !== 'string' || new RegExp(pattern, 'u').test(text)) &&
    (typeof minLength !== 'number' || text.length >= minLength) &&
    (typeof maxLength !== 'number' || text.length <= maxLength) &&
    (typeof format !== 'string' || FORMATS[format] === undefined || FORMATS[format].test(text))
  const plain = typeof pattern === 'string' || typeof format === 'string' ? [] : ['text']
  return (
    [...plain, ...Object.values(WORDS), ...TEXTS]
      .filter((text) => typeof text === 'string')
      .find(fits) ?? 'text'
  )
}

const FORMATS: Readonly<Record<string, RegExp>> = {
  date: /^\d{4}-\d{2}-\d{2}$/,
  'date-time': /^\d{4}-\d{2}-\d{2}T/,
  uuid: /^[0-9a-f]{8}-/,
  uri: /^https:/,
  email: /@/,
}
