import { Agent, fetch } from 'undici'
import type { JsonWebKey } from 'node:crypto'
import type { HubIdentity } from './hub-identity.js'
import { RefusedError } from './problem.js'
import { unreachable, UnreachableError } from './transport.js'

/**
 * Asks a hub's public listener for the keys that its answers are checked with. Do this once, compare
 * what comes back over another channel, and keep it: later answers are checked with what was kept.
 *
 * @param publicUrl Address of the public listener.
 * @param url Address of the data listener, with /v1.
 * @param ca Authority of the public listener's certificate, when it is not a publicly trusted one.
 * @throws {RefusedError} And `UnreachableError` when there is no answer, or one that is no hub's.
 */
export async function fetchHubIdentity(
  publicUrl: string,
  url: string,
  ca?: string,
): Promise<HubIdentity> {
  const dispatcher = new Agent(ca === undefined ? {} : { connect: { ca } })
  const get = async (path: string) => {
    const options = { dispatcher, redirect: 'error' } as const
    const answer = await fetch(new URL(path, publicUrl), options).catch((error: unknown) => {
      throw unreachable(error)
    })
    if (!answer.ok) throw new RefusedError(answer.status, undefined)
    return answer.text()
  }
  try {
    const { hub, keys, sandbox } = publishedIn(await get('/keys'))
    const logKey = (await get('/log/vkey')).trim()
    return { hub, url, publicUrl, keys, logKey, ...(sandbox === true && { sandbox }) }
  } finally {
    await dispatcher.close()
  }
}

interface Published {
  readonly hub: string
  readonly keys: readonly JsonWebKey[]
  readonly sandbox?: true
}

function publishedIn(text: string): Published {
  try {
    const published = JSON.parse(text) as Partial<Published>
    if (typeof published.hub === 'string' && Array.isArray(published.keys)) {
      return published as Published
    }
  } catch {
    // Whatever answers there may say anything.
  }
  throw new UnreachableError('NO_HUB')
}
