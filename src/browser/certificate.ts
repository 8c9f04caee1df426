import { base64url, sha256, type Bytes } from './bytes.js'
import { child, children, dotted, readDer } from './der.js'

/** How a key signs: as the hub's rules want it for its kind. */
export type Algorithm = 'ES256' | 'PS256'

/** What a certificate says that matters to whoever signs with it. */
export interface Certificate {
  readonly der: Bytes
  /** `x5t#S256`. */
  readonly fingerprint: string
  readonly algorithm: Algorithm
  readonly publicKey: CryptoKey
  /** Last moment, as X.509 writes it: `YYMMDDhhmmssZ` or with a year of four digits. */
  readonly until: string
}

const EC = '1.2.840.10045.2.1'

/** For WebCrypto, each algorithm's parameters. */
export const PARAMETERS = {
  ES256: { name: 'ECDSA', namedCurve: 'P-256', hash: 'SHA-256' },
  PS256: { name: 'RSA-PSS', hash: 'SHA-256', saltLength: 32 },
} as const

/** Reads a certificate. @throws {Error} When it is none, or its key is of no kind that signs. */
export async function readCertificate(bytes: Bytes): Promise<Certificate> {
  const body = children(child(children(readDer(bytes).node.contents), 0, 0x30).contents)
  const start = body[0]?.tag === 0xa0 ? 1 : 0
  const validity = children(child(body, start + 3, 0x30).contents)
  const info = child(body, start + 5, 0x30)
  const kind = children(child(children(info.contents), 0, 0x30).contents)
  const algorithm = dotted(child(kind, 0, 0x06).contents) === EC ? 'ES256' : 'PS256'
  const parameters = PARAMETERS[algorithm]
  const publicKey = await crypto.subtle.importKey('spki', info.whole, parameters, true, ['verify'])
  const until = new TextDecoder().decode(child(validity, 1).contents)
  return { der: bytes, fingerprint: base64url(await sha256(bytes)), algorithm, publicKey, until }
}

/** The day on which a certificate ends, `2027-11-22`. */
export function lastDay({ until }: Pick<Certificate, 'until'>): string {
  const full = until.length === 13 ? `20${until}` : until
  return `${full.slice(0, 4)}-${full.slice(4, 6)}-${full.slice(6, 8)}`
}

/** Whether a private key is the one of a certificate: what it signs, the certificate confirms. */
export async function belongs(key: CryptoKey, certificate: Certificate): Promise<boolean> {
  const parameters = PARAMETERS[certificate.algorithm]
  const probe = new TextEncoder().encode('vroegsignaal')
  try {
    const signature = await crypto.subtle.sign(parameters, key, probe)
    return await crypto.subtle.verify(parameters, certificate.publicKey, signature, probe)
  } catch {
    return false
  }
}
