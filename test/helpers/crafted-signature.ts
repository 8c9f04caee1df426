import { generateKeyPairSync, sign, type KeyObject } from 'node:crypto'
import { sha256 } from '../../src/crypto/hash.js'
import { digestLine } from '../../src/crypto/jws-form.js'
import { SIGNATURE_HEADER, verifyDetached, type DetachedSignature } from '../../src/crypto/jws.js'
import type { VerificationKey } from '../../src/crypto/signature-key.js'
import { HubError } from '../../src/kernel/errors.js'

export const NOW = new Date('2026-09-01T08:00:00Z')
export const IAT = NOW.getTime() / 1000
export const TYPE = 'vroegsignaal-batch'
export const BODY = Buffer.from('{"a":1}')

export const ec = generateKeyPairSync('ec', { namedCurve: 'prime256v1' })
export const rsa = generateKeyPairSync('rsa', { modulusLength: 3072 })
export const registered: VerificationKey = {
  fingerprint: sha256('certificate').toString('base64url'),
  aliases: ['my-key'],
  publicKey: ec.publicKey,
  party: 'party',
  purpose: 'signing',
}
export const reference = { 'x5t#S256': registered.fingerprint }
export const SIG_D = { mId: 'http://uri.etsi.org/19182/HttpHeaders', pars: ['digest'] }
export const HEADER = {
  alg: 'ES256',
  ...reference,
  iat: IAT,
  typ: TYPE,
  b64: false,
  crit: ['sigD', 'b64'],
  sigD: SIG_D,
}

/** Signs any header, also those that the product would not make. */
export function craft(
  header: object | string,
  payload: Buffer = digestLine(sha256(BODY)),
  key: KeyObject = ec.privateKey,
): string {
  const text = typeof header === 'string' ? header : JSON.stringify(header)
  const encoded = Buffer.from(text).toString('base64url')
  const input = Buffer.concat([Buffer.from(`${encoded}.`), payload])
  const signature = sign('sha256', input, { key, dsaEncoding: 'ieee-p1363' })
  return `${encoded}..${signature.toString('base64url')}`
}

export function verify(value: string | string[], changes: Partial<DetachedSignature> = {}) {
  return verifyDetached({
    headerValues: typeof value === 'string' ? [value] : value,
    headerName: SIGNATURE_HEADER,
    body: BODY,
    expectedType: TYPE,
    findKey: (each) => ([registered.fingerprint, 'my-key'].includes(each) ? registered : undefined),
    now: NOW,
    ...changes,
  })
}

export async function codeOf(promise: Promise<unknown>): Promise<string> {
  try {
    await promise
    return 'accepted'
  } catch (error) {
    return error instanceof HubError ? error.code : `bug: ${String(error)}`
  }
}
