import { Command } from 'commander'
import t from 'tap'
import { shielded } from '../../src/cli/dashed.js'
import { programWith } from '../../src/cli/program-base.js'

const NAME = `-h9${'aB_-'.repeat(10)}`

t.test('the name of a key that begins with a dash is no option', async (t) => {
  t.equal(NAME.length, 43)
  const calls: unknown[] = []
  const confirm = new Command('confirm')
    .argument('<key>')
    .argument('[others...]')
    .option('--key <name>')
    .option('--json')
    .action((key: string, others: string[], options: object) => {
      calls.push([key, others, options])
    })
  const run = (...words: string[]) =>
    programWith([confirm]).parseAsync(shielded(['node', 'vroegsignaal', 'confirm', ...words]))
  await run('--json', NAME, 'b', NAME, '--key', NAME)
  t.strictSame(calls, [[NAME, ['b', NAME], { json: true, key: NAME }]])
})

t.test('what is an option stays one', (t) => {
  const options = ['--json', '-h', '--passphrase-file', `--${'a'.repeat(41)}`, '-', '--']
  t.strictSame(shielded(options), options)
  t.end()
})
