import { Agent, fetch } from 'undici'
import type { JsonWebKey } from 'node:crypto'
import type { HubIdentity } from './hub-identity.js'
import { RefusedError } from './problem.js'

/**
 * Asks a hub's public listener for the keys that its answers are checked with. Do this once, compare
 * what comes back over another channel, and keep it: later answers are checked with what was kept.
 *
 * @param publicUrl Address of the public listener.
 * @param url Address of the data listener, with /v1.
 * @param ca Authority of the public listener's certificate, when it is not a publicly trusted one.
 */
export async function fetchHubIdentity(
  publicUrl: string,
  url: string,
  ca?: string,
): Promise<HubIdentity> {
  const dispatcher = new Agent(ca === undefined ? {} : { connect: { ca } })
  const get = async (path: string) => {
    const answer = await fetch(new URL(path, publicUrl), { dispatcher, redirect: 'error' })
    if (!answer.ok) throw new RefusedError(answer.status, undefined)
    return answer.text()
  }
  try {
    const published = JSON.parse(await get('/keys')) as {
      hub: string
      keys: JsonWebKey[]
      sandbox?: true
    }
    const logKey = (await get('/log/vkey')).trim()
    const { hub, keys, sandbox } = published
    return { hub, url, publicUrl, keys, logKey, ...(sandbox === true && { sandbox }) }
  } finally {
    await dispatcher.close()
  }
}
