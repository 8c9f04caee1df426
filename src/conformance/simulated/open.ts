import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { readPartyFolder, writePrivate, type TransportCredentials } from '../../client/index.js'
import { fingerprintOf } from '../../crypto/certificate.js'
import { tlsProfile } from '../../http/tls.js'
import { X509Certificate } from 'node:crypto'
import type { Folder, ThrowAway } from '../throw-away.js'
import { Front, type Script } from './front.js'

/**
 * Puts a front before a throw-away hub for some of its parties: their folders then name the address of
 * the front.
 *
 * @param port Of this machine; 0 for a free one.
 */
export async function openFront(
  { setting }: ThrowAway,
  folders: readonly Folder[],
  script: Script,
  port = 0,
): Promise<Front> {
  const own = join(setting.pki, 'authority')
  const text = (name: string) => readFileSync(join(own, name))
  const front = await Front.open({
    tls: {
      ...tlsProfile(),
      cert: text('server.pem'),
      key: text('server.key'),
      ca: text('authorities.pem'),
      requestCert: true,
      rejectUnauthorized: true,
    },
    hub: setting.serving.dataUrl,
    credentials: new Map(folders.map(credentialsOf)),
    script,
    port,
  })
  for (const folder of folders) {
    const { identity } = readPartyFolder(folder)
    writePrivate(join(folder, 'hub.json'), `${JSON.stringify({ ...identity, url: front.url })}\n`)
  }
  return front
}

function credentialsOf(folder: Folder): readonly [string, TransportCredentials] {
  const { credentials } = readPartyFolder(folder)
  const { raw } = new X509Certificate(credentials.cert)
  return [Buffer.from(fingerprintOf(raw), 'base64url').toString('hex'), credentials]
}
