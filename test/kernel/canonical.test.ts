import t from 'tap'
import { canonicalBytes, canonicalText } from '../../src/kernel/canonical.js'

t.test('the example of RFC 8785 comes out byte by byte', async (t) => {
  const value = {
    numbers: [333333333.33333329, 1e30, 4.5, 2e-3, 0.000000000000000000000000001],
    string: '€$\u000f\nA\'B"\\\\"/',
    literals: [null, true, false],
  }
  const expected =
    '{"literals":[null,true,false],"numbers":[333333333.3333333,1e+30,4.5,0.002,1e-27],' +
    '"string":"€$\\u000f\\nA\'B\\"\\\\\\\\\\"/"}'
  t.equal(canonicalText(value), expected)
  t.equal(canonicalBytes(value).toString('utf8'), expected)
})

t.test('members are sorted by UTF-16 code units, at every depth', async (t) => {
  const value = { '\u20ac': 1, '\r': 2, '\ufb33': 3, '1': 4, '\u{1f600}': 5, '\u0080': 6, ö: 7 }
  t.equal(
    canonicalText({ b: value, a: [] }),
    '{"a":[],"b":{"\\r":2,"1":4,"\u0080":6,"ö":7,"€":1,"\u{1f600}":5,"\ufb33":3}}',
  )
})

t.test('members that are undefined are left out', async (t) => {
  t.equal(canonicalText({ b: undefined, a: 1, c: undefined }), '{"a":1}')
})

t.test('what JSON cannot carry is refused', async (t) => {
  for (const bad of [
    NaN,
    Infinity,
    '\ud800',
    { a: '\udc00b' },
    { '\ud800': 1 },
    1n,
    undefined,
    () => 1,
  ]) {
    t.throws(() => canonicalText(bad), TypeError)
  }
})
