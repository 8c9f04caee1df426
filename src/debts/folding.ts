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
  const chains = chainsOf(notified)
  const withdrawn = new Map<string, Said>()
  for (const withdrawal of withdrawals) {
    const named = predecessorKeyOf(withdrawal)
    if (named === undefined) continue
    const wholeDebt = withdrawal.withdrawalReason !== 'ERROR'
    const seen = new Set([named])
    const open = [named]
    for (let key = open.pop(); key !== undefined; key = open.pop()) {
      const node = chains.get(key)
      const one = node?.one
      if (key !== named && one !== undefined && one.reportedOn > withdrawal.reportedOn) continue
      withdrawn.set(key, saidBy(withdrawal, withdrawn.get(key)))
      for (const link of node?.links ?? []) {
        if (seen.has(link.to) || !(wholeDebt || link.isCorrection)) continue
        seen.add(link.to)
        open.push(link.to)
      }
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

/** Which notifications follow on which, both ways. */
function chainsOf(notified: readonly Foldable[]): ReadonlyMap<string, Node> {
  const nodes = new Map<string, Node>()
  const nodeOf = (key: string): Node => {
    const known = nodes.get(key)
    if (known !== undefined) return known
    const node: Node = { one: undefined, links: [] }
    nodes.set(key, node)
    return node
  }
  for (const one of notified) {
    if (one.kind === 'WITHDRAWAL') continue
    const key = keyOf(one)
    nodeOf(key).one = one
    const predecessor = predecessorKeyOf(one)
    if (predecessor === undefined) continue
    const isCorrection = one.kind === 'CORRECTION'
    nodeOf(key).links.push({ to: predecessor, isCorrection })
    nodeOf(predecessor).links.push({ to: key, isCorrection })
  }
  return nodes
}
