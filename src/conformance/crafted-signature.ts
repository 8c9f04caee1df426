import { sha256 } from '../crypto/hash.js'
import { digestLine, signParts } from '../crypto/jws-form.js'
import type { SigningKey } from '../crypto/signature-key.js'

/** The protected header that a good signature of a request has. */
export function goodHeader(key: SigningKey, now: Date): Record<string, unknown> {
  return {
    alg: key.algorithm,
    ...key.reference,
    iat: Math.floor(now.getTime() / 1000),
    typ: 'vroegsignaal-request+jws',
    b64: false,
    crit: ['sigD', 'b64'],
    sigD: { mId: 'http://uri.etsi.org/19182/HttpHeaders', pars: ['digest'] },
  }
}

/** Signs a body under any header, also under one that no client of ours would write. */
export function craft(
  header: Readonly<Record<string, unknown>> | string,
  body: string,
  key: SigningKey,
): string {
  const text = typeof header === 'string' ? header : JSON.stringify(header)
  const encoded = Buffer.from(text).toString('base64url')
  const input = Buffer.concat([Buffer.from(`${encoded}.`), digestLine(sha256(body))])
  return `${encoded}..${signParts(input, key.privateKey, key.algorithm).toString('base64url')}`
}
