import { readLogFile } from '../../src/access-log/index.js'
import { HubConnection, type HubIdentity } from '../../src/client/index.js'
import { jwkSetOf } from '../../src/crypto/hub-keys.js'
import type { Owner } from '../helpers/cluster.js'
import type { Calling, TestHub } from '../helpers/hub.js'
import { anchorsOf, testAuthority } from '../helpers/pki.js'

/** What a party knows of a test hub, as its public listener would tell. */
export async function identityOf({ context, port }: TestHub): Promise<HubIdentity> {
  const file = await readLogFile(context, 'vkey')
  return {
    hub: context.config.hubId,
    url: `https://localhost:${port}/v1`,
    publicUrl: context.config.publicUrl,
    keys: jwkSetOf(context.keys).keys,
    logKey: file!.bytes.toString('utf8').trim(),
  }
}

/** The product's own client, as one party of a test hub. */
export async function connectAs(
  t: Owner,
  hub: TestHub,
  { party }: Calling,
): Promise<HubConnection> {
  const connection = new HubConnection({
    identity: await identityOf(hub),
    credentials: {
      ca: anchorsOf(await testAuthority()),
      cert: party.transport.chain,
      key: party.transport.key,
    },
    signingKey: party.signingKey,
    clock: hub.context.clock,
    attempts: 2,
    pauseMs: 10,
  })
  t.teardown(() => connection.close())
  return connection
}
