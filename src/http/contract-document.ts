import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { parse } from 'yaml'
import { packageRoot } from '../package-root.js'

/** A node of the contract: a JSON object. */
export interface Node {
  readonly [member: string]: unknown
}

/** The contract as far as the hub reads it itself. */
export interface ContractDocument extends Node {
  readonly openapi: string
  readonly info: Node & { readonly title: string; readonly version: string }
  readonly paths: Readonly<Record<string, Node>>
  readonly components: Node & { readonly schemas: Readonly<Record<string, Node>> }
}

/** Where the contract stands. */
export function contractPath(): string {
  return join(packageRoot(), 'openapi', 'hub.yaml')
}

/** Reads the contract. Each call gives a copy of its own. */
export function readContract(): ContractDocument {
  return parse(readFileSync(contractPath(), 'utf8'), { maxAliasCount: 0 }) as ContractDocument
}

/** Whether a value of the contract is an object. */
export function isNode(value: unknown): value is Node {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

/**
 * A schema of the contract with every reference replaced by what it points at, and without what only
 * people read. Schemas of the contract do not refer to themselves.
 *
 * Lists whose items are judged one by one keep only that their items are objects.
 */
export function resolved(value: unknown, document: ContractDocument): unknown {
  if (Array.isArray(value)) return value.map((item) => resolved(item, document))
  if (!isNode(value)) return value
  const { $ref: reference, ...siblings } = value
  if (typeof reference === 'string') {
    return resolved({ ...pointedAt(reference, document), ...siblings }, document)
  }
  const result: Record<string, unknown> = {}
  for (const [member, part] of Object.entries(value)) {
    if (member === 'properties' && isNode(part)) {
      // The names below are members of a body, whatever they are called.
      result[member] = Object.fromEntries(
        Object.entries(part).map(([name, schema]) => [name, resolved(schema, document)]),
      )
    } else if (!isForPeople(member)) {
      result[member] = resolved(part, document)
    }
  }
  if (value['x-validated-per-item'] === true) result['items'] = { type: 'object' }
  return result
}

/** What a local reference (`#/components/…`) points at. */
export function pointedAt(reference: string, document: ContractDocument): Node {
  let found: unknown = document
  for (const part of reference.slice(2).split('/')) {
    const name = part.replaceAll('~1', '/').replaceAll('~0', '~')
    found = isNode(found) ? found[name] : undefined
  }
  if (!isNode(found)) throw new Error(`the contract refers to ${reference}, which is not there`)
  return found
}

function isForPeople(member: string): boolean {
  return (
    member.startsWith('x-') ||
    ['description', 'discriminator', 'examples', 'title'].includes(member)
  )
}
