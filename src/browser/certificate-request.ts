import { pem, type Bytes } from './bytes.js'
import { PARAMETERS } from './certificate.js'
import { bits, der, integer, oid, sequence, set, tagged, text } from './der.js'

const COMMON_NAME = '2.5.4.3'
const ECDSA_SHA256 = '1.2.840.10045.4.3.2'

/**
 * A request for a certificate (PKCS #10) of a P-256 key. Whom the certificate will name is decided by
 * who issues it; the name in the request is for the people who handle it.
 *
 * @returns PEM.
 */
export async function certificateRequest(
  { publicKey, privateKey }: CryptoKeyPair,
  name: string,
): Promise<string> {
  const spki = new Uint8Array(await crypto.subtle.exportKey('spki', publicKey))
  const subject = sequence(set(sequence(oid(COMMON_NAME), text(name.slice(0, 64)))))
  const info = sequence(integer(0), subject, spki, tagged(0, new Uint8Array()))
  const signature = await crypto.subtle.sign(PARAMETERS.ES256, privateKey, info)
  const whole = sequence(info, sequence(oid(ECDSA_SHA256)), bits(derSignature(signature)))
  return pem('CERTIFICATE REQUEST', whole)
}

/** A key pair on P-256; its private half can be used and, unless asked for, never be copied. */
export function newKeyPair(isExtractable = false): Promise<CryptoKeyPair> {
  return crypto.subtle.generateKey(PARAMETERS.ES256, isExtractable, ['sign', 'verify'])
}

/** WebCrypto gives r and s side by side; X.509 wants two numbers. */
function derSignature(signature: ArrayBuffer): Bytes {
  const half = signature.byteLength / 2
  return sequence(
    unsigned(new Uint8Array(signature, 0, half)),
    unsigned(new Uint8Array(signature, half)),
  )
}

function unsigned(bytes: Uint8Array): Bytes {
  const start = bytes.findIndex((byte) => byte !== 0)
  const short = bytes.subarray(Math.max(0, start))
  return der(0x02, short[0]! >= 0x80 ? Uint8Array.of(0, ...short) : short)
}
