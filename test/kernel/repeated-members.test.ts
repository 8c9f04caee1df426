import t from 'tap'
import { hasRepeatedMember } from '../../src/kernel/repeated-members.js'

t.test('repeated members are found wherever they stand', async (t) => {
  const repeated = [
    '{"a":1,"a":2}',
    '{"a":1,"\\u0061":2}',
    '{"x":{"a":1,"b":2,"a":3}}',
    '[{"a":1},{"b":{"c":[1,{"d":0,"d":0}]}}]',
    '{ "a" : [ {"b":1} ] , "a" : "b" }',
    '{"\\"":1,"\\"":2}',
    '{"__proto__":1,"__proto__":2}',
    '{"":1,"":2}',
  ]
  for (const text of repeated) {
    JSON.parse(text)
    t.equal(hasRepeatedMember(text), true, text)
  }
})

t.test('nothing else is taken for one', async (t) => {
  const fine = [
    '{}',
    '[]',
    '"a"',
    '1',
    '{"a":"a","b":"a"}',
    '{"a":{"a":{"a":1}}}',
    '[{"a":1},{"a":1}]',
    '{"a":["a","a"],"b":["a"]}',
    '{"a":"\\"a\\":1,\\"a\\":2","b":"{\\"a\\":1,\\"a\\":2}"}',
    '{"a":"\\\\","b":"\\\\"}',
    '{"a":[],"b":{},"c":[{}]}',
  ]
  for (const text of fine) {
    JSON.parse(text)
    t.equal(hasRepeatedMember(text), false, text)
  }
})

t.test('it ends on text that is no JSON', async (t) => {
  for (const text of ['', '{', '{"', '{"a', ']]', '{"a":"\\']) {
    t.equal(hasRepeatedMember(text), false, text)
  }
})
