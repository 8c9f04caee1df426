import { spawnSync } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import t from 'tap'
import { newEcKeyPair } from '../../src/crypto/key-pair.js'

t.test('a pair lies on P-256 and its halves belong together', async (t) => {
  const { privateKey, publicKey } = newEcKeyPair()
  const jwk = privateKey.export({ format: 'jwk' })
  t.match(jwk, { kty: 'EC', crv: 'P-256' })
  t.match(publicKey.export({ format: 'jwk' }), { x: jwk.x, y: jwk.y })
})

t.test('a process that makes and exports many keys while collecting garbage goes on', async (t) => {
  const source = fileURLToPath(new URL('../../src/crypto/', import.meta.url))
  const script = `
    import { newDeliveryKey } from '${source}delivery-key.ts'
    import { parseSealingKey } from '${source}jwk.ts'
    import { newEcKeyPair } from '${source}key-pair.ts'
    for (let count = 0; count < 4000; count += 1) {
      const key = parseSealingKey(newEcKeyPair().publicKey.export({ format: 'jwk' }))
      newDeliveryKey(key)
    }`
  // A tiny young generation collects at almost every key.
  const args = ['--max-semi-space-size=1', '--import', 'tsx', '--input-type=module', '-e', script]
  const { status } = spawnSync(process.execPath, args, { timeout: 60_000 })
  t.equal(status, 0, 'it ended by itself')
})
