import type { IncomingHttpHeaders } from 'node:http'
import { equalInConstantTime, sha256 } from '../crypto/hash.js'
import { HubError } from '../kernel/errors.js'

const CONTENT_DIGEST = /(?:^|,)\s*sha-256=:([A-Za-z0-9+/]{43}=):/
const DIGEST = /(?:^|,)\s*sha-256=([A-Za-z0-9+/]{43}=)\s*(?:,|$)/i

/**
 * Compares the digest of a body with what its headers state: Content-Digest (RFC 9530), or Digest of
 * RFC 3230, which the Dutch design rules still name. Other algorithms are passed over.
 *
 * @param bytes The body as received; hashed only when something is stated.
 * @throws {HubError} `request.digest_mismatch`.
 */
export function checkDigest(headers: IncomingHttpHeaders, bytes: Buffer): void {
  const stated = [
    statedIn(headers['content-digest'], CONTENT_DIGEST),
    statedIn(headers['digest'], DIGEST),
  ]
  for (const value of stated) {
    if (value !== undefined && !equalInConstantTime(Buffer.from(value, 'base64'), sha256(bytes))) {
      throw new HubError('request.digest_mismatch', 'The digest in the headers is of other bytes.')
    }
  }
}

function statedIn(header: string | string[] | undefined, pattern: RegExp): string | undefined {
  return header === undefined ? undefined : pattern.exec([header].flat().join(','))?.[1]
}
