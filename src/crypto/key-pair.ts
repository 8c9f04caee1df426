import { createPrivateKey, createPublicKey, generateKeyPairSync, type KeyObject } from 'node:crypto'

/** Two halves of a key, as Node's own objects. */
export interface KeyPair {
  readonly privateKey: KeyObject
  readonly publicKey: KeyObject
}

/**
 * A fresh key pair on P-256.
 *
 * Not the pair that `generateKeyPairSync` hands out as objects: in Node 20 a collection of garbage
 * while such a key is exported as JWK waits for ever on a lock that the export itself holds (the
 * generator's destructor and the export take the same one), and the whole process stands still.
 * Keys that went through their PEM have no generator behind them.
 */
export function newEcKeyPair(): KeyPair {
  const { privateKey: pem } = generateKeyPairSync('ec', {
    namedCurve: 'prime256v1',
    publicKeyEncoding: { type: 'spki', format: 'pem' },
    privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
  })
  const privateKey = createPrivateKey(pem)
  return { privateKey, publicKey: createPublicKey(privateKey) }
}
