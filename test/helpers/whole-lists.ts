import { Match } from 'tcompare'

/*
 * Loaded before every test file. To `t.match` a list in a pattern is the beginning of a list, so that
 * `{ findings: [] }` matches any findings at all. Here a list in a pattern is the whole list.
 */
const matches = Match.prototype.test

Match.prototype.test = function (this: Match) {
  const { object, expect } = this as { readonly object: unknown; readonly expect: unknown }
  const isShorter =
    Array.isArray(object) && Array.isArray(expect) && object.length !== expect.length
  return isShorter ? false : matches.call(this)
}
