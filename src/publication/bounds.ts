import { placeName, type PublishedCell, type Sum } from './cell.js'

/** Sums among numbers that are not shown: of unknowns with sign, what is known moved to the right. */
export interface Equation {
  readonly terms: readonly { readonly unknown: number; readonly sign: 1 | -1 }[]
  readonly equals: number
}

/** What a reader has to solve to find what was not shown. */
export interface Riddle {
  /** Cells that are not shown; unknowns are places in this list. */
  readonly unknowns: readonly PublishedCell[]
  readonly equations: readonly Equation[]
}

/** What a reader knows of an unknown: it lies between, both included. */
export interface Bounds {
  readonly low: number
  readonly high: number
}

/** How often each sum is looked at, at most, on average. */
const ROUNDS = 50

/** Zero is always shown, and every reader sees that: what is not shown is this at least. */
const LEAST_HIDDEN = 1

/** What is left to solve when everything that is shown has been filled in. */
export function riddleOf(cells: readonly PublishedCell[], sums: readonly Sum[]): Riddle {
  const unknowns = cells.filter(({ value }) => value === null)
  const numberOf = new Map(unknowns.map((cell, at) => [placeName(cell), at]))
  const valueOf = new Map(cells.map((cell) => [placeName(cell), cell.value]))
  const equations = sums.flatMap(({ total, parts }): Equation[] => {
    let equals = 0
    const terms: { unknown: number; sign: 1 | -1 }[] = []
    const add = (name: string, sign: 1 | -1) => {
      const unknown = numberOf.get(name)
      if (unknown === undefined) equals -= sign * (valueOf.get(name) ?? 0)
      else terms.push({ unknown, sign })
    }
    for (const part of parts) add(part, 1)
    add(total, -1)
    return terms.length === 0 ? [] : [{ terms, equals }]
  })
  return { unknowns, equations }
}

/**
 * Bounds that follow from one sum after the other, until nothing narrows any more. A reader who solves
 * all sums together may know more, never less: this finds what is plainly open, fast.
 */
export function propagate({ unknowns, equations }: Riddle): Bounds[] {
  const low = unknowns.map(() => LEAST_HIDDEN)
  const high = unknowns.map(() => Infinity)
  const using = unknowns.map((): number[] => [])
  equations.forEach(({ terms }, at) => {
    for (const { unknown } of terms) using[unknown]!.push(at)
  })
  const queue = new Set(equations.keys())
  // Bounds can creep towards each other; what has not settled by then is for the solver.
  let rounds = ROUNDS * equations.length
  for (const at of queue) {
    queue.delete(at)
    rounds -= 1
    if (rounds < 0) break
    const { terms, equals } = equations[at]!
    for (const { unknown, sign } of terms) {
      // sign · x = equals − the others; the others lie between their own bounds.
      let [least, most] = [equals, equals]
      for (const other of terms) {
        if (other.unknown === unknown) continue
        const [from, to] = [low[other.unknown]!, high[other.unknown]!]
        least -= other.sign === 1 ? to : -from
        most -= other.sign === 1 ? from : -to
      }
      const [from, to] = sign === 1 ? [least, most] : [-most, -least]
      if (from <= low[unknown]! && to >= high[unknown]!) continue
      low[unknown] = Math.max(low[unknown]!, from)
      high[unknown] = Math.min(high[unknown]!, to)
      for (const next of using[unknown]!) if (next !== at) queue.add(next)
    }
  }
  return unknowns.map((_, at) => ({ low: low[at]!, high: high[at]! }))
}

/** A riddle in parts that share no unknown, each with the numbers its unknowns have in the whole. */
export function componentsOf(riddle: Riddle): { riddle: Riddle; numbers: number[] }[] {
  const root = riddle.unknowns.map((_, at) => at)
  const find = (at: number): number => {
    let top = at
    while (root[top] !== top) {
      root[top] = root[root[top]!]!
      top = root[top]!
    }
    return top
  }
  for (const { terms } of riddle.equations) {
    for (const { unknown } of terms) root[find(unknown)] = find(terms[0]!.unknown)
  }
  const members = new Map<number, number[]>()
  riddle.unknowns.forEach((_, at) => {
    const top = find(at)
    const known = members.get(top)
    if (known === undefined) members.set(top, [at])
    else known.push(at)
  })
  const equationsOf = new Map<number, Equation[]>()
  for (const equation of riddle.equations) {
    const top = find(equation.terms[0]!.unknown)
    const known = equationsOf.get(top)
    if (known === undefined) equationsOf.set(top, [equation])
    else known.push(equation)
  }
  return [...members].map(([top, numbers]) => {
    const numberIn = new Map(numbers.map((number, at) => [number, at]))
    const equations = (equationsOf.get(top) ?? []).map(({ terms, equals }) => ({
      terms: terms.map(({ unknown, sign }) => ({ unknown: numberIn.get(unknown)!, sign })),
      equals,
    }))
    const unknowns = numbers.map((number) => riddle.unknowns[number]!)
    return { riddle: { unknowns, equations }, numbers }
  })
}
