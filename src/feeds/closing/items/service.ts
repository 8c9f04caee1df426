import type { LogSubject } from '../../../access-log/index.js'
import {
  keyOf,
  latestPerDebt,
  type CaseStatus,
  type MatchResult,
  type Notified,
  type Served,
} from '../../../cases/index.js'
import type { Context } from '../../../context.js'
import type { Tx } from '../../../db/client.js'
import { serialiseAs } from '../../../http/contract.js'
import { dayOf, type Month } from '../../../kernel/calendar.js'
import { feedItem, itemText, type ClosedItem, type EntitledField } from '../../item.js'
import { brokenFeed, type KeptEnvelope } from '../agreement.js'
import { selectSubjects } from '../../subjects/store.js'
import * as store from '../store.js'

/** The items of a feed in their order: one for each case, with its text, leaf and status. */
export async function makeItems(
  tx: Tx,
  context: Context,
  { code }: Served,
  { month, cases }: MatchResult,
  envelopes: ReadonlyMap<string, KeptEnvelope>,
): Promise<store.ItemRow[]> {
  const listed = cases.flatMap(({ notifications }) => notifications.map(({ notified }) => notified))
  const earlier = await store.selectDigests(
    tx,
    code,
    listed.filter((one) => one.month !== month),
  )
  const digests = new Map(
    [...envelopes.values(), ...earlier].map((one) => [keyOf(one), one.digest]),
  )
  const entitlements = await store.selectEntitlements(tx, code)
  const names = await store.selectNames(tx, [...new Set(listed.map(({ creditor }) => creditor))])
  const facts = {
    month,
    matchedOn: dayOf(context.clock.now()),
    isEntitled: ({ mandateId }: Notified, field: EntitledField) =>
      mandateId !== null && entitlements.get(mandateId)?.has(field) === true,
    agreementOf: ({ mandateId }: Notified) =>
      mandateId !== null && entitlements.has(mandateId) ? mandateId : undefined,
    nameOf: (creditor: string) => names.get(creditor),
    digestOf(one: Notified) {
      const digest = digests.get(keyOf(one))
      if (digest === undefined) throw brokenFeed()
      return digest.toString('hex')
    },
    totalOf: (notified: readonly Notified[]) =>
      latestPerDebt(notified).reduce((total, { arrearsCents }) => total + arrearsCents, 0),
  }
  return cases.map((found) => {
    const item = minimised(feedItem(found, facts))
    return {
      caseId: found.caseId,
      ...itemText(item),
      status: found.status,
      notifications: found.notifications.map(({ notified }) => notified),
      item,
    }
  })
}

/** Through the contract's serialiser once, like every answer: what it does not name is not kept. */
export function minimised(item: ClosedItem): ClosedItem {
  const text = serialiseAs('FeedItem', {
    ...item,
    statusAtPull: 'NEW' satisfies CaseStatus,
  })
  const { statusAtPull: _, ...closed } = JSON.parse(text) as ClosedItem & { statusAtPull: string }
  return closed
}

/**
 * Whom the feed is about, as intake named them: once by case, and once by place, because a pull says
 * which places it released.
 */
export async function subjectsOf(
  tx: Tx,
  month: Month,
  items: readonly store.ItemRow[],
): Promise<LogSubject[]> {
  const known = await selectSubjects(
    tx,
    items.flatMap(({ notifications }) => notifications),
  )
  const subjects: LogSubject[] = []
  for (const [position, { caseId, notifications }] of items.entries()) {
    const seen = new Set<string>()
    for (const notification of notifications) {
      const subject = known.get(keyOf(notification))
      if (subject === undefined) continue
      const { household, person } = subject
      const mark = `${household.toString('hex')} ${person?.toString('hex') ?? ''}`
      if (seen.has(mark)) continue
      seen.add(mark)
      subjects.push({ household, person, reference: caseId })
      subjects.push({ household, person, reference: `feed/${month}/${position}` })
    }
  }
  return subjects
}
