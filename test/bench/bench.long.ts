import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'
import { text } from 'node:stream/consumers'
import t from 'tap'
import { noBrowser } from '../helpers/browser.js'

const MAIN = fileURLToPath(new URL('main.ts', import.meta.url))

t.test(
  'the benchmark runs to its end and says what it measured',
  { timeout: 110_000 },
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

t.test('sizes are compared, for matching with its triage too', { timeout: 170_000 }, async (t) => {
  const size = ['--notifications', '400', '--municipalities', '4', '--scale', '1,2']
  const { code, output, errors } = await bench('--only', 'match', ...size, '--json')
  t.equal(code, 0, errors)
  const { scale, matchFlatness } = JSON.parse(output.trimEnd().split('\n').at(-1)!) as {
    scale: { notifications: number; microsecondsPerItem: number; matchMicroseconds: number }[]
    matchFlatness: number
  }
  t.strictSame(
    scale.map(({ notifications }) => notifications),
    [100, 200],
  )
  for (const step of scale) t.ok(step.microsecondsPerItem > 0 && step.matchMicroseconds > 0)
  t.ok(matchFlatness >= 1)
})

t.test('the log alone is measured as well', { timeout: 110_000 }, async (t) => {
  const size = ['--entries', '3000', '--notifications', '200', '--municipalities', '3']
  const { code, output, errors } = await bench('--only', 'log', ...size, '--json')
  t.equal(code, 0, errors)
  const { log } = JSON.parse(output.trimEnd().split('\n').at(-1)!) as Record<string, object>
  const wanted = ['searchP95Ms', 'proofMs', 'appendPerSecond', 'verifyPerSecond', 'intakeCost']
  for (const name of wanted) t.ok(Number(Reflect.get(log!, name)) > 0, name)
})

t.test('what many agreements cost is measured as well', { timeout: 110_000 }, async (t) => {
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

t.test('a coordinator at the workbench is measured as well', { timeout: 170_000 }, async (t) => {
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

t.test('an unknown option is refused with a list of those there are', async (t) => {
  const { code, output, errors } = await bench('--only', 'everything')
  t.equal(code, 2)
  t.equal(output, '')
  t.match(
    errors,
    /--only knows intake, match, single, feeds, log, agreements, workbench[\s\S]*--notifications N/,
  )
})

async function bench(...args: readonly string[]) {
  const child = spawn(process.execPath, ['--import', 'tsx', MAIN, ...args])
  const ended = once(child, 'exit') as Promise<[number | null]>
  const [output, errors, [code]] = await Promise.all([
    text(child.stdout),
    text(child.stderr),
    ended,
  ])
  return { code, output, errors }
}
