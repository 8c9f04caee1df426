import type { operations } from '../generated/openapi.js'
import type { Role } from '../parties/party.js'
import { endingOf, type Ending } from './ending.js'
import { isNode, pointedAt, readContract, resolved, type Node } from './contract-document.js'

/** Name of an operation of the contract. */
export type OperationId = keyof operations

/** One operation as the hub enforces it. */
export interface Operation {
  readonly operationId: OperationId
  readonly method: 'GET' | 'POST' | 'PUT'
  /** As the contract writes it, `/feeds/{month}`, below `/v1`. */
  readonly path: string
  /** As fastify routes it, `/v1/feeds/:month`. */
  readonly url: string
  /** Whether the body must carry a signature. */
  readonly signed: boolean
  /** Who may call it; nobody else, and never nobody. */
  readonly roles: readonly Role[]
  /** `typ` of the hub's signature over a successful answer; `undefined` when it is not signed. */
  readonly responseTyp: string | undefined
  /** How long it still works; `undefined` when it stays. */
  readonly ending: Ending | undefined
  /** Schemas of the parts of a request; `undefined` for a part that the operation does not have. */
  readonly request: Readonly<Record<'body' | 'path' | 'query', Node | undefined>>
  /** Schemas of successful answers by status; `undefined` for an answer without body. */
  readonly responses: ReadonlyMap<number, Node | undefined>
}

/** Where the operations of the contract stand on the listeners. */
export const PREFIX = '/v1'

const METHODS = { get: 'GET', post: 'POST', put: 'PUT' } as const

/** The contract, read once per process. */
export const contract = readContract()

/** Every operation by name, in the order of the contract. */
export const operationsById: ReadonlyMap<string, Operation> = new Map(
  Object.entries(contract.paths).flatMap(([path, item]) =>
    Object.entries(METHODS).flatMap(([key, method]) => {
      const node = item[key]
      if (!isNode(node)) return []
      const operation = readOperation(path, method, item, node)
      return [[operation.operationId, operation] as const]
    }),
  ),
)

function readOperation(
  path: string,
  method: Operation['method'],
  item: Node,
  node: Node,
): Operation {
  const roles = node['x-roles']
  const signed = node['x-signed']
  if (!Array.isArray(roles) || roles.length === 0 || typeof signed !== 'boolean') {
    throw new Error(`the contract does not say who may call ${method} ${path}`)
  }
  const parameters = [...listOf(item['parameters']), ...listOf(node['parameters'])].map(
    dereferenced,
  )
  return {
    operationId: node['operationId'] as OperationId,
    method,
    path,
    url: PREFIX + path.replaceAll(/\{(\w+)\}/g, ':$1'),
    signed,
    roles: roles as Role[],
    responseTyp: node['x-response-typ'] as string | undefined,
    ending: endingOf(node),
    request: {
      body: bodySchema(node['requestBody']),
      path: parametersSchema(parameters, 'path'),
      query: parametersSchema(parameters, 'query'),
    },
    responses: new Map(
      Object.entries(node['responses'] as Node)
        .filter(([status]) => Number(status) < 400)
        .map(([status, response]) => [Number(status), bodySchema(response)]),
    ),
  }
}

function listOf(value: unknown): Node[] {
  return Array.isArray(value) ? value.filter(isNode) : []
}

function dereferenced(node: Node): Node {
  const { $ref: reference } = node
  return typeof reference === 'string' ? pointedAt(reference, contract) : node
}

/** The JSON schema of a request body or a response. */
function bodySchema(holder: unknown): Node | undefined {
  if (!isNode(holder)) return undefined
  const content = dereferenced(holder)['content']
  const media = isNode(content) ? content['application/json'] : undefined
  return isNode(media) ? (resolved(media['schema'], contract) as Node) : undefined
}

/** One closed schema for all parameters in one place; even without any, so that none is accepted. */
function parametersSchema(parameters: readonly Node[], place: string): Node {
  const here = parameters.filter((parameter) => parameter['in'] === place)
  return {
    type: 'object',
    additionalProperties: false,
    required: here.filter(({ required }) => required === true).map(({ name }) => name),
    properties: Object.fromEntries(
      here.map(({ name, schema }) => [name, resolved(schema, contract)]),
    ),
  }
}
