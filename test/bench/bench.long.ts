import t from 'tap'
import { runBench as bench } from './run-bench.js'

t.test(
  'the benchmark runs to its end and says what it measured',
  { timeout: 600_000 },
  async (t) => {
    const size = ['--notifications', '400', '--municipalities', '4', '--batch', '20']
    const { code, output, errors } = await bench(...size, '--json')
    t.equal(code, 0, errors)
    const last = output.trimEnd().split('\n').at(-1)!
    const result = JSON.parse(last) as Record<string, Record<string, unknown> | number>
    t.same(Object.keys(result), ['intake', 'match', 'feeds', 'single', 'memoryMiB', 'flatness'])
    const ratios = { intake: 'ofCopy', match: 'ofRead', feeds: 'ofCopy', single: 'ofEmpty' }
    for (const [part, ratio] of Object.entries(ratios)) {
      const measured = result[part] as Record<string, unknown>
      t.same(Object.keys(measured), ['perSecond', ratio])
      for (const value of Object.values(measured)) t.ok((value as number) > 0, `${part} ${ratio}`)
    }
    t.ok((result['flatness'] as number) >= 1)
    t.ok(result['memoryMiB'] === null || (result['memoryMiB'] as number) > 0)
  },
)

t.test('the log alone is measured as well', { timeout: 600_000 }, async (t) => {
  const size = ['--entries', '3000', '--notifications', '200', '--municipalities', '3']
  const { code, output, errors } = await bench('--only', 'log', ...size, '--json')
  t.equal(code, 0, errors)
  const { log } = JSON.parse(output.trimEnd().split('\n').at(-1)!) as Record<string, object>
  const wanted = ['searchP95Ms', 'proofMs', 'appendPerSecond', 'verifyPerSecond', 'intakeCost']
  for (const name of wanted) t.ok(Number(Reflect.get(log!, name)) > 0, name)
})

t.test('what many agreements cost is measured as well', { timeout: 600_000 }, async (t) => {
  const { code, output, errors } = await bench(
    ...['--only', 'agreements', '--notifications', '400', '--json'],
  )
  t.equal(code, 0, errors)
  const { agreements } = JSON.parse(output.trimEnd().split('\n').at(-1)!) as {
    agreements: { few: number; many: number; ratio: number }
  }
  t.match(agreements, { few: 20, many: 20_000 })
  t.ok(agreements.ratio > 0)
})

t.test('how a hub shares itself is measured as well', { timeout: 600_000 }, async (t) => {
  const size = ['--notifications', '400', '--municipalities', '4']
  const { code, output, errors } = await bench('--only', 'fairness', ...size, '--json')
  t.equal(code, 0, errors)
  const { fairness } = JSON.parse(output.trimEnd().split('\n').at(-1)!) as {
    fairness: Record<string, number>
  }
  t.equal(fairness['deliveries'], 40)
  for (const [name, value] of Object.entries(fairness)) t.ok(value > 0, name)
})

t.test('an unknown option is refused with a list of those there are', async (t) => {
  const { code, output, errors } = await bench('--only', 'everything')
  t.equal(code, 2)
  t.equal(output, '')
  t.match(
    errors,
    /--only knows intake, match, single, feeds, log, agreements, workbench, fairness[\s\S]*--notifications N/,
  )
})
