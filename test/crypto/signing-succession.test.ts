import { chmodSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import t from 'tap'
import { generateHubKeys, jwkSetOf, loadHubKeys, publicJwkOf } from '../../src/crypto/hub-keys.js'
import { prepareSigningKey, replaceSigningKey } from '../../src/crypto/signing-succession.js'

const NOW = new Date('2026-09-01T08:00:00Z')
const IN_A_WEEK = new Date('2026-09-08T08:00:00Z')

const published = (folder: string) => jwkSetOf(loadHubKeys(folder)).keys.map(({ kid }) => kid)
const signing = (folder: string) => publicJwkOf(loadHubKeys(folder).signing).kid

t.test('the key that signs next is published a week before it signs', async (t) => {
  const folder = t.testdir({})
  generateHubKeys(folder)
  const first = signing(folder)
  t.throws(() => replaceSigningKey(folder, NOW, false), { code: 'key.not_prepared' })
  const next = prepareSigningKey(folder, NOW)
  t.throws(() => prepareSigningKey(folder, NOW), { code: 'key.prepared', message: next })
  t.equal(signing(folder), first)
  t.strictSame(published(folder), [first, next])
  t.notMatch(JSON.stringify(jwkSetOf(loadHubKeys(folder))), /"d"|preparedAt/)
  t.equal(statSync(join(folder, 'hub-signing.next.jwk')).mode & 0o777, 0o600)
  t.throws(() => replaceSigningKey(folder, new Date(IN_A_WEEK.getTime() - 1), false), {
    code: 'key.too_early',
  })

  t.strictSame(replaceSigningKey(folder, IN_A_WEEK, false), { kid: next, former: first })
  t.equal(signing(folder), next)
  t.strictSame(published(folder), [next, first], 'what the former signed stays verifiable')

  const third = prepareSigningKey(folder, IN_A_WEEK)
  replaceSigningKey(folder, new Date('2026-10-01T00:00:00Z'), false)
  t.strictSame(published(folder), [third, next, first])
})

t.test('a key that leaked is replaced at once, and published no longer', async (t) => {
  const folder = t.testdir({})
  generateHubKeys(folder)
  const next = prepareSigningKey(folder, NOW)
  replaceSigningKey(folder, NOW, true)
  t.strictSame(published(folder), [next])
})

t.test('a replacement that stopped half-way is done by a repeat', async (t) => {
  const folder = t.testdir({})
  generateHubKeys(folder)
  const first = signing(folder)
  const next = prepareSigningKey(folder, NOW)
  const [file, kept] = ['hub-signing.jwk', 'hub-signing.next.jwk'].map((name) => join(folder, name))
  const before = [readFileSync(file!), readFileSync(kept!)] as const
  replaceSigningKey(folder, IN_A_WEEK, false)
  // As a power loss leaves it: the former key was written down, and nothing was renamed.
  writeFileSync(file!, before[0])
  writeFileSync(kept!, before[1], { mode: 0o600 })
  t.strictSame(published(folder), [first, next], 'each of them once')
  replaceSigningKey(folder, IN_A_WEEK, false)
  t.strictSame(published(folder), [next, first])
})

t.test('a file that is no key is named, and never quoted', async (t) => {
  const folder = t.testdir({})
  generateHubKeys(folder)
  const path = join(folder, 'hub-signing.next.jwk')
  writeFileSync(path, 'verzonnen geheim', { mode: 0o600 })
  const naming = { message: /hub-signing\.next\.jwk does not hold what it should$/ }
  t.throws(() => loadHubKeys(folder), naming)
  chmodSync(path, 0o644)
  t.throws(() => loadHubKeys(folder), /set its mode to 600/)
})
