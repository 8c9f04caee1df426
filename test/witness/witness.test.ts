import { writeFileSync } from 'node:fs'
import t from 'tap'
import { openNote, parseVerifierKey } from '../../src/crypto/signed-note.js'
import { leafHash, rootOf, verifyConsistency } from '../../src/log-tree/tree.js'
import { formatAddCheckpoint, parseAddCheckpoint, serveWitness } from '../../src/witness/index.js'
import { scratchFolder } from '../helpers/log.js'
import { CHECKPOINT, COSIGNATURE, ENTRIES } from '../log-tree/vectors.js'
import { checkpointOf, leaves, message, proofOf, WITNESS, witnessIn } from './build.js'

t.test('consistency proofs from tiles hold for every pair of sizes', async (t) => {
  const hashes = leaves(600)
  for (const [first, second] of [
    [1, 2],
    [3, 5],
    [4, 4],
    [255, 256],
    [256, 257],
    [257, 513],
    [512, 600],
    [600, 600],
  ] as const) {
    const later = hashes.slice(0, second)
    const proof = await proofOf(later, first)
    const [one, other] = [rootOf(hashes.slice(0, first)), rootOf(later)]
    t.ok(verifyConsistency(first, one, second, other, proof), `${first} in ${second}`)
  }
})

t.test('a witness', async (t) => {
  const folder = scratchFolder(t)
  const witness = witnessIn(folder)
  const served = await serveWitness(witness, { host: '127.0.0.1', port: 0 })
  t.teardown(() => served.close())
  const post = async (body: string) => {
    const answer = await fetch(`${served.url}/add-checkpoint`, { method: 'POST', body })
    const type = answer.headers.get('content-type')
    return { status: answer.status, type, text: await answer.text() }
  }

  await t.test('signs the known answer to the byte', async (t) => {
    const hashes = ENTRIES.map((entry) => leafHash(entry))
    t.equal(checkpointOf(hashes), CHECKPOINT)
    t.match(await post(await message(hashes, 0)), { status: 200, text: COSIGNATURE })
  })

  await t.test('says 409 with the size it knows to whoever starts elsewhere', async (t) => {
    const hashes = leaves(9)
    const answer = { status: 409, type: /^text\/x\.tlog\.size/, text: '5\n' }
    t.match(await post(await message(hashes, 0)), answer)
    t.match(await post(await message(hashes, 3)), answer)
  })

  await t.test('follows a log that grows, and signs the same size again', async (t) => {
    const hashes = leaves(700)
    const first = await post(await message(hashes, 5))
    t.equal(first.status, 200)
    openNote(checkpointOf(hashes) + first.text, parseVerifierKey(WITNESS.verifierKey))
    t.match(await post(await message(hashes, 700)), { status: 200, text: first.text })
  })

  await t.test('shows what it signed last, with its signature', async (t) => {
    const hash = '0ec29334079f519b596ff64defcb441ef4a38b108c5aaa762eaab9d17af86d6a'
    const latest = await fetch(`${served.url}/${hash}/checkpoint`)
    const note = await latest.text()
    t.ok(note.startsWith(checkpointOf(leaves(700))))
    openNote(note, parseVerifierKey(WITNESS.verifierKey))
    t.equal((await fetch(`${served.url}/${'0'.repeat(64)}/checkpoint`)).status, 404)
    t.equal((await fetch(`${served.url}/..%2f..%2fetc/checkpoint`)).status, 404)
  })

  await t.test('says 422 when the old tree is not in the new one', async (t) => {
    const hashes = leaves(701)
    hashes[3] = leafHash(Buffer.from('edited'))
    t.match(await post(await message(hashes, 700)), { status: 422 })
    const sound = parseAddCheckpoint(await message(leaves(701), 700))!
    t.match(await post(formatAddCheckpoint({ ...sound, proof: sound.proof.slice(1) })), {
      status: 422,
    })
  })

  await t.test('says 409 to another tree of the size it knows', async (t) => {
    const hashes = leaves(700)
    hashes[699] = leafHash(Buffer.from('another'))
    const body = formatAddCheckpoint({ oldSize: 700, proof: [], checkpoint: checkpointOf(hashes) })
    t.match(await post(body), { status: 409, text: '700\n' })
  })

  await t.test(
    'says 403 to a signature of another key, 404 to another log, 400 to noise',
    async (t) => {
      const sound = await message(leaves(701), 700)
      // The last characters of the signature, before its padding.
      t.match(await post(sound.replace(/.{6}(==?)\n$/, 'AAAAAA$1\n')), { status: 403 })
      const other = formatAddCheckpoint({
        oldSize: 0,
        proof: [],
        checkpoint: checkpointOf(leaves(3), { ...WITNESS, name: 'log.other.example/access' }),
      })
      t.match(await post(other), { status: 404 })
      for (const body of ['', 'old 5', 'old 05\n\nx', `old -1\n\n${checkpointOf(leaves(3))}`]) {
        t.match(await post(body), { status: 400 }, JSON.stringify(body))
      }
      t.match(await post(await message(leaves(699), 699)), { status: 409 })
      const backwards = { oldSize: 700, proof: [], checkpoint: checkpointOf(leaves(699)) }
      t.match(await post(formatAddCheckpoint(backwards)), { status: 400 })
      t.match(await post('x'.repeat(70_000)), { status: 413 })
    },
  )

  await t.test('knows after a restart what it has signed', async (t) => {
    const again = witnessIn(folder)
    t.match(again.add(await message(leaves(3), 0)), { status: 409, text: '700\n' })
    t.match(again.add(await message(leaves(701), 700)), { status: 200 })
  })

  await t.test('would rather fail than forget', async (t) => {
    const spoilt = scratchFolder(t)
    const fresh = witnessIn(spoilt)
    t.equal(fresh.add(await message(leaves(3), 0)).status, 200)
    const hash = '0ec29334079f519b596ff64defcb441ef4a38b108c5aaa762eaab9d17af86d6a'
    writeFileSync(`${spoilt}/${hash}.checkpoint`, 'spoilt')
    const body = await message(leaves(4), 3)
    t.throws(() => fresh.add(body))
  })
})
