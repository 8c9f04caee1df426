import buildSerializer from 'fast-json-stringify'
import type { Place } from '../kernel/errors.js'
import { isNode, resolved, type Node } from './contract-document.js'
import { contract, operationsById, type Operation, type OperationId } from './operations.js'
import { compileValidator, type Validator } from './validation.js'

export { PREFIX, type Operation, type OperationId } from './operations.js'

/** Full version of the contract, as on every response. */
export const API_VERSION = contract.info.version

/** Every operation of the contract, in its order. */
export const OPERATIONS: readonly Operation[] = [...operationsById.values()]

/** What a route takes from the contract. */
export interface ContractRoute {
  readonly method: Operation['method']
  readonly url: string
  readonly schema: { readonly response: Readonly<Record<string, Node>> }
  readonly serializerCompiler: (part: { httpStatus?: string }) => (value: unknown) => string
  readonly config: { readonly operation: Operation }
}

/**
 * Address, method, policy and answers of an operation, to be spread into a route. The request is
 * validated centrally, all parts at once.
 *
 * @param _app The server that the route is for; unused, and there so that routes read alike.
 */
export function operation(_app: unknown, operationId: OperationId): ContractRoute {
  const found = operationOf(operationId)
  const answers = [...found.responses].filter(([, schema]) => schema !== undefined)
  return {
    method: found.method,
    url: found.url,
    schema: { response: Object.fromEntries(answers) as Record<string, Node> },
    serializerCompiler: ({ httpStatus }) => serializerOf(operationId, Number(httpStatus)),
    config: { operation: found },
  }
}

/** @throws {Error} When the contract has no operation of that name: a bug. */
export function operationOf(operationId: OperationId): Operation {
  const found = operationsById.get(operationId)
  if (found === undefined) throw new Error(`the contract has no operation ${operationId}`)
  return found
}

/**
 * The exact text that the hub sends for an answer: what the contract does not name is dropped. For
 * answers that are stored or hashed before they are sent.
 *
 * @throws {Error} When a required member is missing, or the operation has no such answer: a bug.
 */
export function serialise(operationId: OperationId, status: number, answer: object): string {
  return serializerOf(operationId, status)(answer)
}

/**
 * The text of one part of an answer that is made and kept before the answer is: what the contract
 * does not name in it is dropped, as it would be from the answer.
 *
 * @param schema Name of the part among the schemas of the contract.
 */
export function serialiseAs(schema: string, value: object): string {
  const serializer = remembered(serializers, schema, () =>
    buildSerializer(
      resolved(contract.components.schemas[schema], contract) as Parameters<
        typeof buildSerializer
      >[0],
    ),
  )
  return serializer(value)
}

/** Finds every place where a request does not match the contract, in all its parts. */
export function validateRequest(
  { operationId }: Operation,
  parts: Readonly<Record<'body' | 'path' | 'query', unknown>>,
): readonly Place[] {
  return (['path', 'query', 'body'] as const).flatMap((part) =>
    requestValidator(operationId, part)(parts[part]).map((place) => ({ in: part, ...place })),
  )
}

/** Kinds of notification, each with its own closed schema. */
const KINDS = {
  EARLY: 'NotificationEarly',
  UPDATE: 'NotificationUpdate',
  END_OF_SUPPLY: 'NotificationEndOfSupply',
  CORRECTION: 'NotificationCorrection',
  WITHDRAWAL: 'NotificationWithdrawal',
  REDELIVERY: 'NotificationRedelivery',
} as const

/** Errors that one item reports at most. */
export const MOST_ITEM_ERRORS = 20

/**
 * Judges one item of a batch by the closed schema of its kind.
 *
 * @returns At most 20 places, with pointers within the item; none when it fits.
 */
export function validateNotification(item: unknown): readonly Place[] {
  const kind = isNode(item) ? item['kind'] : undefined
  if (typeof kind !== 'string' || !Object.hasOwn(KINDS, kind)) {
    return [
      { pointer: '/kind', code: 'schema.enum', detail: 'This is not a kind of notification.' },
    ]
  }
  return schemaValidator(KINDS[kind as keyof typeof KINDS])(item)
}

const serializers = new Map<string, (value: unknown) => string>()
const validators = new Map<string, Validator>()

function serializerOf(operationId: OperationId, status: number): (value: unknown) => string {
  return remembered(serializers, `${operationId} ${status}`, () => {
    const schema = operationOf(operationId).responses.get(status)
    if (schema === undefined) {
      throw new Error(`the contract gives ${operationId} no body for status ${status}`)
    }
    // Its types know draft-07 only; the subset used here means the same in both.
    return buildSerializer(schema as unknown as Parameters<typeof buildSerializer>[0])
  })
}

function requestValidator(operationId: OperationId, part: 'body' | 'path' | 'query'): Validator {
  return remembered(validators, `${operationId} ${part}`, () => {
    const schema = operationOf(operationId).request[part]
    return schema === undefined ? () => [] : compileValidator(schema)
  })
}

function schemaValidator(name: string): Validator {
  return remembered(validators, name, () => {
    const schema = contract.components.schemas[name]
    return compileValidator(resolved(schema, contract) as Node, MOST_ITEM_ERRORS)
  })
}

function remembered<Value>(known: Map<string, Value>, key: string, make: () => Value): Value {
  let value = known.get(key)
  if (value === undefined) {
    value = make()
    known.set(key, value)
  }
  return value
}
