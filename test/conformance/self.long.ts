import t from 'tap'
import type { ConformanceReport, summaryOf } from '../../src/conformance/index.js'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { lastLine, runCommand } from '../helpers/command.js'

t.test('our own hub and our own software conform, on a hub that is gone afterwards', async (t) => {
  const folder = t.testdir({})
  const output = join(folder, 'report.json')
  const ended = await runCommand(['conformance', '--self', '--json', '--output', output])
  const { code } = ended
  const said = lastLine(ended) as ReturnType<typeof summaryOf>
  t.strictSame(
    said.cases.filter(({ ok }) => !ok),
    [],
  )
  t.equal(code, 0)
  t.equal(said.failed, 0)
  t.equal(said.passed, said.cases.length)
  t.ok(said.passed > 200)
  const report = JSON.parse(readFileSync(output, 'utf8')) as ConformanceReport
  t.equal(report.skipped, 0, 'nothing is left untried')
})
