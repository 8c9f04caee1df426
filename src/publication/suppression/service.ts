import { attack, type Attack, type AttackOptions } from '../attack/service.js'
import { propagate, riddleOf } from '../bounds.js'
import { placeName, type Counted, type PublishedCell, type Sum } from '../cell.js'
import { Draft, SMALLEST_SHOWN } from '../protect.js'
import { sumsOf } from '../table.js'

/** A table that can be published, or why it cannot. */
export interface Suppressed {
  readonly cells: readonly PublishedCell[]
  /** The attack on it, together with everything that was published before. */
  readonly attack: Attack
}

/**
 * Leaves out of a table what is too small to be shown, and as much more as it takes to keep a reader
 * of it, and of everything published before, from finding that. The result is attacked before it is
 * given out; `attack.exposed` is empty when nothing can be found.
 *
 * @param published Everything published so far, also what was withdrawn.
 */
export async function suppress(
  counted: readonly Counted[],
  published: readonly PublishedCell[],
  progress?: AttackOptions['progress'],
): Promise<Suppressed> {
  const sums = sumsOf([...published, ...counted])
  const draft = new Draft(counted, sums)
  const periods = new Set(counted.map(({ period }) => period))
  const options = { width: SMALLEST_SHOWN, periods, ...(progress && { progress }) }
  settle(draft, published, sums)
  for (;;) {
    const cells = [...published, ...draft.published()]
    const found = await attack(cells, sums, options)
    if (found.exposed.length === 0) return { cells: draft.published(), attack: found }
    const names = found.exposed.map(({ cell }) => placeName(cell))
    // Every pass leaves out more, so there is a last one.
    const isMore = names.map((name) => draft.protectFurther(name)).includes(true)
    if (!isMore) return { cells: draft.published(), attack: found }
    settle(draft, published, sums)
  }
}

/** Protects until single sums give nothing away any more; the solver then has little left to find. */
function settle(draft: Draft, published: readonly PublishedCell[], sums: readonly Sum[]): void {
  for (let isMore = true; isMore;) {
    const riddle = riddleOf([...published, ...draft.published()], sums)
    const bounds = propagate(riddle)
    const narrow = riddle.unknowns.filter((_, at) => {
      const { low, high } = bounds[at]!
      return high - low < SMALLEST_SHOWN
    })
    isMore = narrow.map((cell) => draft.protect(placeName(cell))).includes(true)
  }
}
