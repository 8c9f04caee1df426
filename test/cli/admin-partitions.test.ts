import t from 'tap'
import { operator } from '../helpers/operator.js'

const SECOND = ['--operator', 'operator-2']
const REASON = ['--reason', 'Council 2026-12']

t.test('parts of the log and the register of keys from the command line', async (t) => {
  const { run, json } = await operator(t)
  const decide = ['partition', 'decide', 'hub']

  t.test('a decision takes two people', async (t) => {
    t.match(await json(...decide, '--months', '48', ...REASON), { controller: 'hub', version: 1 })
    const alone = await json('partition', 'confirm', 'hub', '1')
    t.match(alone, { error: 'registry.invalid', exitCode: 1 })
    const agreed = await json('partition', 'confirm', 'hub', '1', ...SECOND)
    t.match(agreed, { version: 1, confirmed: true, exitCode: 0 })
    const { lines } = await run('partition', 'list')
    t.match(lines.join('\n'), /hub +1 +NORMAL +48 +2026-09-01 +Council 2026-12/)
    const term = await json(
      'retention',
      'set',
      'ACCESS_LOG',
      '40',
      '--from',
      '2026-09-01',
      ...REASON,
    )
    t.match(term, { error: 'registry.invalid', exitCode: 1 })
  })

  t.test('what is called wrongly is told, and decides nothing', async (t) => {
    for (const [words, code] of [
      [[...decide, '--confidential', '--lift', ...REASON], 'command.usage'],
      [[...decide, '--months', 'x', ...REASON], 'command.usage'],
      [['partition', 'decide', 'x', '--lift', ...REASON], 'command.usage'],
      [['partition', 'confirm', 'hub', 'x', ...SECOND], 'command.usage'],
      [['partition', 'confirm', 'hub', '9', ...SECOND], 'registry.unknown'],
      [[...decide, '--confidential', ...REASON], 'registry.invalid'],
      [[...decide, ...REASON], 'registry.invalid'],
    ] as const) {
      t.match(await json(...words), { error: code }, words.join(' '))
    }
    t.match(await json('partition', 'list'), { decisions: [{ version: 1 }] })
  })

  t.test('keys', async (t) => {
    t.match(await json('epoch', 'add'), { exitCode: 0 })
    const keys = JSON.stringify(await json('key', 'list'))
    t.match(keys, /"family":"epoch","number":1,[^}]*"state":"IN_USE"/)
    t.match((await run('key', 'list')).lines.join('\n'), /epoch +1 +[0-9a-f]{32}/)
    const unknown = await json('key', 'attest', 'abcdef01', '--attested-by', 'one', 'two')
    t.match(unknown, { error: 'registry.unknown', exitCode: 1 })
  })
})
