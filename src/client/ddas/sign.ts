import { X509Certificate } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { signDetached } from '../../crypto/jws.js'
import { signingKeyOf } from '../party-folder.js'

const CERTIFICATE = /-----BEGIN CERTIFICATE-----[^-]+-----END CERTIFICATE-----/g

/**
 * Signs a delivery as DDAS asks: a detached JAdES signature over its digest, with the chain of the
 * signing certificate in the header, to be sent as `nlgov-adr-payload-sig`.
 *
 * @param folder Of the party.
 * @param bytes The file exactly as it will be sent.
 */
export function signDelivery(folder: string, bytes: Buffer, now: Date): string {
  const text = (name: string) => readFileSync(join(folder, name), 'utf8')
  const pem = text('signing.pem')
  const x5c = (pem.match(CERTIFICATE) ?? []).map((one) =>
    new X509Certificate(one).raw.toString('base64'),
  )
  const key = signingKeyOf(pem, text('signing.key'))
  const reference = { ...key.reference, kid: key.reference['x5t#S256']!, x5c }
  return signDetached(bytes, { ...key, reference }, { typ: 'JOSE', iat: now })
}
