import { createHmac } from 'node:crypto'
import t from 'tap'
import {
  decodeBase64url,
  deriveKey,
  equalInConstantTime,
  HmacKey,
  sha256,
} from '../../src/crypto/hash.js'

t.test('SHA-256 of the standard examples', async (t) => {
  const abc = 'ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad'
  t.equal(sha256('abc').toString('hex'), abc)
  t.equal(sha256(Buffer.from('abc')).toString('hex'), abc)
  t.equal(sha256('é').equals(sha256(Buffer.from('é', 'utf8'))), true)
})

t.test('the fast HMAC is HMAC', async (t) => {
  t.equal(
    // RFC 4231, test case 6: a key longer than a block.
    new HmacKey(Buffer.alloc(131, 0xaa))
      .digest('Test Using Larger Than Block-Size Key - Hash Key First')
      .toString('hex'),
    '60e431591ee0b67f0d8a26aacbf5b77f8e0bc6213728c5140546040f0ee37f54',
  )
  const secret = sha256('key')
  const key = new HmacKey(secret)
  const messages = ['', 'a', 'é'.repeat(700), Buffer.alloc(3000, 7), 'short again', Buffer.alloc(0)]
  for (const message of messages) {
    t.strictSame(key.digest(message), createHmac('sha256', secret).update(message).digest())
  }
  for (const message of ['', 'a', 'b', 'x'.repeat(2000), 'a']) {
    const expected = createHmac('sha256', secret).update(message).digest('binary')
    t.equal(key.asciiDigest(message), expected)
  }
  t.throws(() => new HmacKey(Buffer.alloc(31)), RangeError)
})

t.test('results are their own memory', async (t) => {
  const key = new HmacKey(sha256('key'))
  const first = key.digest('a')
  const copy = Buffer.from(first)
  key.digest('b')
  t.strictSame(first, copy)
})

t.test('derived keys differ by label and follow RFC 5869', async (t) => {
  const secret = Buffer.alloc(22, 0x0b)
  t.equal(
    // RFC 5869, test case 3: no salt, no label.
    deriveKey(secret, '', 42).toString('hex'),
    '8da4e775a563c18f715f802a063c5a31b8a11f5c5ee1879ec3454e5f3c738d2d9d201395faa4b61a96c8',
  )
  t.notSame(deriveKey(secret, 'a'), deriveKey(secret, 'b'))
  t.equal(deriveKey(secret, 'a').length, 32)
})

t.test('equality', async (t) => {
  t.equal(equalInConstantTime(Buffer.from('a'), Buffer.from('a')), true)
  t.equal(equalInConstantTime(Buffer.from('a'), Buffer.from('b')), false)
  t.equal(equalInConstantTime(Buffer.from('a'), Buffer.from('aa')), false)
})

t.test('base64url has one spelling per value', async (t) => {
  t.strictSame(decodeBase64url('-_8'), Buffer.from([0xfb, 0xff]))
  t.strictSame(decodeBase64url(''), Buffer.alloc(0))
  for (const text of ['-_8=', '+/8', '-_9', ' -_8', '-_8\n', 'A', '-_8.', '-_8é']) {
    t.equal(decodeBase64url(text), undefined, JSON.stringify(text))
  }
})
