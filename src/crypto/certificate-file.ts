import { X509Certificate, type KeyObject } from 'node:crypto'
import { x509 } from './x509.js'

/** One certificate of a PEM file, as far as its use in TLS goes. */
export interface FiledCertificate {
  /** Distinguished name, written as in `RevocationList.issuer`. */
  readonly subject: string
  readonly validFrom: Date
  readonly validTo: Date
  readonly isAuthority: boolean
  /** Whether this is the certificate of that private key. */
  readonly fits: (key: KeyObject) => boolean
}

const PEM = /-----BEGIN (?:TRUSTED |X509 )?CERTIFICATE-----[^-]*-----END [A-Z0-9 ]*-----/g

/**
 * Reads every certificate of a PEM text, in its order; nothing here says that a chain is trusted.
 *
 * @returns None when the text holds none.
 * @throws {Error} When one of them is no certificate; the message says which.
 */
export function readCertificateFile(pem: string): FiledCertificate[] {
  return (pem.match(PEM) ?? []).map((text, index) => {
    try {
      const node = new X509Certificate(text)
      const parsed = new x509.X509Certificate(node.raw)
      return {
        subject: parsed.subject,
        validFrom: parsed.notBefore,
        validTo: parsed.notAfter,
        isAuthority: node.ca,
        fits: (key) => node.checkPrivateKey(key),
      }
    } catch {
      throw new Error(`certificate ${index + 1} is damaged`)
    }
  })
}
