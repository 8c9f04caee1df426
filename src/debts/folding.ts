import type { Month } from '../kernel/calendar.js'
import { byReport, keyOf, predecessorKeyOf, type Reported } from './reported.js'

/** What folding looks at. */
export type Foldable = Pick<
  Reported,
  | 'creditor'
  | 'notificationId'
  | 'month'
  | 'kind'
  | 'reportedOn'
  | 'predecessorId'
  | 'withdrawalReason'
>

/** What corrections and withdrawals made of the notifications they name. */
export interface Folded<One> {
  /** Still standing, in the order given. No withdrawals among them. */
  readonly live: readonly One[]
  /** Taken back, and not replaced by a correction; with the first month in which that was said. */
  readonly withdrawn: readonly { readonly one: One; readonly inMonth: Month }[]
  /** Keys of notifications that a correction stands for now. */
  readonly replaced: ReadonlySet<string>
}

/**
 * Folds corrections and withdrawals into the notifications that they name.
 *
 * A CORRECTION stands in the place of its predecessor. A WITHDRAWAL takes back the notification it
 * names, together with its corrections and what it corrected; unless it says that the notification
 * was an ERROR, it also takes back the earlier and later reports of the same debt that its
 * predecessors and successors are, because a debt that was paid needs no visit on account of an
 * earlier report. What was reported after the withdrawal stays: then there is a new debt.
 *
 * @param notified Any notifications of one municipality; those named but not among them are ignored.
 */
export function fold<One extends Foldable>(notified: readonly One[]): Folded<One> {
  const withdrawals = notified.filter(isWithdrawal)
  const corrections = notified.filter(isCorrection)
  const replaced = replacedBy(corrections)
  const withdrawn = withdrawals.length === 0 ? NONE : withdrawnBy(withdrawals, notified)
  if (withdrawals.length + replaced.size === 0) return { live: notified, withdrawn: [], replaced }
  const live: One[] = []
  const taken: { one: One; inMonth: Month }[] = []
  for (const one of notified) {
    const key = keyOf(one)
    if (one.kind === 'WITHDRAWAL' || replaced.has(key)) continue
    const said = withdrawn.get(key)
    if (said === undefined) live.push(one)
    else taken.push({ one, inMonth: said.inMonth })
  }
  return { live, withdrawn: taken, replaced }
}

/** Why a notification no longer stands. */
export type Lapse = 'WITHDRAWN' | 'OBJECTION' | 'RESTRICTED' | 'CORRECTED' | 'TRANSFERRED'

/**
 * Which notifications no longer stand, by key, as far as others say so.
 *
 * @param followUps Everything that names a predecessor. What it names need not be among it.
 */
export function lapsesOf(followUps: readonly Foldable[]): ReadonlyMap<string, Lapse> {
  const lapses = new Map<string, Lapse>()
  for (const key of replacedBy(followUps.filter(isCorrection))) lapses.set(key, 'CORRECTED')
  for (const [key, { isObjection }] of withdrawnBy(followUps.filter(isWithdrawal), followUps)) {
    lapses.set(key, isObjection ? 'OBJECTION' : 'WITHDRAWN')
  }
  return lapses
}

/** What is known of a withdrawal: when it was said first, and whether the resident objected. */
interface Said {
  readonly inMonth: Month
  readonly isObjection: boolean
}

const NONE: ReadonlyMap<string, Said> = new Map()

function isWithdrawal({ kind }: Foldable): boolean {
  return kind === 'WITHDRAWAL'
}

function isCorrection({ kind }: Foldable): boolean {
  return kind === 'CORRECTION'
}

/** Of two corrections of one notification the later report stands, and the other is replaced too. */
function replacedBy(corrections: readonly Foldable[]): ReadonlySet<string> {
  const replaced = new Set<string>()
  const standing = new Map<string, Foldable>()
  for (const correction of [...corrections].sort(byReport)) {
    const predecessor = predecessorKeyOf(correction)
    if (predecessor === undefined) continue
    const rival = standing.get(predecessor)
    if (rival !== undefined) replaced.add(keyOf(rival))
    standing.set(predecessor, correction)
    replaced.add(predecessor)
  }
  return replaced
}

function withdrawnBy(
  withdrawals: readonly Foldable[],
  notified: readonly Foldable[],
): ReadonlyMap<string, Said> {
  const chains = new Chains(notified)
  const withdrawn = new Map<string, Said>()
  for (const withdrawal of withdrawals) {
    for (const key of chains.takenBackBy(withdrawal)) {
      withdrawn.set(key, saidBy(withdrawal, withdrawn.get(key)))
    }
  }
  return withdrawn
}

function saidBy({ month, withdrawalReason }: Foldable, before: Said | undefined): Said {
  return {
    inMonth: before === undefined || month < before.inMonth ? month : before.inMonth,
    isObjection: before?.isObjection === true || withdrawalReason === 'OBJECTION',
  }
}

interface Node {
  one: Foldable | undefined
  readonly links: { readonly to: string; readonly isCorrection: boolean }[]
}

/** What a notification says of others; kinds and reasons as the database spells them too. */
export interface Taker extends Pick<Foldable, 'creditor' | 'reportedOn' | 'predecessorId'> {
  readonly kind: string
  readonly withdrawalReason: string | null
}

/** Which notifications follow on which, both ways. */
export class Chains {
  readonly #nodes = new Map<string, Node>()

  /** @param notified In any order; withdrawals among them link nothing. */
  constructor(notified: readonly Foldable[]) {
    for (const one of notified) {
      if (one.kind === 'WITHDRAWAL') continue
      const key = keyOf(one)
      this.#nodeOf(key).one = one
      const predecessor = predecessorKeyOf(one)
      if (predecessor === undefined) continue
      const isCorrection = one.kind === 'CORRECTION'
      this.#nodeOf(key).links.push({ to: predecessor, isCorrection })
      this.#nodeOf(predecessor).links.push({ to: key, isCorrection })
    }
  }

  /**
   * Keys of all that a notification takes back: what it names with its corrections and what that
   * corrected, and unless it says ERROR the whole debt, as far as it was reported by then. Anything
   * but a withdrawal is read as one that says ERROR.
   */
  takenBackBy(taker: Taker): string[] {
    const named = predecessorKeyOf(taker)
    if (named === undefined) return []
    const wholeDebt = taker.kind === 'WITHDRAWAL' && taker.withdrawalReason !== 'ERROR'
    const taken: string[] = []
    const seen = new Set([named])
    const open = [named]
    for (let key = open.pop(); key !== undefined; key = open.pop()) {
      const node = this.#nodes.get(key)
      const one = node?.one
      if (key !== named && one !== undefined && one.reportedOn > taker.reportedOn) continue
      taken.push(key)
      for (const link of node?.links ?? []) {
        if (seen.has(link.to) || !(wholeDebt || link.isCorrection)) continue
        seen.add(link.to)
        open.push(link.to)
      }
    }
    return taken
  }

  #nodeOf(key: string): Node {
    const known = this.#nodes.get(key)
    if (known !== undefined) return known
    const node: Node = { one: undefined, links: [] }
    this.#nodes.set(key, node)
    return node
  }
}
