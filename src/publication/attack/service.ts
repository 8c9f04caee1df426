import highsModule, { type Highs } from 'highs'
import { componentsOf, propagate, riddleOf, type Bounds, type Riddle } from '../bounds.js'
import { placeName, type PublishedCell, type Sum } from '../cell.js'

/** A small number that a reader can narrow down too far. */
export interface Exposed {
  readonly cell: PublishedCell
  readonly bounds: Bounds
}

/** What an attack on publications came to. */
export interface Attack {
  /** Numbers that are not shown because they are too small. */
  readonly targets: number
  /** Numbers that are not shown at all. */
  readonly unknowns: number
  /** Sums that were solved. */
  readonly equations: number
  readonly exposed: readonly Exposed[]
}

/** How an attack goes. */
export interface AttackOptions {
  /** How far apart the bounds of a small number must stay. */
  readonly width: number
  /** Parts of the riddle that touch none of these periods were attacked before, and are left out. */
  readonly periods?: ReadonlySet<string>
  /** Hears how far it is, targets of targets. */
  readonly progress?: (done: number, of: number) => void
}

// Its types describe the CommonJS build, in which the function is a member; here it is the default.
const loadSolver = highsModule as unknown as typeof highsModule.default

let solver: Promise<Highs> | undefined

/**
 * Tries what a reader of everything published could do: to find, with all sums together and in whole
 * numbers, the least and the greatest that each small number can be. Exact, by integer programming.
 *
 * @param cells Everything that was published, also what was withdrawn: it stays known.
 * @throws {Error} When the sums contradict each other: then what is shown is no table.
 */
export async function attack(
  cells: readonly PublishedCell[],
  sums: readonly Sum[],
  { width, periods, progress }: AttackOptions,
): Promise<Attack> {
  solver ??= loadSolver()
  const highs = await solver
  const riddle = riddleOf(cells, sums)
  const parts = componentsOf(riddle).filter(
    ({ riddle: { unknowns } }) =>
      periods === undefined || unknowns.some(({ period }) => periods.has(period)),
  )
  const count = (of: (part: Riddle) => number) =>
    parts.reduce((sum, part) => sum + of(part.riddle), 0)
  const targets = count(({ unknowns }) => targetsOf(unknowns).length)
  const exposed: Exposed[] = []
  let done = 0
  for (const part of parts) {
    for (const target of narrowTargets(highs, part.riddle, width)) exposed.push(target)
    done += targetsOf(part.riddle.unknowns).length
    progress?.(done, targets)
  }
  exposed.sort((one, other) => (placeName(one.cell) < placeName(other.cell) ? -1 : 1))
  return {
    targets,
    unknowns: count(({ unknowns }) => unknowns.length),
    equations: count(({ equations }) => equations.length),
    exposed,
  }
}

/** Numbers of the unknowns that are too small to be shown. */
function targetsOf(unknowns: readonly PublishedCell[]): number[] {
  return unknowns.flatMap(({ suppression }, at) => (suppression === 'PRIMARY' ? [at] : []))
}

/** Nobody publishes more than there are people. */
const MOST = 20_000_000
/** Objectives that try many targets at once. */
const SWEEPS = 24

/** The targets of one part that can be narrowed down to less than `width`. */
function narrowTargets(highs: Highs, riddle: Riddle, width: number): Exposed[] {
  const { unknowns } = riddle
  // Whatever follows from single sums needs no solver.
  const plain = propagate(riddle)
  const witness = new Witnessed(unknowns.length)
  const model = modelOf(riddle, plain)
  const solve = (objective: string, isWhole: boolean): number => {
    const solution = highs.solve(
      `${objective}\n${model}${isWhole ? wholeNumbers(unknowns) : ''}\nEnd`,
    )
    if (solution.Status !== 'Optimal') {
      throw new Error(`the sums of what is published cannot be solved (${solution.Status})`)
    }
    witness.see(unknowns.map((_, at) => solution.Columns[`x${at}`]?.Primal ?? 0))
    return solution.ObjectiveValue
  }
  const targets = targetsOf(unknowns)
  const openTargets = () =>
    targets.filter((at) => plain[at]!.high - plain[at]!.low >= width && witness.width(at) < width)
  // One solution says something about every target: most are shown to be open by a few of them.
  for (let sweep = 0; sweep < SWEEPS && openTargets().length > 0; sweep += 1) {
    const terms = openTargets().map((at) => `${(at * 7 + sweep * 3) % 5 < 2 ? '+' : '-'} x${at}`)
    solve(`${sweep % 2 === 0 ? 'Maximize' : 'Minimize'}\n o: ${terms.join('\n  ')}`, false)
  }
  return targets.flatMap((target): Exposed[] => {
    const cell = unknowns[target]!
    const bounds = plain[target]!
    if (bounds.high - bounds.low < width) return [{ cell, bounds }]
    const isOpen = () => witness.width(target) >= width
    if (isOpen()) return []
    // With fractions first: a reader who may not even use whole numbers is the weaker one.
    for (const isWhole of [false, true]) {
      const high = Math.floor(solve(`Maximize\n o: x${target}`, isWhole) + TINY)
      if (isOpen()) return []
      const low = Math.ceil(solve(`Minimize\n o: x${target}`, isWhole) - TINY)
      if (isOpen()) return []
      if (high - low < width) return [{ cell, bounds: { low, high } }]
    }
    return []
  })
}

/** What solutions in whole numbers have shown to be possible. */
class Witnessed {
  readonly #low: number[]
  readonly #high: number[]

  constructor(unknowns: number) {
    this.#low = Array.from({ length: unknowns }, () => Infinity)
    this.#high = Array.from({ length: unknowns }, () => -Infinity)
  }

  /** Takes a solution in; one with fractions shows nothing. */
  see(values: readonly number[]): void {
    if (values.some((value) => Math.abs(value - Math.round(value)) > TINY)) return
    values.forEach((value, at) => {
      this.#low[at] = Math.min(this.#low[at]!, Math.round(value))
      this.#high[at] = Math.max(this.#high[at]!, Math.round(value))
    })
  }

  /** How far apart two solutions were; negative when there was none yet. */
  width(at: number): number {
    return this.#high[at]! - this.#low[at]!
  }
}

const TINY = 1e-6

/** The riddle in the LP format of CPLEX, without its objective. */
function modelOf({ unknowns, equations }: Riddle, bounds: readonly Bounds[]): string {
  const sums = equations.map(
    ({ terms, equals }, at) =>
      // Lines of the format must stay short.
      ` e${at}: ${terms.map(({ unknown, sign }) => `${sign === 1 ? '+' : '-'} x${unknown}`).join('\n  ')} = ${equals}`,
  )
  const limits = bounds
    .slice(0, unknowns.length)
    .map(({ low, high }, at) => ` ${low} <= x${at} <= ${Math.min(high, MOST)}`)
  return ['Subject To', ...sums, 'Bounds', ...limits].join('\n')
}

function wholeNumbers(unknowns: readonly PublishedCell[]): string {
  return `\nGeneral\n ${unknowns.map((_, at) => `x${at}`).join('\n ')}`
}
