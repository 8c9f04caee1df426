import { sign } from 'node:crypto'
import t from 'tap'
import { sha256 } from '../../src/crypto/hash.js'
import { digestLine } from '../../src/crypto/jws-form.js'
import {
  BODY,
  codeOf,
  craft,
  ec,
  HEADER,
  IAT,
  reference,
  SIG_D,
  TYPE,
  verify,
} from '../helpers/crafted-signature.js'

t.test('each cause of refusal has its code', async (t) => {
  const good = craft(HEADER)
  t.equal(await codeOf(verify(good)), 'accepted')
  const [encoded, , signature] = good.split('.') as [string, string, string]
  const without = (member: string) =>
    Object.fromEntries(Object.entries(HEADER).filter(([name]) => name !== member))
  const twice = JSON.stringify(HEADER).replace('{', '{"alg":"none",')
  const escaped = JSON.stringify(HEADER).replace('{', '{"\\u0061lg":"none",')
  const plain = { alg: 'ES256', ...reference, iat: IAT, typ: TYPE }

  const refusals: [string, string, string | string[]][] = [
    ['no header', 'signature.missing', []],
    ['two headers', 'signature.repeated', [good, good]],
    ['very long', 'signature.too_large', `${good}${'A'.repeat(8192)}`],
    ['empty', 'signature.malformed', ''],
    ['one part', 'signature.malformed', encoded],
    ['attached payload', 'signature.malformed', `${encoded}.e30.${signature}`],
    ['four parts', 'signature.malformed', `${good}.`],
    ['no signature', 'signature.malformed', `${encoded}..`],
    ['padding', 'signature.not_canonical', `${good}==`],
    ['line end', 'signature.not_canonical', `${good}\n`],
    ['two joined', 'signature.not_canonical', `${good}, A`],
    ['other alphabet', 'signature.not_canonical', `${encoded}..${'+/'.repeat(43)}`],
    [
      'stray bits',
      'signature.not_canonical',
      `${encoded}..${signature.slice(0, -1)}${stray(signature)}`,
    ],
    ['header not JSON', 'signature.malformed', craft('{')],
    ['header a list', 'signature.malformed', craft('[]')],
    ['header null', 'signature.malformed', craft('null')],
    [
      'header not UTF-8',
      'signature.malformed',
      `${Buffer.from([0x7b, 0xff, 0x7d]).toString('base64url')}..${signature}`,
    ],
    ['a member twice', 'signature.malformed', craft(twice)],
    ['a member twice, spelled otherwise', 'signature.malformed', craft(escaped)],
    ['no algorithm', 'signature.malformed', craft(without('alg'))],
    ['a kid that is no text', 'signature.malformed', craft({ ...HEADER, kid: 1 })],
    ['an empty kid', 'signature.malformed', craft({ ...HEADER, kid: '' })],
    ['a short x5t', 'signature.malformed', craft({ ...HEADER, 'x5t#S256': 'AAAA' })],
    ['x5c no list', 'signature.malformed', craft({ ...HEADER, x5c: 'AAAA' })],
    ['x5c not base64', 'signature.malformed', craft({ ...HEADER, x5c: ['A-_A'] })],
    ['x5c another', 'signature.malformed', craft({ ...HEADER, x5c: ['AAAA'] })],
    ['iat a fraction', 'signature.malformed', craft({ ...HEADER, iat: 1.5 })],
    ['iat a text', 'signature.malformed', craft({ ...HEADER, iat: String(IAT) })],
    ['b64 true', 'signature.malformed', craft({ ...HEADER, b64: true })],
    ['b64 without sigD', 'signature.malformed', craft({ ...plain, b64: false })],
    ['jku', 'signature.header_not_allowed', craft({ ...HEADER, jku: 'https://x.example' })],
    ['x5u', 'signature.header_not_allowed', craft({ ...HEADER, x5u: 'https://x.example' })],
    ['jwk', 'signature.header_not_allowed', craft({ ...HEADER, jwk: {} })],
    ['SHA-1 reference', 'signature.header_not_allowed', craft({ ...HEADER, x5t: 'AAAA' })],
    [
      'unknown critical',
      'signature.critical_unknown',
      craft({ ...HEADER, crit: ['sigD', 'b64', 'exp'] }),
    ],
    ['critical twice', 'signature.critical_unknown', craft({ ...HEADER, crit: ['b64', 'b64'] })],
    ['b64 not critical', 'signature.critical_unknown', craft({ ...HEADER, crit: ['sigD'] })],
    ['nothing critical', 'signature.critical_unknown', craft(without('crit'))],
    ['critical empty', 'signature.critical_unknown', craft({ ...plain, crit: [] })],
    ['critical no list', 'signature.critical_unknown', craft({ ...HEADER, crit: 'b64' })],
    [
      'critical in plain',
      'signature.critical_unknown',
      craft({ ...plain, b64: false, crit: ['b64'] }),
    ],
    ['sigD null', 'signature.digest', craft({ ...HEADER, sigD: null })],
    [
      'sigD other mechanism',
      'signature.digest',
      craft({ ...HEADER, sigD: { ...SIG_D, mId: 'x' } }),
    ],
    [
      'sigD more fields',
      'signature.digest',
      craft({ ...HEADER, sigD: { ...SIG_D, pars: ['digest', 'host'] } }),
    ],
    [
      'sigD upper case',
      'signature.digest',
      craft({ ...HEADER, sigD: { ...SIG_D, pars: ['Digest'] } }),
    ],
    [
      'sigD with hashes',
      'signature.digest',
      craft({ ...HEADER, sigD: { ...SIG_D, hashM: 'S256' } }),
    ],
    ['no type', 'signature.type', craft(without('typ'))],
    ['another type', 'signature.type', craft({ ...HEADER, typ: 'vroegsignaal-receipt' })],
    ['JOSE under the new name', 'signature.type', craft({ ...HEADER, typ: 'JOSE' })],
    ['no reference', 'signature.key_unknown', craft(without('x5t#S256'))],
    ['unknown kid', 'signature.key_unknown', craft({ ...without('x5t#S256'), kid: 'x' })],
    ['kid of another', 'signature.key_unknown', craft({ ...HEADER, kid: 'x' })],
    ['algorithm none', 'signature.algorithm', craft({ ...HEADER, alg: 'none' })],
    ['HMAC', 'signature.algorithm', craft({ ...HEADER, alg: 'HS256' })],
    ['RSA with an EC key', 'signature.algorithm', craft({ ...HEADER, alg: 'PS256' })],
    ['old padding', 'signature.algorithm', craft({ ...HEADER, alg: 'RS256' })],
    ['no time', 'signature.time', craft(without('iat'))],
    ['a week and a second old', 'signature.time', craft({ ...HEADER, iat: IAT - 7 * 86_400 - 1 })],
    ['five minutes and a second ahead', 'signature.time', craft({ ...HEADER, iat: IAT + 301 })],
    ['another body', 'signature.invalid', craft(HEADER, digestLine(sha256('x')))],
    ['body instead of digest', 'signature.invalid', craft(HEADER, BODY)],
    ['short signature', 'signature.invalid', `${encoded}..AAAA`],
    [
      'DER signature',
      'signature.invalid',
      `${encoded}..${sign('sha256', Buffer.from('x'), ec.privateKey).toString('base64url')}`,
    ],
  ]
  for (const [name, code, value] of refusals) {
    t.equal(await codeOf(verify(value)), code, name)
  }

  const allowed: [string, string][] = [
    ['a week old', craft({ ...HEADER, iat: IAT - 7 * 86_400 })],
    ['five minutes ahead', craft({ ...HEADER, iat: IAT + 300 })],
    ['an unknown member', craft({ ...HEADER, cty: 'json' })],
    ['a registered kid', craft({ ...without('x5t#S256'), kid: 'my-key' })],
    ['both references', craft({ ...HEADER, kid: 'my-key' })],
  ]
  for (const [name, value] of allowed) t.equal(await codeOf(verify(value)), 'accepted', name)

  const narrow = { window: { pastMs: 1000, futureMs: 0 } }
  t.equal(await codeOf(verify(craft({ ...HEADER, iat: IAT - 2 }), narrow)), 'signature.time')
})

/** The last character with a bit set that carries no data. */
function stray(signature: string): string {
  const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_'
  return alphabet[alphabet.indexOf(signature.at(-1)!) + 1]!
}
