import { triage, type Explanation, type TriageFacts } from './triage.js'
import type { TriageProfile } from '../parties/triage-profile.js'

/** A case as it was weighed when its month was closed. */
export interface WeighedCase extends TriageFacts {
  readonly workBin: string
}

/** Cases that would have stood in another bin, and the reason for it. */
export interface Move {
  readonly from: string
  readonly to: string
  readonly cases: number
  /** The first reason of the first of them, which is the one that decided. */
  readonly reason: Explanation
}

/** What a profile would have done with cases of closed months. */
export interface Preview {
  readonly cases: number
  readonly changed: number
  /** Every bin of either side, the profile's own first and in its order. */
  readonly bins: readonly {
    readonly workBin: string
    readonly before: number
    readonly after: number
  }[]
  /** Most cases first. */
  readonly moves: readonly Move[]
}

/** Weighs cases once more and counts what would have been different. */
export function previewProfile(cases: readonly WeighedCase[], profile: TriageProfile): Preview {
  const before = new Map<string, number>()
  const after = new Map<string, number>(profile.bins.map(({ name }) => [name, 0]))
  const moves = new Map<string, Move>()
  let changed = 0
  for (const found of cases) {
    const { workBin, reasons } = triage(found, profile)
    before.set(found.workBin, 1 + (before.get(found.workBin) ?? 0))
    after.set(workBin, 1 + (after.get(workBin) ?? 0))
    if (workBin === found.workBin) continue
    changed += 1
    const key = `${found.workBin} ${workBin} ${reasons[0]!.code}`
    const known = moves.get(key)
    moves.set(key, {
      from: found.workBin,
      to: workBin,
      cases: 1 + (known?.cases ?? 0),
      reason: known?.reason ?? reasons[0]!,
    })
  }
  const bins = [...new Set([...after.keys(), ...before.keys()])]
  return {
    cases: cases.length,
    changed,
    bins: bins.map((workBin) => ({
      workBin,
      before: before.get(workBin) ?? 0,
      after: after.get(workBin) ?? 0,
    })),
    moves: [...moves.values()].sort(
      (left, right) => right.cases - left.cases || (left.from < right.from ? -1 : 1),
    ),
  }
}
