import { isNode, pointedAt, type ContractDocument, type Node } from '../http/contract-document.js'

/** Languages of the reference; the first is the one for whoever asks for neither. */
export const LANGUAGES = ['nl', 'en'] as const

/** A language of the reference. */
export type Language = (typeof LANGUAGES)[number]

/** A text of the contract, in the language it stands in: English where there is no Dutch. */
export interface Text {
  readonly text: string
  readonly language: Language
}

/** Reads one member of the contract in a language: `description`, with Dutch in `x-description-nl`. */
export function textOf(
  node: Node,
  member: 'description' | 'summary',
  language: Language,
): Text | undefined {
  const dutch = node[`x-${member}-nl`]
  if (language === 'nl' && typeof dutch === 'string') return { text: dutch, language }
  const english = node[member]
  return typeof english === 'string' ? { text: english, language: 'en' } : undefined
}

/** A node, or what it refers to; with the name of a schema when that is what it refers to. */
export function followed(
  node: Node,
  document: ContractDocument,
): { readonly node: Node; readonly schema: string | undefined } {
  const { $ref: reference } = node
  if (typeof reference !== 'string') return { node, schema: undefined }
  const [, schema] = /^#\/components\/schemas\/(.+)$/.exec(reference) ?? []
  return { node: pointedAt(reference, document), schema }
}

/** The nodes in a list; none when it is not there. */
export function nodesIn(value: unknown): readonly Node[] {
  return Array.isArray(value) ? value.filter(isNode) : []
}

/** The named nodes of an object; none when it is not there. */
export function entriesOf(value: unknown): readonly (readonly [string, Node])[] {
  if (!isNode(value)) return []
  return Object.entries(value).filter((entry): entry is [string, Node] => isNode(entry[1]))
}

/** The texts in a list; none when it is not there. */
export function textsIn(value: unknown): readonly string[] {
  return Array.isArray(value) ? value.filter((text) => typeof text === 'string') : []
}
