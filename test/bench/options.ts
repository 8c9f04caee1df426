import { parseArgs } from 'node:util'

/** What the benchmark measures. */
export const PARTS = [
  ...([
    'intake',
    'match',
    'single',
    'feeds',
    'log',
    'agreements',
    'workbench',
    'fairness',
  ] as const),
] as const

/** What is measured when nothing is named: the others have a hub, or a load, of their own. */
const APART: readonly string[] = ['log', 'agreements', 'workbench', 'fairness']
const USUAL = PARTS.filter((part) => !APART.includes(part))

/** One thing that is measured. */
export type Part = (typeof PARTS)[number]

/** How the benchmark was asked to run. */
export interface Options {
  /** Notifications of the month. */
  readonly notifications: number
  readonly parts: ReadonlySet<Part>
  /** Entries of the log, for the part `log`. */
  readonly entries: number
  /** Cases of the municipality, for the part `workbench`. */
  readonly cases: number
  /** Multiples of a quarter of the size, each delivered to a hub of its own; empty for none. */
  readonly scale: readonly number[]
  /** Items of a signed batch, at most. */
  readonly batchItems: number
  /** Batches that are under way at once. */
  readonly connections: number
  readonly municipalities: number
  readonly json: boolean
  /** Folder for a CPU profile of the hub. */
  readonly profile: string | undefined
}

export const USAGE = `npm run bench -- [options]

  --notifications N    notifications of the month (200000; 400000 with --scale, four national months)
  --municipalities N   municipalities that they are for (342)
  --batch N            items of a signed batch, at most (10000)
  --connections N      batches that are under way at once (3)
  --only LIST          some of ${PARTS.join(',')};
                       intake itself always runs, the last four only when named
  --entries N          entries of the log (10000000)
  --cases N            cases of the municipality at the workbench (5000)
  --scale LIST         deliver these multiples of a quarter of the size, each to a hub of its own
  --profile DIR        write a CPU profile of the hub process
  --json               one JSON object as the last line`

/**
 * Reads the command line.
 *
 * @throws {TypeError} For what is not an option.
 */
export function parseOptions(args: readonly string[]): Options {
  const { values } = parseArgs({
    args: [...args],
    options: {
      notifications: { type: 'string' },
      municipalities: { type: 'string', default: '342' },
      batch: { type: 'string', default: '10000' },
      connections: { type: 'string', default: '3' },
      only: { type: 'string', default: USUAL.join(',') },
      entries: { type: 'string', default: '10000000' },
      cases: { type: 'string', default: '5000' },
      scale: { type: 'string', default: '' },
      profile: { type: 'string' },
      json: { type: 'boolean', default: false },
    },
  })
  const parts = new Set(
    values.only.split(',').map((name) => {
      const part = PARTS.find((one) => one === name)
      if (part === undefined) throw new TypeError(`--only knows ${PARTS.join(', ')}`)
      return part
    }),
  )
  // With sizes to compare, a quarter of it is what creditors report of the whole country in a month.
  const notifications = values.notifications ?? (values.scale === '' ? '200000' : '400000')
  return {
    notifications: count('--notifications', notifications, 100, 10_000_000),
    municipalities: count('--municipalities', values.municipalities, 1, 342),
    batchItems: count('--batch', values.batch, 1, 10_000),
    connections: count('--connections', values.connections, 1, 64),
    parts,
    entries: count('--entries', values.entries, 1_000, 100_000_000),
    cases: count('--cases', values.cases, 10, 100_000),
    scale:
      values.scale === ''
        ? []
        : values.scale.split(',').map((one) => count('--scale', one, 1, 1000)),
    json: values.json,
    profile: values.profile,
  }
}

function count(name: string, text: string, least: number, most: number): number {
  const number = Number(text)
  if (!Number.isInteger(number) || number < least || number > most) {
    throw new TypeError(`${name} takes a whole number from ${least} to ${most}`)
  }
  return number
}
