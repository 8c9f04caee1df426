import { createPublicKey, generateKeyPairSync } from 'node:crypto'
import t from 'tap'
import { parseSealingKey, thumbprint } from '../../src/crypto/jwk.js'

const keyPairs = {
  EC: generateKeyPairSync('ec', { namedCurve: 'prime256v1' }),
  RSA: generateKeyPairSync('rsa', { modulusLength: 3072 }),
}

t.test('the thumbprint is that of RFC 7638', async (t) => {
  const jwk = {
    kty: 'RSA',
    n: '0vx7agoebGcQSuuPiLJXZptN9nndrQmbXEps2aiAFbWhM78LhWx4cbbfAAtVT86zwu1RK7aPFFxuhDR1L6tSoc_BJECPebWKRXjBZCiFV4n3oknjhMstn64tZ_2W-5JsGY4Hc5n9yBXArwl93lqt7_RN5w6Cf0h4QyQ5v-65YGjQR0_FDW2QvzqY368QQMicAtaSqzs8KJZgnYb9c7d0zgdAZHzu6qMQvRL5hajrn1n91CbOpbISD08qNLyrdkt-bFTWhAI4vMQFh6WeZu0fM4lFd2NcRwr3XPksINHaQ-G_xBniIqbw0Ls1jF44-csFCur-kEgU8awapJzKnqDKgw',
    e: 'AQAB',
    alg: 'RS256',
    kid: '2011-04-29',
  }
  t.equal(thumbprint(jwk), 'NzbLsXh8uDCcd-6MNwXF4W_7noWXFZAfHkxZsRGC9Xs')
  t.throws(() => thumbprint({ kty: 'AKP' }), TypeError)
})

t.test('sealing keys', async (t) => {
  const ec = keyPairs.EC.publicKey.export({ format: 'jwk' })
  const rsa = keyPairs.RSA.publicKey.export({ format: 'jwk' })

  t.test('are taken over with their public members only', async (t) => {
    const kid = thumbprint(ec)
    t.strictSame(parseSealingKey({ ...ec, kid, use: 'enc', key_ops: [] }).jwk, {
      kty: 'EC',
      crv: 'P-256',
      x: ec.x,
      y: ec.y,
      alg: 'ECDH-ES+A256KW',
      use: 'enc',
      kid,
    })
    const parsed = parseSealingKey({ ...rsa, alg: 'RSA-OAEP-256', key_ops: ['wrapKey'] })
    t.equal(parsed.alg, 'RSA-OAEP-256')
    t.equal(createPublicKey(keyPairs.RSA.privateKey).equals(parsed.publicKey), true)
  })

  t.test('are refused when they are anything else', async (t) => {
    const small = generateKeyPairSync('rsa', { modulusLength: 2048 }).publicKey
    const p384 = generateKeyPairSync('ec', { namedCurve: 'secp384r1' }).publicKey
    const refused: [string, unknown][] = [
      ['no object', 'x'],
      ['null', null],
      ['a list', []],
      ['a private EC key', keyPairs.EC.privateKey.export({ format: 'jwk' })],
      ['a private RSA key', keyPairs.RSA.privateKey.export({ format: 'jwk' })],
      ['one private member', { ...rsa, qi: 'AA' }],
      ['a symmetric key', { kty: 'oct', k: 'AAAA' }],
      ['an unknown member', { ...ec, x5u: 'https://x.example' }],
      ['an unfit algorithm', { ...ec, alg: 'RSA-OAEP-256' }],
      ['an old algorithm', { ...rsa, alg: 'RSA-OAEP' }],
      ['another use', { ...ec, use: 'sig' }],
      ['other operations', { ...ec, key_ops: ['verify'] }],
      ['operations no list', { ...ec, key_ops: 'wrapKey' }],
      ['a kid that is no thumbprint', { ...ec, kid: 'mine' }],
      ['another type', { kty: 'OKP', crv: 'X25519', x: ec.x }],
      ['another curve', p384.export({ format: 'jwk' })],
      ['a member missing', { kty: 'EC', crv: 'P-256', x: ec.x }],
      ['padding', { ...ec, x: `${ec.x}=` }],
      ['empty', { ...rsa, n: '' }],
      ['a short coordinate', { ...ec, x: 'AAAA' }],
      [
        'a leading zero',
        {
          ...rsa,
          n: Buffer.concat([Buffer.alloc(1), Buffer.from(rsa.n!, 'base64url')]).toString(
            'base64url',
          ),
        },
      ],
      ['a point off the curve', { ...ec, y: ec.x }],
      ['a small modulus', small.export({ format: 'jwk' })],
      ['a huge modulus', { ...rsa, n: Buffer.alloc(2048, 0xff).toString('base64url') }],
      ['a small exponent', { ...rsa, e: 'Aw' }],
    ]
    for (const [name, jwk] of refused) {
      t.throws(() => parseSealingKey(jwk), { code: 'sealing_key.invalid' }, name)
    }
  })
})
