import t from 'tap'
import { NoteError, noteSigner, parseVerifierKey, signNote } from '../../src/crypto/signed-note.js'
import {
  openCheckpoint,
  signCheckpoint,
  unverifiedCheckpoint,
} from '../../src/log-tree/checkpoint.js'
import { formatProof, parseProof } from '../../src/log-tree/proof.js'
import { CHECKPOINT, ORIGIN, ROOTS, seededKey, VERIFIER_KEY } from './vectors.js'

const signer = noteSigner(ORIGIN, seededKey(0))
const verifier = parseVerifierKey(VERIFIER_KEY)
const five = { origin: ORIGIN, size: 5, root: Buffer.from(ROOTS[4]!, 'base64') }

t.test('a checkpoint', async (t) => {
  t.test('is signed to the byte of the known answer, and opens again', async (t) => {
    t.equal(signCheckpoint(five, signer), CHECKPOINT)
    t.strictSame(openCheckpoint(CHECKPOINT, verifier), five)
    t.strictSame(unverifiedCheckpoint(CHECKPOINT), five)
  })

  t.test('is never signed by, or read as, another log', async (t) => {
    t.throws(() => signCheckpoint({ ...five, origin: 'other.example/log' }, signer), NoteError)
    const foreign = signNote(`other.example/log\n5\n${ROOTS[4]}\n`, signer)
    t.throws(() => openCheckpoint(foreign, verifier), NoteError)
  })

  t.test('has a size without leading zero and a root of 32 bytes', async (t) => {
    for (const text of [
      `${ORIGIN}\n05\n${ROOTS[4]}\n`,
      `${ORIGIN}\n-5\n${ROOTS[4]}\n`,
      `${ORIGIN}\n9999999999999999\n${ROOTS[4]}\n`,
      `${ORIGIN}\n5\nAAAA\n`,
      `${ORIGIN}\n5\n${ROOTS[4]!.replace('=', '')}\n`,
      `\n5\n${ROOTS[4]}\n`,
      `${ORIGIN}\n`,
    ]) {
      t.throws(() => openCheckpoint(signNote(text, signer), verifier), NoteError, text)
    }
    t.equal(
      openCheckpoint(signNote(`${ORIGIN}\n0\n${ROOTS[4]}\nextra\n`, signer), verifier).size,
      0,
    )
  })
})

t.test('a proof file', async (t) => {
  const proof = {
    index: 2,
    hashes: [ROOTS[0]!, ROOTS[1]!].map((hash) => Buffer.from(hash, 'base64')),
    checkpoint: CHECKPOINT,
  }
  const text = `c2sp.org/tlog-proof@v1\nindex 2\n${ROOTS[0]}\n${ROOTS[1]}\n\n${CHECKPOINT}`
  t.equal(formatProof(proof), text)
  t.strictSame(parseProof(text), proof)
  t.strictSame(parseProof(text.replace('index', 'extra AAAA\nindex')), proof)
  t.strictSame(parseProof(formatProof({ ...proof, hashes: [] })).hashes, [])
  for (const wrong of [
    '',
    text.replace('@v1', '@v2'),
    text.replace('index 2', 'index 02'),
    text.replace(ROOTS[0]!, 'AAAA'),
    text.replace(ROOTS[0]!, ROOTS[0]!.slice(0, -1)),
  ]) {
    t.throws(() => parseProof(wrong), NoteError)
  }
})
