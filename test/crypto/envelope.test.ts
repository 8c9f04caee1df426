import { createSecretKey, generateKeyPairSync, randomBytes, type KeyObject } from 'node:crypto'
import { CompactEncrypt, compactDecrypt, decodeProtectedHeader } from 'jose'
import nodeJose from 'node-jose'
import t from 'tap'
import {
  newDeliveryKey,
  openDeliveryKey,
  rewrapDeliveryKey,
  type DeliveryKey,
} from '../../src/crypto/delivery-key.js'
import { open, seal, unverifiedDeliveryKeyId } from '../../src/crypto/envelope.js'
import { encodeHeader, encryptContent, wrapKey } from '../../src/crypto/jwe-form.js'
import { parseSealingKey, type SealingKey } from '../../src/crypto/jwk.js'
import { HubError } from '../../src/kernel/errors.js'

const HEADER = { notificationId: '0b8f3d6a-6f52-4f7e-9d0e-0f3b6c1d2e4f', creditor: 'VS-1' }
const CONTENT = JSON.stringify({ name: 'A. Fictief', note: 'é'.repeat(40) })

const keyPairs = {
  EC: generateKeyPairSync('ec', { namedCurve: 'prime256v1' }),
  RSA: generateKeyPairSync('rsa', { modulusLength: 3072 }),
}

function sealingKeyOf(publicKey: KeyObject): SealingKey {
  return parseSealingKey(publicKey.export({ format: 'jwk' }))
}

for (const [type, { publicKey, privateKey }] of Object.entries(keyPairs)) {
  t.test(`sealed for a municipality with a key of type ${type}`, async (t) => {
    const recipient = sealingKeyOf(publicKey)
    const deliveryKey = newDeliveryKey(recipient)
    const jwe = seal(deliveryKey, HEADER, CONTENT)

    t.test('it opens with its private key', async (t) => {
      const opened = openDeliveryKey(deliveryKey.jwe, privateKey)
      t.equal(opened.id, deliveryKey.id)
      t.equal(unverifiedDeliveryKeyId(jwe), deliveryKey.id)
      const { plaintext, ...outside } = open(opened, jwe, HEADER)
      t.strictSame(outside, HEADER)
      t.strictSame(JSON.parse(plaintext.toString()), JSON.parse(CONTENT))
    })

    t.test('jose opens both layers', async (t) => {
      const outer = await compactDecrypt(deliveryKey.jwe, privateKey)
      t.match(outer.protectedHeader, {
        alg: recipient.alg,
        enc: 'A256GCM',
        kid: recipient.kid,
        cty: 'jwk+json',
      })
      const jwk = JSON.parse(Buffer.from(outer.plaintext).toString()) as { k: string; kid: string }
      t.equal(jwk.kid, deliveryKey.id)
      const inner = await compactDecrypt(jwe, Buffer.from(jwk.k, 'base64url'))
      t.strictSame(inner.protectedHeader, {
        alg: 'A256KW',
        enc: 'A256GCM',
        kid: deliveryKey.id,
        ...HEADER,
      })
      t.strictSame(JSON.parse(Buffer.from(inner.plaintext).toString()), JSON.parse(CONTENT))
    })

    t.test('node-jose opens both layers', async (t) => {
      const pem = privateKey.export({ type: 'pkcs8', format: 'pem' }).toString()
      const own = await nodeJose.JWK.asKey(pem, 'pem')
      const outer = await nodeJose.JWE.createDecrypt(own).decrypt(deliveryKey.jwe)
      const key = await nodeJose.JWK.asKey(outer.plaintext.toString(), 'json')
      const inner = await nodeJose.JWE.createDecrypt(key).decrypt(jwe)
      t.strictSame(JSON.parse(inner.plaintext.toString()), JSON.parse(CONTENT))
    })

    t.test('what jose sealed opens here', async (t) => {
      const secret = deliveryKey.key.export()
      const content = { kty: 'oct', k: secret.toString('base64url'), kid: 'id' }
      const wrapped = await new CompactEncrypt(Buffer.from(JSON.stringify(content)))
        .setProtectedHeader({
          alg: recipient.alg,
          enc: 'A256GCM',
          kid: recipient.kid,
          cty: 'jwk+json',
        })
        .encrypt(publicKey)
      const opened = openDeliveryKey(wrapped, privateKey)
      t.equal(opened.id, 'id')
      const sealed = await new CompactEncrypt(Buffer.from(CONTENT))
        .setProtectedHeader({ alg: 'A256KW', enc: 'A256GCM', kid: 'id', ...HEADER })
        .encrypt(secret)
      t.equal(open(opened, sealed, HEADER).plaintext.toString(), CONTENT)
    })

    t.test('a rotated key re-wraps the delivery key and leaves the envelopes alone', async (t) => {
      const next = generateKeyPairSync('ec', { namedCurve: 'prime256v1' })
      const rewrapped = rewrapDeliveryKey(deliveryKey, sealingKeyOf(next.publicKey))
      const opened = openDeliveryKey(rewrapped, next.privateKey)
      t.match(open(opened, jwe, HEADER), HEADER)
      t.throws(() => openDeliveryKey(rewrapped, privateKey), { code: 'envelope.unreadable' })
    })
  })
}

const recipient = sealingKeyOf(keyPairs.EC.publicKey)
const deliveryKey = newDeliveryKey(recipient)

t.test(
  'every envelope has its own key and nonce, also across the pool of random bytes',
  async (t) => {
    const wrapped = new Set<string>()
    const nonces = new Set<string>()
    for (let count = 0; count < 4000; count++) {
      const [, key, nonce] = seal(deliveryKey, HEADER, '{}').split('.')
      wrapped.add(key!)
      nonces.add(nonce!)
    }
    t.equal(wrapped.size, 4000)
    t.equal(nonces.size, 4000)
  },
)

t.test('lengths show in steps of 256 bytes only', async (t) => {
  const lengthOf = (content: string) =>
    Buffer.from(seal(deliveryKey, HEADER, content).split('.')[3]!, 'base64url').length
  t.equal(lengthOf(''), 256)
  t.equal(lengthOf('{}'), 256)
  t.equal(lengthOf('x'.repeat(256)), 256)
  t.equal(lengthOf('x'.repeat(257)), 512)
  t.equal(lengthOf('é'.repeat(128)), 256)
  t.equal(lengthOf('é'.repeat(129)), 512)
  const asBytes = open(deliveryKey, seal(deliveryKey, HEADER, Buffer.from(CONTENT)), HEADER)
  t.equal(asBytes.plaintext.toString().trimEnd(), CONTENT)
})

function refusalOf(action: () => unknown): unknown {
  try {
    action()
    return 'opened'
  } catch (error) {
    if (!(error instanceof HubError)) return error
    return [error.code, error.message, error.cause]
  }
}

t.test('every failure to open looks the same', async (t) => {
  const same = ['envelope.unreadable', 'The envelope cannot be opened with this key.', undefined]
  const jwe = seal(deliveryKey, HEADER, CONTENT)
  const parts = jwe.split('.')
  const replaced = (at: number, part: string) =>
    parts.map((each, i) => (i === at ? part : each)).join('.')
  const withHeader = (changes: object) =>
    replaced(
      0,
      Buffer.from(JSON.stringify({ ...decodeProtectedHeader(jwe), ...changes })).toString(
        'base64url',
      ),
    )
  const flipped = (at: number) => {
    const bytes = Buffer.from(parts[at]!, 'base64url')
    bytes[0]! ^= 1
    return replaced(at, bytes.toString('base64url'))
  }
  const shorter = (at: number, by: number) =>
    replaced(at, Buffer.from(parts[at]!, 'base64url').subarray(0, -by).toString('base64url'))
  const twice = Buffer.from(parts[0]!, 'base64url').toString().replace('{', '{"alg":"dir",')
  const broken: Record<string, string> = {
    'no envelope': '',
    'four parts': parts.slice(0, 4).join('.'),
    'six parts': `${jwe}.AA`,
    padding: `${jwe}=`,
    'key flipped': flipped(1),
    'nonce flipped': flipped(2),
    'content flipped': flipped(3),
    'tag flipped': flipped(4),
    'key truncated': shorter(1, 8),
    'nonce truncated': shorter(2, 4),
    'tag truncated': shorter(4, 12),
    'no tag': replaced(4, ''),
    'another alg': withHeader({ alg: 'dir' }),
    'another enc': withHeader({ enc: 'A256CBC-HS512' }),
    'another kid': withHeader({ kid: 'x' }),
    compression: withHeader({ zip: 'DEF' }),
    password: withHeader({ p2c: 1 }),
    critical: withHeader({ crit: ['exp'] }),
    'a harmless member': withHeader({ cty: 'json' }),
    'header repeated member': replaced(0, Buffer.from(twice).toString('base64url')),
    'header no JSON': replaced(0, 'AAAA'),
    'header null': replaced(0, Buffer.from('null').toString('base64url')),
  }
  for (const [name, text] of Object.entries(broken)) {
    t.strictSame(
      refusalOf(() => open(deliveryKey, text, HEADER)),
      same,
      name,
    )
  }
  const stranger: DeliveryKey = { id: deliveryKey.id, key: createSecretKey(Buffer.alloc(32, 1)) }
  t.strictSame(
    refusalOf(() => open(stranger, jwe, HEADER)),
    same,
    'another delivery key',
  )
  const moved = { ...HEADER, notificationId: 'another' }
  t.strictSame(
    refusalOf(() => open(deliveryKey, jwe, moved)),
    same,
    'moved',
  )
  const claimed = { ...HEADER, creditor: 'another' }
  t.strictSame(
    refusalOf(() => open(deliveryKey, jwe, claimed)),
    same,
    'another creditor',
  )
  t.strictSame(
    refusalOf(() => unverifiedDeliveryKeyId(withHeader({ kid: 1 }))),
    same,
    'kid',
  )
})

t.test('well-made envelopes of another make are refused too', async (t) => {
  const contentKey = randomBytes(32)
  const make = (changes: object, ivBytes = 12) =>
    encryptContent(
      encodeHeader({ alg: 'A256KW', enc: 'A256GCM', kid: deliveryKey.id, ...HEADER, ...changes }),
      wrapKey(deliveryKey.key, contentKey),
      contentKey,
      randomBytes(ivBytes),
      '{}',
    )
  t.match(open(deliveryKey, make({ cty: 'json' }), HEADER), HEADER)
  for (const member of ['zip', 'crit', 'jku', 'jwk', 'x5u', 'x5c', 'p2c', 'p2s', 'apu', 'apv']) {
    const jwe = make({ [member]: 'x' })
    t.throws(() => open(deliveryKey, jwe, HEADER), { code: 'envelope.unreadable' }, member)
  }
  t.throws(() => open(deliveryKey, make({}, 16), HEADER), { code: 'envelope.unreadable' })
  t.throws(() => open(deliveryKey, make({ enc: 'A128GCM' }), HEADER))
  t.throws(() => open(deliveryKey, make({ alg: 'dir' }), HEADER))
  t.throws(() => open(deliveryKey, make({ kid: 'x' }), HEADER))
})

t.test('every failure to open a delivery key looks the same', async (t) => {
  const same = ['envelope.unreadable', 'The envelope cannot be opened with this key.', undefined]
  const { privateKey } = keyPairs.EC
  const make = async (content: unknown, changes: object = {}) => {
    const { alg, kid } = recipient
    return new CompactEncrypt(Buffer.from(JSON.stringify(content)))
      .setProtectedHeader({ alg, enc: 'A256GCM', kid, cty: 'jwk+json', ...changes })
      .encrypt(keyPairs.EC.publicKey)
  }
  const good = { kty: 'oct', k: Buffer.alloc(32).toString('base64url'), kid: 'id' }
  t.match(openDeliveryKey(await make(good), privateKey), { id: 'id' })
  const broken: Record<string, string> = {
    garbage: 'a.b.c.d.e',
    'another kid': await make(good, { kid: 'x' }),
    'another content type': await make(good, { cty: 'json' }),
    'a short key': await make({ ...good, k: 'AAAA' }),
    'no id': await make({ ...good, kid: undefined }),
    'another kind of key': await make({ ...good, kty: 'RSA' }),
  }
  for (const [name, text] of Object.entries(broken)) {
    t.strictSame(
      refusalOf(() => openDeliveryKey(text, privateKey)),
      same,
      name,
    )
  }
  const other = generateKeyPairSync('ec', { namedCurve: 'prime256v1' })
  t.strictSame(
    refusalOf(() => openDeliveryKey(deliveryKey.jwe, other.privateKey)),
    same,
  )
  t.strictSame(
    refusalOf(() => openDeliveryKey(deliveryKey.jwe, keyPairs.RSA.privateKey)),
    same,
  )
  const [, ...rest] = deliveryKey.jwe.split('.')
  const offCurve = { kty: 'EC', crv: 'P-256', x: 'A'.repeat(43), y: 'A'.repeat(43) }
  const header = { ...decodeProtectedHeader(deliveryKey.jwe), epk: offCurve }
  const text = [Buffer.from(JSON.stringify(header)).toString('base64url'), ...rest].join('.')
  t.strictSame(
    refusalOf(() => openDeliveryKey(text, privateKey)),
    same,
    'a point off the curve',
  )
})
