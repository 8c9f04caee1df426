import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import t from 'tap'
import { packageRoot } from '../../src/package-root.js'

interface Locked {
  readonly engines?: { readonly node?: string }
}

/** The oldest version that we promise to run on, as package.json states it. */
const FLOOR = [20, 19]

t.test('no package asks for a newer Node than we promise', async (t) => {
  const read = (name: string) =>
    JSON.parse(readFileSync(join(packageRoot(), name), 'utf8')) as Record<string, unknown>
  t.strictSame(read('package.json')['engines'], { node: `>=${FLOOR.join('.')}` })
  const packages = read('package-lock.json')['packages'] as Record<string, Locked>
  const unfit = Object.entries(packages).filter(([, { engines }]) => !accepts(engines?.node ?? '*'))
  t.strictSame(
    unfit.map(([path, { engines }]) => `${path} needs ${engines?.node}`),
    [],
  )
})

/** Whether one of the alternatives of a range begins at the floor or below; enough for lower bounds. */
function accepts(range: string): boolean {
  return range.split('||').some((alternative) => {
    const [, sign = '', major = '0', minor = '0'] =
      /^\s*([\^~>=]*)\s*v?(\d+)(?:\.(\d+))?/.exec(alternative) ?? []
    const isSameMajor = Number(major) === FLOOR[0]
    if (isSameMajor) return Number(minor) <= FLOOR[1]!
    return Number(major) < FLOOR[0]! && !/[\^~]/.test(sign)
  })
}
