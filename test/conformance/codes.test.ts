import t from 'tap'
import { CREDITOR_CASES, MUNICIPALITY_CASES, NOT_PROVOKED } from '../../src/conformance/index.js'
import { contract } from '../../src/http/operations.js'
import { CATALOGUE } from '../../src/http/problem.js'

t.test('every code of the contract has a case, or a reason why it has none', async (t) => {
  const provoked = new Set(
    [...CREDITOR_CASES, ...MUNICIPALITY_CASES].flatMap(({ cases }) =>
      cases.flatMap(({ codes = [] }) => codes),
    ),
  )
  const schemas = contract.components.schemas as Record<string, { readonly enum?: string[] }>
  const codes = [
    ...Object.keys(CATALOGUE),
    ...schemas['ItemErrorCode']!.enum!,
    ...schemas['ItemWarningCode']!.enum!,
  ]
  const isExplained = (code: string) =>
    code in NOT_PROVOKED || code.replace(/[.].*$/, '.*') in NOT_PROVOKED
  const missing = codes.filter((code) => !provoked.has(code) && !isExplained(code))
  t.strictSame(missing, [])
  const idle = Object.keys(NOT_PROVOKED).filter(
    (code) => !codes.some((one) => one === code || `${one.split('.')[0]!}.*` === code),
  )
  t.strictSame(idle, [], 'and no reason is for a code that is gone')
  const both = Object.keys(NOT_PROVOKED).filter((code) => provoked.has(code))
  t.strictSame(both, [], 'or for one that has a case')
})

t.test('names tell cases apart', async (t) => {
  for (const groups of [CREDITOR_CASES, MUNICIPALITY_CASES]) {
    const names = groups.flatMap(({ group, cases }) => cases.map(({ name }) => `${group} ${name}`))
    t.equal(new Set(names).size, names.length)
  }
})
