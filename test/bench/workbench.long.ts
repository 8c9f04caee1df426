import t from 'tap'
import { noBrowser } from '../helpers/browser.js'
import { runBench as bench } from './run-bench.js'

t.test('a coordinator at the workbench is measured as well', { timeout: 600_000 }, async (t) => {
  const { code, output, errors } = await bench('--only', 'workbench', '--cases', '40', '--json')
  t.equal(code, 0, errors)
  const { workbench } = JSON.parse(output.trimEnd().split('\n').at(-1)!) as {
    workbench: Record<string, number | string>
  }
  if (noBrowser !== false) return t.strictSame(workbench, { skipped: noBrowser })
  const wanted = ['opened', 'openMs', 'ofRaw', 'filterP95Ms', 'ofEmpty', 'shownP95Ms']
  for (const name of wanted) t.ok(Number(workbench[name]) > 0, name)
  t.ok(Number(workbench['cases']) >= 30)
})

t.test('sizes are compared, for matching with its triage too', { timeout: 600_000 }, async (t) => {
  const size = ['--notifications', '400', '--municipalities', '4', '--scale', '1,2,4']
  const { code, output, errors } = await bench('--only', 'match', ...size, '--json')
  t.equal(code, 0, errors)
  const { scale, ...flatness } = JSON.parse(output.trimEnd().split('\n').at(-1)!) as {
    scale: Record<string, number>[]
    matchFlatness: number
  }
  t.strictSame(
    scale.map(({ notifications }) => notifications),
    [100, 200, 400],
  )
  for (const name of ['microsecondsPerItem', 'cases', 'matchMicrosecondsPerCase']) {
    for (const step of scale) t.ok(Number(step[name]) > 0, name)
  }
  t.ok(flatness.matchFlatness >= 1)
  // Processors are read in hundredths of a second: of so few it may be none.
  t.ok(scale.every((step) => Number(step['matchProcessorMicrosecondsPerCase']) >= 0))
  t.equal(errors.match(/^starting a hub$/gm)?.length, 3, 'the largest size is not measured twice')
})
