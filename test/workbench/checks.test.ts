import t from 'tap'
import { fromHex, toHex } from '../../src/browser/work/bytes.js'
import { canonicalText as spelled } from '../../src/browser/work/canonical.js'
import { openCases, requireClosedIn } from '../../src/browser/work/checked-cases.js'
import { readHub } from '../../src/browser/work/hub-pin.js'
import { requireHubSignature } from '../../src/browser/work/hub-signature.js'
import { subsetRoot, verifyConsistency } from '../../src/browser/work/merkle.js'
import { importPrivate } from '../../src/browser/work/private-key.js'
import { hashOf } from '../../src/browser/work/sha256.js'
import { readLogFile } from '../../src/access-log/index.js'
import { jwkSetOf } from '../../src/crypto/hub-keys.js'
import { sha256 } from '../../src/crypto/hash.js'
import { canonicalText } from '../../src/kernel/canonical.js'
import { subsetProof } from '../../src/log-tree/subset-proof.js'
import { consistencyPlan, foldRoots, leafHash, rootOf } from '../../src/log-tree/tree.js'
import { ALMERE, municipalParty } from '../helpers/hub.js'
import { startPopulatedHub } from '../helpers/populated-hub.js'
import { enrolWorker, workerAt } from '../helpers/work.js'

const bytesOf = (buffer: Buffer) => new Uint8Array(buffer)

t.test('some leaves of a tree lead to its root, whichever they are', async (t) => {
  for (const size of [1, 2, 3, 5, 8, 13, 100]) {
    const hashes = Array.from({ length: size }, (_, at) => leafHash(Buffer.from([at])))
    const root = rootOf(hashes).toString('hex')
    const subsets = [[0], [size - 1], hashes.map((_, at) => at)]
    for (const step of [2, 3, 7]) {
      subsets.push(hashes.map((_, at) => at).filter((at) => at % step === step - 1))
    }
    for (const places of subsets.filter(({ length }) => length > 0)) {
      const proof = subsetProof(hashes, places.toReversed()).map(bytesOf)
      const leaves = places.map((at) => [at, bytesOf(hashes[at]!)] as const)
      t.equal(toHex(subsetRoot(size, leaves, proof)), root, `${places.length} of ${size}`)
      const moved = leaves.map(([at, leaf]) => [at, leaf.map((byte) => byte ^ 1)] as const)
      t.not(toHex(subsetRoot(size, moved, proof)), root)
      t.throws(() => subsetRoot(size, leaves, [...proof, fromHex('00')]), 'nothing may be left')
      if (proof.length > 0) t.throws(() => subsetRoot(size, leaves, proof.slice(1)))
    }
  }
  t.equal(toHex(subsetRoot(0, [], [])), rootOf([]).toString('hex'), 'an empty month')
  t.throws(() => subsetProof([leafHash(Buffer.from('x'))], [1]), RangeError)
})

t.test('a later log contains an earlier one, or is found out', async (t) => {
  const leaves = Array.from({ length: 40 }, (_, at) => leafHash(Buffer.from([at])))
  const other = leaves.with(3, leafHash(Buffer.from('another history')))
  const at = (size: number, of = leaves) => ({ size, root: bytesOf(rootOf(of.slice(0, size))) })
  const wrong: string[] = []
  for (let second = 2; second <= leaves.length; second += 1) {
    for (let first = 1; first < second; first += 1) {
      const proof = consistencyPlan(first, second).map((parts) =>
        bytesOf(
          foldRoots(
            parts.map(({ height, index }) =>
              rootOf(leaves.slice(index * 2 ** height, (index + 1) * 2 ** height)),
            ),
          ),
        ),
      )
      const holds = verifyConsistency(at(first), at(second), proof)
      const others = [
        first > 3 && verifyConsistency(at(first, other), at(second), proof),
        second > 3 && verifyConsistency(at(first), at(second, other), proof),
        verifyConsistency(at(first), at(second), proof.slice(1)),
        verifyConsistency(at(first), at(second), [...proof, at(1).root]),
        verifyConsistency(at(second), at(first), proof),
      ]
      if (!holds || others.includes(true)) wrong.push(`${first} in ${second}`)
    }
  }
  t.strictSame(wrong, [])
  t.notOk(verifyConsistency({ size: 0, root: at(1).root }, at(2), [at(1).root]), 'nothing proves')
})

t.test(
  'the browser hashes as everybody does, whatever the length and in how many parts',
  async (t) => {
    const bytes = Buffer.from(
      Array.from({ length: 70_000 }, (_, at) => (at * 131 + (at >> 8)) & 255),
    )
    // Down again from the longest: what was there before must not show.
    const lengths = [...Array.from({ length: 260 }, (_, at) => at), 2_047, 2_048, 70_000, 64, 1, 0]
    for (const length of lengths) {
      const given = bytes.subarray(0, length)
      const cut = Math.floor(length / 3)
      const parts = [given.subarray(0, cut), given.subarray(cut)]
      if (toHex(hashOf(...parts)) === sha256(given).toString('hex')) continue
      t.fail(`another digest of ${length} bytes`)
    }
    const known = 'ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad'
    t.equal(toHex(hashOf(new TextEncoder().encode('abc'))), known, 'FIPS 180-4, the first example')
  },
)

t.test('the browser spells values as the hub does', async (t) => {
  const naughty = {
    b: [1e21, -0, 0.1, null, true],
    a: { é: 'é\u2028"\\', '': '😀' },
    no: undefined,
  }
  t.equal(spelled(naughty), canonicalText(naughty))
  for (const wrong of ['\ud800', Number.NaN, () => 1]) t.throws(() => spelled([wrong]))
})

t.test('what the hub releases is checked as the command line checks a feed', async (t) => {
  const hub = await startPopulatedHub(t)
  const { context, sealingKeys } = hub
  const person = await enrolWorker(hub, municipalParty(ALMERE), 'cz-1', { [ALMERE]: 'COORDINATOR' })
  const leader = await workerAt(t, hub, person, ALMERE)
  const logKey = (await readLogFile(context, 'vkey'))!.bytes.toString()
  const shown = { hub: context.config.hubId, ...jwkSetOf(context.keys), logKey }
  const identity = await readHub(JSON.stringify(shown))
  const { key: privateKey, kid } = sealingKeys.get(ALMERE)!
  const { id, key } = await importPrivate(privateKey.export({ format: 'jwk' }) as never)
  t.equal(id, kid)
  const keys = new Map([[id, key]])
  const rows = await hub.sql<{ case_id: string }>(
    'SELECT case_id FROM feed_item WHERE municipality = $1 ORDER BY position',
    [ALMERE],
  )
  const asked = [rows[3]!.case_id, rows[1]!.case_id]
  const ask = { token: leader.token, month: '2026-08', cases: asked.join(' ') }
  const answer = await leader.submit('/console/work/sealed', ask)
  const typ = 'vroegsignaal-cases+jws'
  const bytes = bytesOf(Buffer.from(answer.text))
  const signature = String(answer.headers['payload-signature'])
  const released = JSON.parse(answer.text)
  const opened = async (changed: object, who = identity, month = '2026-08') => {
    const all = { ...structuredClone(released), ...changed }
    return openCases(all, keys, await requireClosedIn(who, all, month))
  }

  await t.test('as it came it holds', async (t) => {
    await requireHubSignature(identity, bytes, signature, typ, 'signature')
    const { cases, lost } = await opened({})
    t.strictSame(
      cases.map(({ caseId }: { caseId?: string }) => caseId),
      asked,
    )
    t.strictSame(lost, [])
    t.match(JSON.stringify(cases), /Verzonnen/)
    const nobody = await openCases(released, new Map(), [])
    t.strictSame(nobody.lost, asked, 'without the key it says which cases it cannot open')
  })

  await t.test('another byte, kind, key or environment is refused by its name', async (t) => {
    const refused = (code: string, what: Promise<unknown>) => t.rejects(what, { code })
    const check = (who = identity, value: string | null = signature, of = bytes, kind = typ) =>
      requireHubSignature(who, of, value, kind, 'signature')
    await refused(
      'signature',
      check(
        identity,
        signature,
        bytes.map((byte) => byte ^ 1),
      ),
    )
    await refused('signature', check(identity, null))
    await refused('signature', check(identity, `${signature}=`))
    await refused('signature', check(identity, signature, bytes, 'vroegsignaal-feed-page+jws'))
    const stranger = { ...identity.keys[0]!, kid: sha256('x').toString('base64url') }
    await refused('signature', check({ ...identity, keys: [stranger] }))
    await refused('environment', check({ ...identity, sandbox: true }))
  })

  await t.test('each thing that was changed is named', async (t) => {
    const refused = (code: string, what: Promise<unknown>) => t.rejects(what, { code })
    const { items, statement, intakeEntries, checkpoint, proof } = structuredClone(released)
    await refused('statement', opened({ statement: { ...statement, count: 3 } }))
    await refused('statement', opened({}, { ...identity, hub: 'another.example' }))
    await refused('statement', opened({}, identity, '2026-07'))
    const dearer = [{ ...items[0], totalArrearsCents: 1 }, items[1]]
    await refused('cases', opened({ items: dearer }))
    await refused('cases', opened({ items: items.toReversed() }))
    await refused('cases', opened({ positions: [0, 1] }))
    await refused('cases', opened({ proof: [...proof.slice(1), 'f'.repeat(64)] }))
    await refused('log', opened({ checkpoint: checkpoint.replace('\n4', '\n5').replace('—', '–') }))
    const moved = intakeEntries.map((entry: { number: number }) => ({ ...entry, number: 77 }))
    await refused('log', opened({ intakeEntries: moved }))
    const other = `${logKey.trim().slice(0, -3)}AA=`
    await refused('log', opened({}, { ...identity, logKey: other }))
    const swapped = structuredClone(items)
    const [one, two] = [swapped[0].notifications[0], swapped[1].notifications[0]]
    one.sealedIdentity.jwe = two.sealedIdentity.jwe
    await t.rejects(opened({ items: swapped }), { code: 'envelope', caseId: asked[0] })
  })

  await t.test('a file about a hub is read with the names computed anew', async (t) => {
    const renamed = { ...shown, keys: [{ ...shown.keys[0], kid: 'mine' }] }
    t.strictSame((await readHub(JSON.stringify(renamed))).keys, identity.keys)
    for (const wrong of [{}, { ...shown, keys: [] }, { ...shown, logKey: 'x' }]) {
      await t.rejects(readHub(JSON.stringify(wrong)))
    }
  })
})
