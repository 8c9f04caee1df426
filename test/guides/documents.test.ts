import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import t from 'tap'
import { PROGRAMS, SNIPPETS } from './programs.js'
import { blocksOf, commandsOf } from './sandbox.js'

t.test('the first guide takes twelve commands, the same in both languages', async (t) => {
  const blocks = blocksOf('curl.md')
  t.strictSame(blocksOf('curl.nl.md'), blocks)
  t.equal(blocks.slice(0, 5).flatMap(commandsOf).length, 12)
})

t.test('each guide shows the program that is run', async (t) => {
  for (const { guide, language, file } of PROGRAMS) {
    t.equal(blocksOf(guide, language)[0], readFileSync(join(SNIPPETS, file), 'utf8'), guide)
  }
})
