import t from 'tap'
import {
  noteSigner,
  NOTE_TYPE,
  parseVerifierKey,
  cosign,
  parseNote,
} from '../../src/crypto/signed-note.js'
import { cosignersOf, meetsQuorum, parsePolicy, PolicyError } from '../../src/witness/index.js'
import { CHECKPOINT, seededKey, VERIFIER_KEY } from '../log-tree/vectors.js'

const signer = (name: string, start: number) =>
  noteSigner(name, seededKey(start), NOTE_TYPE.cosignature)
const A = signer('a.example', 1)
const B = signer('b.example', 2)
const C = signer('c.example', 3)

const TEXT = `# who must agree
log ${VERIFIER_KEY}
witness a ${A.verifierKey} https://a.example/witness/
witness b ${B.verifierKey}

witness c ${C.verifierKey} http://127.0.0.1:8091
group auditors 1 b c
group everybody all a auditors
quorum everybody
`

t.test('a policy', async (t) => {
  const policy = parsePolicy(TEXT)
  t.strictSame(
    policy.witnesses.map(({ name, url }) => [name, url]),
    [
      ['a', 'https://a.example/witness'],
      ['b', undefined],
      ['c', 'http://127.0.0.1:8091'],
    ],
  )
  t.strictSame(policy.logs, [parseVerifierKey(VERIFIER_KEY)])

  t.test('counts whose signatures hold', async (t) => {
    const { text } = parseNote(CHECKPOINT)
    const note = CHECKPOINT + cosign(text, 1763769600, A) + cosign(text, 1763769601, C)
    t.strictSame(cosignersOf(policy, note), ['a', 'c'])
    const other = cosign(text.replace('5', '6'), 1763769600, B)
    t.strictSame(cosignersOf(policy, CHECKPOINT + other), [])
  })

  t.test('is met by enough of them', async (t) => {
    t.ok(meetsQuorum(policy, ['a', 'c']))
    t.ok(meetsQuorum(policy, ['a', 'b', 'c']))
    t.notOk(meetsQuorum(policy, ['a']))
    t.notOk(meetsQuorum(policy, ['b', 'c']))
    t.ok(meetsQuorum(parsePolicy('quorum none'), []))
    const any = parsePolicy(TEXT.replace('everybody all', 'everybody any'))
    t.ok(meetsQuorum(any, ['b']))
  })

  t.test('is refused by line, without repeating it', async (t) => {
    const bad: [string, RegExp][] = [
      ['', /no quorum/],
      ['quorum nobody', /line 1/],
      ['witnes a b\nquorum none', /line 1/],
      [`witness a ${VERIFIER_KEY}\nquorum a`, /line 1.*another purpose/],
      [`log ${A.verifierKey}\nquorum none`, /line 1.*another purpose/],
      [`witness none ${A.verifierKey}\nquorum none`, /line 1.*taken/],
      [`witness a ${A.verifierKey} ftp://a\nquorum none`, /line 1.*https/],
      [`witness a ${A.verifierKey}\ngroup g 2 a\nquorum g`, /line 2.*members/],
      [`witness a ${A.verifierKey}\ngroup g any a a\nquorum g`, /line 2.*once/],
      ['group g any later\nquorum g', /line 1/],
      ['quorum none\nquorum none', /line 2/],
    ]
    for (const [text, wanted] of bad) {
      const error = t.throws(() => parsePolicy(text))
      t.match(error, { message: wanted }, text)
      t.ok(error instanceof PolicyError)
    }
  })
})
