import { constants } from 'node:crypto'
import { readFileSync } from 'node:fs'
import type { ServerOptions } from 'node:https'
import { createSecureContext } from 'node:tls'
import { splitRevocationLists } from '../crypto/revocation.js'
import { readSecretFile } from '../crypto/secret-file.js'

/** Where one listener finds its certificate, and whom it trusts. All files are PEM. */
export interface TlsSettings {
  /** The server's certificate with its issuers behind it. */
  readonly certificateFile: string
  /** Its private key; mode 600. */
  readonly keyFile: string
  /** Left out on the public listener: nobody is asked for a certificate there. */
  readonly clients?: ClientTrust
}

/** Whose client certificates a listener accepts. */
export interface ClientTrust {
  /** Every authority from root to issuer, and none besides. */
  readonly authorityFiles: readonly string[]
  /** The revocation list of every one of these authorities; several may stand in one file. */
  readonly revocationFiles: readonly string[]
}

const CIPHERS = [
  'TLS_AES_256_GCM_SHA384',
  'TLS_CHACHA20_POLY1305_SHA256',
  'TLS_AES_128_GCM_SHA256',
  'ECDHE-ECDSA-AES256-GCM-SHA384',
  'ECDHE-RSA-AES256-GCM-SHA384',
  'ECDHE-ECDSA-CHACHA20-POLY1305',
  'ECDHE-RSA-CHACHA20-POLY1305',
  'ECDHE-ECDSA-AES128-GCM-SHA256',
  'ECDHE-RSA-AES128-GCM-SHA256',
].join(':')

/** RSA with PKCS #1 padding stays as long as peers hold certificates of PKIoverheid G1 and G3. */
const SIGNATURE_ALGORITHMS = [
  'ecdsa_secp256r1_sha256',
  'ecdsa_secp384r1_sha384',
  'rsa_pss_rsae_sha256',
  'rsa_pss_rsae_sha384',
  'rsa_pss_rsae_sha512',
  'rsa_pss_pss_sha256',
  'rsa_pss_pss_sha384',
  'rsa_pss_pss_sha512',
  'rsa_pkcs1_sha256',
  'rsa_pkcs1_sha384',
  'rsa_pkcs1_sha512',
].join(':')

const HYBRID_GROUP = 'X25519MLKEM768'
const GROUPS = 'X25519:secp256r1:secp384r1'

/**
 * The TLS profile of every listener and client: only what NCSC-NL (2025) calls good or sufficient.
 * No tickets and no session cache: a resumed session would skip the revocation check.
 */
export function tlsProfile() {
  return {
    minVersion: 'TLSv1.2',
    maxVersion: 'TLSv1.3',
    ciphers: CIPHERS,
    sigalgs: SIGNATURE_ALGORITHMS,
    ecdhCurve: groups(),
    honorCipherOrder: true,
    secureOptions:
      constants.SSL_OP_NO_TICKET |
      constants.SSL_OP_NO_RENEGOTIATION |
      constants.SSL_OP_NO_COMPRESSION |
      constants.SSL_OP_CIPHER_SERVER_PREFERENCE,
  } as const
}

/**
 * Options for `https.createServer` (or fastify's `https`), with all files read.
 *
 * @throws {Error} When a file cannot be read, the key is readable by others, or clients are asked
 *   for certificates without any revocation list: that would trust revoked ones silently.
 */
export function tlsOptions(settings: TlsSettings): ServerOptions {
  return {
    ...tlsProfile(),
    cert: readFileSync(settings.certificateFile),
    key: readSecretFile(settings.keyFile),
    handshakeTimeout: 10_000,
    ...(settings.clients && clientOptions(settings.clients)),
  }
}

function clientOptions({ authorityFiles, revocationFiles }: ClientTrust): ServerOptions {
  const crl = readRevocationFiles(revocationFiles)
  if (authorityFiles.length === 0 || crl.length === 0) {
    throw new Error('client certificates need authorities and their revocation lists')
  }
  return {
    requestCert: true,
    rejectUnauthorized: true,
    ca: authorityFiles.map((path) => readFileSync(path)),
    crl,
  }
}

/** All revocation lists in the files, one PEM text each. */
export function readRevocationFiles(paths: readonly string[]): string[] {
  return paths.flatMap((path) => {
    const lists = splitRevocationLists(readFileSync(path, 'utf8'))
    if (lists.length === 0) throw new Error(`${path} holds no revocation list`)
    return lists
  })
}

let detected: string | undefined

/** Naming a group that OpenSSL does not know makes the whole server fail, so it is tried first. */
function groups(): string {
  detected ??= isKnownGroup(HYBRID_GROUP) ? `${HYBRID_GROUP}:${GROUPS}` : GROUPS
  return detected
}

function isKnownGroup(group: string): boolean {
  try {
    createSecureContext({ ecdhCurve: group })
    return true
  } catch {
    // The failure stays in OpenSSL's queue and would be blamed on whatever comes next, a handshake
    // or a key; making a proper context empties it.
    createSecureContext()
    return false
  }
}
