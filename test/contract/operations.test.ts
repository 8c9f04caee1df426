import t from 'tap'
import { buildDataApp } from '../../src/app.js'
import { isNode, readContract } from '../../src/http/contract-document.js'
import { OPERATIONS } from '../../src/http/contract.js'
import { edgeContext } from '../http/listener.js'

t.test('the contract and the routes name the same operations', async (t) => {
  const served: string[] = []
  const app = buildDataApp(edgeContext())
  app.addHook('onRoute', ({ method, url, config }) => {
    // Pages for people are no part of the contract, and have a place of their own.
    if (config?.page !== undefined) {
      t.match(url, /^\/console(\/|$)/)
      return
    }
    // The framework adds HEAD to every GET; it is the same operation without the body.
    if (method === 'HEAD') return
    served.push(`${[method].flat().join()} ${url} ${config?.operation?.operationId ?? 'none'}`)
  })
  await app.ready()
  await app.close()
  t.same(
    served.sort(),
    OPERATIONS.map(({ method, url, operationId }) => `${method} ${url} ${operationId}`).sort(),
  )
})

t.test('every operation says who may call it, and every changing one is signed', async (t) => {
  const unsigned = [
    'searchAccessLog',
    'readProcessingActivities',
    'traceDataSubject',
    'previewTriageProfile',
    'prepareTransfer',
  ]
  for (const { operationId, method, signed, roles } of OPERATIONS) {
    t.ok(roles.length > 0, operationId)
    t.equal(signed, method !== 'GET' && !unsigned.includes(operationId), operationId)
  }
})

t.test('signed bodies name hub, operation, id, instant and nonce', async (t) => {
  for (const { operationId, signed, request } of OPERATIONS) {
    if (!signed) continue
    const properties = request.body?.['properties'] as Record<string, { enum?: string[] }>
    t.same(properties['operation']?.enum, [operationId])
    const id =
      /^(batch|acknowledgement|request|confirmation|report|draft|transfer|step|pause|assignment)Id$/
    t.equal(Object.keys(properties).filter((name) => id.test(name)).length, 1, operationId)
    for (const name of ['hub', 'createdAt', 'nonce']) t.ok(properties[name], operationId)
  }
})

t.test('every object is closed, every text and list bounded', async (t) => {
  // A report of a review is sent as it was signed.
  const open = new Set(['LogRecord', 'LdvAttributes', 'ReviewReport'])
  const { schemas } = readContract().components
  const walk = (schema: unknown, place: string) => {
    if (!isNode(schema)) return
    const { type, properties, items, ...rest } = schema
    if (type === 'object') t.equal(rest['additionalProperties'], open.has(place), place)
    const isFree = rest['enum'] === undefined && rest['format'] !== 'date'
    if (type === 'string' && isFree && place !== 'StoredReceipt.text') {
      t.type(rest['maxLength'], 'number', place)
    }
    if (type === 'array') t.type(rest['maxItems'], 'number', place)
    if (isNode(properties)) {
      for (const [name, part] of Object.entries(properties)) walk(part, `${place}.${name}`)
    }
    walk(items, `${place}[]`)
  }
  for (const [name, schema] of Object.entries(schemas)) walk(schema, name)
})

t.test('nothing in an address identifies a person', async (t) => {
  // A creditor is an organisation, or has an identifier that the hub drew at random.
  const allowed = [
    'acknowledgementId',
    'after',
    'agreementId',
    'batchId',
    'creditorId',
    'cursor',
    'entryId',
  ]
  allowed.push(
    'keyId',
    'municipalityCode',
    'month',
    'transferId',
    'requestId',
    'planId',
    'itemId',
    'controller',
    'pauseId',
  )
  for (const { operationId, request } of OPERATIONS) {
    for (const part of [request.path, request.query]) {
      const names = Object.keys((part?.['properties'] ?? {}) as object)
      t.same(
        names.filter((name) => !allowed.includes(name)),
        [],
        operationId,
      )
    }
  }
})

t.test('Dutch stands beside every English description', async (t) => {
  const walk = (node: unknown, place: string) => {
    if (Array.isArray(node)) node.forEach((item, at) => walk(item, `${place}/${at}`))
    if (!isNode(node)) return
    if (typeof node['description'] === 'string') {
      t.type(node['x-description-nl'], 'string', place)
    }
    for (const [name, part] of Object.entries(node)) walk(part, `${place}/${name}`)
  }
  walk(readContract(), '#')
})
