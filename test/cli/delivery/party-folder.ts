import { createPrivateKey } from 'node:crypto'
import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { sequencePending } from '../../../src/access-log/index.js'
import { writeSealingKey } from '../../../src/client/index.js'
import { identityOf } from '../../client/connection.js'
import type { Calling, TestHub } from '../../helpers/hub.js'
import { anchorsOf, testAuthority } from '../../helpers/pki.js'

/**
 * Writes the folder of a party as its software has one, with a clock that stands where the hub's does.
 *
 * @param port Where the hub is reached, if not at its own door.
 */
export async function writePartyFolder(
  folder: string,
  hub: TestHub,
  { party }: Calling,
  port = hub.port,
): Promise<string> {
  mkdirSync(folder, { recursive: true, mode: 0o700 })
  const clock = join(folder, 'clock')
  const write = (name: string, text: string) => writeFileSync(join(folder, name), text)
  write('clock', hub.context.clock.now().toISOString())
  await sequencePending(hub.context)
  const identity = { ...(await identityOf({ ...hub, port })), sandboxClockFile: clock }
  write('hub.json', JSON.stringify(identity))
  write('ca.pem', anchorsOf(await testAuthority()))
  for (const purpose of ['transport', 'signing'] as const) {
    write(`${purpose}.pem`, party[purpose].chain)
    write(`${purpose}.key`, party[purpose].key)
  }
  return folder
}

/** Adds the private sealing key of a municipality, with which its software opens envelopes. */
export function writeKeyOf(folder: string, hub: TestHub, code: string): void {
  const { key, kid } = hub.sealingKeys.get(code)!
  // Through its PEM: the generator behind the key can stand still while it is exported as JWK.
  const plain = createPrivateKey(key.export({ type: 'pkcs8', format: 'pem' }))
  writeSealingKey(folder, kid, plain.export({ format: 'jwk' }))
}
