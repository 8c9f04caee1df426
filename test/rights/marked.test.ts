import t from 'tap'
import { Marked } from '../../src/rights/index.js'

const ALMERE = '0034'
const PERSON = Buffer.alloc(16, 1)
const DATED = Buffer.alloc(16, 2)
const STRANGER = Buffer.alloc(16, 3)

const marker = (request: string, intake: string, withheld: string | null, overrides = {}) => ({
  municipality: ALMERE,
  request,
  key_year: 2026,
  tokens: [PERSON, DATED],
  intake,
  withheld,
  seq: 1,
  ...overrides,
})
const OBJECTION = marker('objection', 'BLOCK', 'OBJECTION')
const FLAGGED_OBJECTION = marker('flagged', 'FLAG', 'OBJECTION')
const RESTRICTION = marker('restriction', 'FLAG', 'RESTRICTED')
const RECTIFICATION = marker('rectification', 'FLAG', null)

t.test('the requests that a notification meets', async (t) => {
  const met = (markers: readonly (typeof RESTRICTION)[], tokens = [PERSON]) =>
    new Marked(markers).find(ALMERE, () => tokens).map(({ request }) => request)

  t.test('all of them, the strictest first, in whichever order they were read', async (t) => {
    const strictestFirst = [OBJECTION, FLAGGED_OBJECTION, RESTRICTION, RECTIFICATION]
    for (let turn = 0; turn < strictestFirst.length; turn += 1) {
      const turned = [...strictestFirst.slice(turn), ...strictestFirst.slice(0, turn)]
      for (const markers of [turned, [...turned].reverse()]) {
        t.strictSame(
          met(markers),
          strictestFirst.map(({ request }) => request),
        )
      }
    }
  })

  t.test('a rectification that came later takes nothing from a restriction', async (t) => {
    const [first] = new Marked([RESTRICTION, RECTIFICATION]).find(ALMERE, () => [PERSON])
    t.strictSame(first, { request: 'restriction', isBlocked: false, withheld: 'RESTRICTED' })
  })

  t.test('each once, by whichever tokens and keys it is recognised', async (t) => {
    t.strictSame(met([RESTRICTION], [PERSON, DATED]), ['restriction'])
    const older = marker('older', 'FLAG', 'RESTRICTED', { key_year: 2025 })
    t.strictSame(met([RESTRICTION, older]), ['older', 'restriction'])
  })

  t.test('it knows the latest request of each municipality', async (t) => {
    const later = marker('later', 'FLAG', null, { seq: 7 })
    const elsewhere = marker('elsewhere', 'FLAG', null, { seq: 9, municipality: '0175' })
    const marked = new Marked([later, RESTRICTION, elsewhere])
    t.strictSame(
      [ALMERE, '0175', '0180'].map((code) => marked.newest(code)),
      [7, 9, 0],
    )
  })

  t.test('a stranger meets none, nor does anybody of another municipality', async (t) => {
    t.strictSame(met([OBJECTION], [STRANGER]), [])
    const marked = new Marked([OBJECTION])
    t.ok(marked.knows(ALMERE))
    t.notOk(marked.knows('0175'))
    t.strictSame(
      marked.find('0175', () => [PERSON]),
      [],
    )
  })
})
