import { generateKeyPairSync } from 'node:crypto'
import t from 'tap'
import { newDeliveryKey, openDeliveryKey } from '../../src/crypto/delivery-key.js'
import { equalInConstantTime, sha256 } from '../../src/crypto/hash.js'
import { parseSealingKey } from '../../src/crypto/jwk.js'
import { encryptFor } from '../../src/crypto/recipient.js'
import { answerKeyChallenge, newKeyChallenge } from '../../src/crypto/key-challenge.js'

const pairs = {
  EC: generateKeyPairSync('ec', { namedCurve: 'prime256v1' }),
  RSA: generateKeyPairSync('rsa', { modulusLength: 3072 }),
}

for (const [kind, pair] of Object.entries(pairs)) {
  const key = parseSealingKey(pair.publicKey.export({ format: 'jwk' }))

  t.test(`${kind}: only the holder of the private key answers a challenge`, async (t) => {
    const { jwe, answerHash } = newKeyChallenge(key)
    const answer = answerKeyChallenge(jwe, pair.privateKey)
    t.ok(equalInConstantTime(sha256(answer), answerHash))
    const other = generateKeyPairSync('ec', { namedCurve: 'prime256v1' })
    t.throws(() => answerKeyChallenge(jwe, other.privateKey), { code: 'envelope.unreadable' })
  })

  t.test(`${kind}: a delivery key passes for no challenge, nor the reverse`, async (t) => {
    const { jwe } = newDeliveryKey(key)
    t.throws(() => answerKeyChallenge(jwe, pair.privateKey), { code: 'envelope.unreadable' })
    const challenge = newKeyChallenge(key)
    t.throws(() => openDeliveryKey(challenge.jwe, pair.privateKey), { code: 'envelope.unreadable' })
    t.equal(openDeliveryKey(jwe, pair.privateKey).key.symmetricKeySize, 32)
    const disguised = encryptFor(key, 'jwk+json', Buffer.from('A'.repeat(43)))
    t.throws(() => answerKeyChallenge(disguised, pair.privateKey), { code: 'envelope.unreadable' })
  })
}
