import { webcrypto, type KeyObject } from 'node:crypto'
import { x509 } from '../src/crypto/x509.js'
import { nameOf, newLeafKey, type LeafKey, type Subject } from './issue.js'

/** A request for a certificate, with the key that never leaves its holder. */
export interface CertificateRequest {
  /** PKCS #10 (PEM). */
  readonly request: string
  /** PKCS #8 (PEM). */
  readonly key: string
}

const ALGORITHMS = {
  EC: { name: 'ECDSA', namedCurve: 'P-256', hash: 'SHA-256' },
  RSA: { name: 'RSASSA-PKCS1-v1_5', hash: 'SHA-256' },
} as const

/** Makes a key and a request for a certificate, for any authority. */
export async function requestCertificate(
  subject: Subject,
  leafKey: LeafKey,
): Promise<CertificateRequest> {
  const { publicKey, privateKey } = newLeafKey(leafKey)
  const algorithm = ALGORITHMS[leafKey]
  const request = await x509.Pkcs10CertificateRequestGenerator.create({
    name: nameOf(subject),
    signingAlgorithm: algorithm,
    keys: {
      publicKey: await imported(publicKey, 'spki', algorithm, 'verify'),
      privateKey: await imported(privateKey, 'pkcs8', algorithm, 'sign'),
    },
  })
  return {
    request: `${request.toString('pem').trim()}\n`,
    key: privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(),
  }
}

function imported(
  key: KeyObject,
  type: 'spki' | 'pkcs8',
  algorithm: (typeof ALGORITHMS)[LeafKey],
  usage: 'sign' | 'verify',
): Promise<webcrypto.CryptoKey> {
  const der =
    type === 'spki'
      ? key.export({ type, format: 'der' })
      : key.export({ type: 'pkcs8', format: 'der' })
  return webcrypto.subtle.importKey(type, der, algorithm, true, [usage])
}
