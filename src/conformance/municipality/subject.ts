import type { SealingKeys } from '../../client/index.js'
import type { components } from '../../generated/openapi.js'
import { expectStatus, headerOf, jsonOf } from '../answers.js'
import { expect } from '../case.js'
import type { Wire, WireAnswer } from '../wire.js'

export type Schemas = components['schemas']

/** Everything that the cases of a municipality work with. */
export interface MunicipalitySubject {
  readonly wire: Wire
  /** A closed month with cases; the one with the most of them. */
  readonly month: Schemas['FeedSummary'] | undefined
  /** A second person of the municipality, who confirms sealing keys. */
  readonly colleague?: Wire
  /** Another municipality, or any other party, whose key must not serve. */
  readonly other?: Wire
  /** Certificates of the right authority that nobody registered. */
  readonly stranger?: Wire
  /** Keeps a new private sealing key where the municipality finds it. */
  readonly keep: (keyId: string, privateJwk: object) => void
  /** The private keys that the municipality holds now. */
  readonly keys: () => SealingKeys
}

/** Why most cases cannot be tried against a hub that has nothing to pull. */
export const NO_MONTH = 'needs a closed month with cases'

/** The months of the caller. @throws {Unfulfilled} Unless the hub lists them. */
export async function monthsOf(wire: Wire): Promise<readonly Schemas['FeedSummary'][]> {
  const answer = await wire.ask('/feeds')
  expectStatus(answer, 200)
  return (jsonOf(answer) as Schemas['FeedList']).feeds
}

/** The closed month with the most cases; `undefined` when there is none with any. */
export function richest(
  months: readonly Schemas['FeedSummary'][],
): Schemas['FeedSummary'] | undefined {
  return months
    .filter((month) => month.status === 'CLOSED' && (month.count ?? 0) > 0)
    .sort((left, right) => (right.count ?? 0) - (left.count ?? 0))[0]
}

/** Every page of a month with its answer. @throws {Unfulfilled} Unless each follows the one before. */
export async function pagesOf(
  wire: Wire,
  month: string,
): Promise<readonly { readonly answer: WireAnswer; readonly page: Schemas['FeedPage'] }[]> {
  const pages: { answer: WireAnswer; page: Schemas['FeedPage'] }[] = []
  let from = 0
  for (let path: string | undefined = `/feeds/${month}`; path !== undefined;) {
    const answer = await wire.ask(path)
    expectStatus(answer, 200)
    const page = jsonOf(answer) as Schemas['FeedPage']
    expect(page.from === from, `the page begins at ${page.from} and not at ${from}`)
    const isLinked = (headerOf(answer, 'link') ?? '').includes('rel="next"')
    expect(isLinked === (page.nextCursor !== null), 'the Link header disagrees with nextCursor')
    from += page.items.length
    pages.push({ answer, page })
    path = page.nextCursor === null ? undefined : `/feeds/${month}?cursor=${page.nextCursor}`
  }
  return pages
}
