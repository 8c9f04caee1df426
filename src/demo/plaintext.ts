import { join } from 'node:path'
import { STREETS } from './names.js'
import { findPlaintext } from './plaintext-search.js'
import type { World } from './world.js'

/** Surnames shorter than this turn up in random bytes by chance. */
const LEAST_LETTERS = 7

/**
 * Counts the places where the hub left an invented person in clear: in its database, its log, its
 * secrets and its checkpoints. What creditors sent and municipalities opened lies elsewhere.
 */
export async function countPlaintext(
  folder: string,
  pgdata: string,
  world: World,
): Promise<number> {
  const surnames = world.households.flatMap(({ residents }) =>
    residents.map(({ surname }) => surname).filter((name) => name.length >= LEAST_LETTERS),
  )
  const texts = [...new Set([...surnames, ...STREETS, '@post.example', '+31600'])]
  const hub = ['hub.log', 'secrets', 'checkpoints', 'log'].map((name) => join(folder, name))
  return (await findPlaintext([pgdata, ...hub], texts)).length
}
