import { readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { contractPath, type ContractDocument, type Node } from '../http/contract-document.js'
import { CATALOGUE } from '../http/problem.js'
import type { ErrorCode } from '../kernel/errors.js'
import { operationsIn, type DescribedOperation } from './operations.js'
import { entriesOf, nodesIn, type Language } from './reading.js'

/** Everything that the reference is made from. */
export interface Book {
  readonly document: ContractDocument
  readonly version: string
  /** Address of the data listener as callers reach it, with /v1. */
  readonly dataUrl: string
  readonly tags: readonly (readonly [name: string, node: Node])[]
  readonly operations: readonly DescribedOperation[]
  readonly schemas: readonly (readonly [name: string, node: Node])[]
  /** Text of a file below `openapi/` that the contract refers to. */
  readonly example: (file: string) => string
}

/** A reader of the book. */
export interface Reader {
  readonly book: Book
  readonly language: Language
}

/** Makes the book of a contract. */
export function bookOf(document: ContractDocument, dataUrl: string | undefined): Book {
  const [server] = nodesIn(document['servers'])
  return {
    document,
    version: document.info.version,
    dataUrl: dataUrl ?? String(server?.['url']),
    tags: nodesIn(document['tags']).map((tag) => [String(tag['name']), tag] as const),
    operations: operationsIn(document),
    schemas: entriesOf(document.components.schemas),
    example: (file) => readFileSync(join(dirname(contractPath()), file), 'utf8').trim(),
  }
}

/** Families of refusals that belong to some groups of operations only; others occur everywhere. */
const AT_HOME: Readonly<Record<string, readonly string[]>> = {
  batch: ['notifications'],
  feed: ['feeds', 'outcomes'],
  envelope: ['feeds'],
  sealing_key: ['keys'],
  log: ['accountability', 'feeds'],
  trace: ['accountability'],
}

/** Families of refusals that are none of the contract's: of pages, forms and the register. */
const ELSEWHERE = ['form', 'registry']

/** The refusals with a status that an operation may give. */
export function codesOf(
  { tag, isSigned }: Pick<DescribedOperation, 'tag' | 'isSigned'>,
  status: number,
): readonly ErrorCode[] {
  return (Object.keys(CATALOGUE) as ErrorCode[]).filter((code) => {
    const [family = ''] = code.split('.')
    const isSignatures = family === 'signature' || family === 'body'
    return (
      CATALOGUE[code].status === status &&
      !ELSEWHERE.includes(family) &&
      (isSigned || !isSignatures) &&
      (AT_HOME[family]?.includes(tag) ?? true)
    )
  })
}
