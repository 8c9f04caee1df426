import { FlattenedSign, flattenedVerify, importJWK, type JWK } from 'jose'
import { base64, base64url, hex, random, sha256, utf8, type Bytes } from './bytes.js'
import type { SigningKey } from './signing-key.js'

/** What makes a body one of its kind; with it the very same bytes can be made again later. */
export interface Frame {
  readonly createdAt: string
  readonly nonce: string
}

const REQUEST_TYPE = 'vroegsignaal-request+jws'
const MECHANISM = 'http://uri.etsi.org/19182/HttpHeaders'
const CRITICAL = { sigD: true } as const

/** A fresh frame, with a nonce of 256 bits that nobody can guess. */
export function newFrame(now: Date): Frame {
  return { createdAt: now.toISOString(), nonce: base64url(random(32)) }
}

/** The text of a body in its frame: equal input gives equal bytes. */
export function bodyText(
  hub: string,
  operation: string,
  { createdAt, nonce }: Frame,
  fields: Readonly<Record<string, unknown>>,
): string {
  return JSON.stringify({ hub, operation, createdAt, nonce, ...fields })
}

/** SHA-256 of a text, hexadecimal. */
export async function digestOf(text: string): Promise<string> {
  return hex(await sha256(utf8(text)))
}

/**
 * Signs a body in the ADR payload profile: over the digest of its bytes, detached.
 *
 * @returns Value of the header `Payload-Signature`.
 */
export async function signBody(text: string, key: SigningKey, now: Date): Promise<string> {
  const { protected: header, signature } = await new FlattenedSign(await digestLine(utf8(text)))
    .setProtectedHeader({
      alg: key.algorithm,
      'x5t#S256': key.fingerprint,
      iat: Math.floor(now.getTime() / 1000),
      typ: REQUEST_TYPE,
      b64: false,
      crit: ['sigD', 'b64'],
      sigD: { mId: MECHANISM, pars: ['digest'] },
    })
    .sign(key.privateKey, { crit: CRITICAL })
  return `${header}..${signature}`
}

/**
 * Whether a text was signed by one of the keys, as a document of a kind.
 *
 * @param value Of `Payload-Signature`, or of a member that holds such a value.
 */
export async function isSignedBy(
  keys: readonly JWK[],
  text: string,
  value: string,
  typ: string,
): Promise<boolean> {
  const [header, payload, signature] = value.split('.')
  if (!header || payload !== '' || !signature) return false
  try {
    const line = await digestLine(utf8(text))
    const { protectedHeader } = await flattenedVerify(
      { protected: header, payload: line, signature },
      async ({ kid, alg }) => {
        const jwk = keys.find((each) => each.kid === kid)
        if (jwk === undefined) throw new Error('not a key of the hub')
        return importJWK(jwk, alg)
      },
      { crit: CRITICAL, algorithms: ['ES256', 'PS256'] },
    )
    return protectedHeader?.typ === typ && protectedHeader?.b64 === false
  } catch {
    return false
  }
}

/** What is signed in place of a body: the digest field of RFC 3230. */
async function digestLine(body: Bytes): Promise<Bytes> {
  return utf8(`digest: SHA-256=${base64(await sha256(body))}`)
}
