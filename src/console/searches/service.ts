import type { Context } from '../../context.js'
import type { Tx } from '../../db/client.js'
import { inTransaction } from '../../db/transaction.js'
import { HubError } from '../../kernel/errors.js'
import { isUuid, randomId } from '../../kernel/identifiers.js'
import type { Question } from './question.js'
import * as store from './store.js'
import type { Owner, Search } from './store.js'

export type { Owner, Search } from './store.js'

/** What keeping searches needs of the process. */
export type SearchContext = Pick<Context, 'db' | 'clock'>

/** Longest name of a saved search. */
export const LONGEST_NAME = 80

const KEPT_MS = 24 * 3_600_000

/**
 * Keeps a question, so that its pages have an address that says nothing. What the party asked more
 * than a day ago and nobody saved goes.
 *
 * @returns Its id.
 */
export async function keepQuestion(
  context: SearchContext,
  owner: Owner,
  question: Question,
): Promise<string> {
  const searchId = randomId()
  const now = context.clock.now()
  await within(context, owner, async (tx) => {
    await store.deleteUnsaved(tx, owner.party, new Date(now.getTime() - KEPT_MS))
    await store.insertSearch(tx, owner, searchId, question, now)
  })
  return searchId
}

/**
 * A search of a person.
 *
 * @throws {HubError} `route.unknown` when there is none of that id, or it is somebody else's.
 */
export async function findSearch(
  context: SearchContext,
  owner: Owner,
  searchId: string | undefined,
): Promise<Search> {
  const found =
    searchId !== undefined && isUuid(searchId)
      ? await within(context, owner, (tx) => store.selectSearch(tx, owner, searchId))
      : undefined
  if (found === undefined) throw unknown()
  return found
}

/** The searches that a person saved, by name. */
export function listSaved(context: SearchContext, owner: Owner): Promise<Search[]> {
  return within(context, owner, (tx) => store.selectSaved(tx, owner))
}

/**
 * Saves a search under a name.
 *
 * @param name 1 to 80 characters.
 * @throws {HubError} `route.unknown`
 */
export async function saveSearch(
  context: SearchContext,
  owner: Owner,
  searchId: string,
  name: string,
): Promise<void> {
  const isKnown = await within(context, owner, (tx) => store.updateName(tx, owner, searchId, name))
  if (!isKnown) throw unknown()
}

/** Removes a search, if there is one. */
export async function removeSearch(
  context: SearchContext,
  owner: Owner,
  searchId: string,
): Promise<void> {
  await within(context, owner, (tx) => store.deleteSearch(tx, owner, searchId))
}

function within<Result>(
  { db }: SearchContext,
  { party }: Owner,
  body: (tx: Tx) => Promise<Result>,
): Promise<Result> {
  return inTransaction(db, 'console.search', { role: 'vroegsignaal_officer', party }, body)
}

function unknown(): HubError {
  return new HubError('route.unknown', 'There is no such search.')
}
