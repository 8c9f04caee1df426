import { generateKeyPairSync } from 'node:crypto'
import t from 'tap'
import {
  cosign,
  NOTE_TYPE,
  NoteError,
  noteSigner,
  openNote,
  parseNote,
  parseVerifierKey,
  signNote,
} from '../../src/crypto/signed-note.js'
import { CHECKPOINT, COSIGNATURE, ORIGIN, seededKey, VERIFIER_KEY } from '../log-tree/vectors.js'

const text = CHECKPOINT.slice(0, CHECKPOINT.indexOf('\n\n') + 1)
const log = noteSigner(ORIGIN, seededKey(0))
const witness = noteSigner('witness.gemeente.example', seededKey(32), NOTE_TYPE.cosignature)

t.test('a note', async (t) => {
  t.test('is signed to the byte as other programs sign it', async (t) => {
    t.equal(log.verifierKey, VERIFIER_KEY)
    t.equal(signNote(text, log), CHECKPOINT)
    t.equal(openNote(CHECKPOINT, parseVerifierKey(VERIFIER_KEY)), text)
  })

  t.test('carries the cosignature of a witness, which verifies on its own', async (t) => {
    t.equal(
      witness.verifierKey,
      'witness.gemeente.example+6b5659ec+BCmsuuFBvMrwsi4alNNNC8c2HlJtC/4SyJeUvJMilm3X',
    )
    t.equal(cosign(text, 1763769600, witness), COSIGNATURE)
    const both = CHECKPOINT + COSIGNATURE
    t.equal(openNote(both, parseVerifierKey(witness.verifierKey)), text)
    t.equal(openNote(both, parseVerifierKey(VERIFIER_KEY)), text)
    const later = both.replace('AAAAABpIP0A', 'AAAAABpIP0B')
    t.throws(() => openNote(later, parseVerifierKey(witness.verifierKey)), NoteError)
  })

  t.test('is refused after any change to text, signature or key', async (t) => {
    const verifier = parseVerifierKey(VERIFIER_KEY)
    t.throws(() => openNote(CHECKPOINT.replace('\n5\n', '\n6\n'), verifier), NoteError)
    t.throws(() => openNote(CHECKPOINT.replace('VgXO+oON', 'VgXO+oOM'), verifier), NoteError)
    const other = noteSigner(ORIGIN, generateKeyPairSync('ed25519').privateKey)
    t.throws(() => openNote(CHECKPOINT, parseVerifierKey(other.verifierKey)), NoteError)
    // One wrong signature under the known key condemns the note, even beside a right one.
    const doubled = CHECKPOINT + CHECKPOINT.split('\n\n')[1]!.replace('VgXO+oON', 'VgXO+oOM')
    t.throws(() => openNote(doubled, verifier), NoteError)
  })

  t.test('may hold many signatures of strangers', async (t) => {
    let note = CHECKPOINT
    for (let at = 0; at < 20; at += 1) {
      const stranger = noteSigner(`w${at}.example`, generateKeyPairSync('ed25519').privateKey)
      note += signNote(text, stranger).split('\n\n')[1]!
    }
    t.equal(parseNote(note).signatures.length, 21)
    t.equal(openNote(note, parseVerifierKey(VERIFIER_KEY)), text)
  })

  t.test('is nothing else than the format says', async (t) => {
    const line = CHECKPOINT.split('\n\n')[1]!
    for (const note of [
      '',
      text,
      `${text}\n`,
      CHECKPOINT.slice(0, -1),
      `${text}\n${line.replace('\u2014', '-')}`,
      `${text}\n${line.replace('=\n', '\n')}`,
      `${text}\n${line.replace('qAs=', 'qAt=')}`,
      `${text}\u0007\n\n${line}`,
      `${text}\r\n\n${line}`,
      `${text}\n${line.repeat(101)}`,
    ]) {
      t.throws(() => parseNote(note), NoteError, JSON.stringify(note.slice(-40)))
    }
    t.throws(() => signNote('no newline', log), NoteError)
  })
})

t.test('a verifier key', async (t) => {
  t.test('whose id does not fit, or of an unknown kind, is refused', async (t) => {
    for (const key of [
      VERIFIER_KEY.replace('5605cefa', '5605cefb'),
      VERIFIER_KEY.replace('access', 'excess'),
      VERIFIER_KEY.replace('VTG4', 'VTG5'),
      'x+00000000+',
      'nothing',
    ]) {
      t.throws(() => parseVerifierKey(key), NoteError, key)
    }
    const odd = noteSigner('odd.example', seededKey(0), 0xff)
    t.throws(() => parseVerifierKey(odd.verifierKey), NoteError)
  })

  t.test('has a name without space or plus, and an Ed25519 key', async (t) => {
    for (const name of ['', 'a b', 'a+b']) {
      t.throws(() => noteSigner(name, seededKey(0)), NoteError)
    }
    const { privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' })
    t.throws(() => noteSigner('a.example', privateKey), NoteError)
  })
})
