import type { Context } from '../../context.js'
import type { Tx } from '../../db/client.js'
import { dayOf, type Month } from '../../kernel/calendar.js'
import { keyOf, triage, type MatchResult } from '../../cases/index.js'
import type { MunicipalityCode } from '../../parties/index.js'
import { brokenFeed } from '../closing/agreement.js'
import { minimised } from '../closing/items/service.js'
import { selectNames, type ItemRow } from '../closing/store.js'
import { itemText, type EntitledField } from '../item.js'
import type { TransferredNotification } from './facts.js'
import { receivedItem, type VisibleFacts } from './item.js'
import * as store from './store.js'

export type { CarriedEntry } from './store.js'

/** Items of what was taken over in a month, and the entries of intake that they rest on. */
export interface Received {
  readonly items: readonly ItemRow[]
  readonly entries: readonly store.CarriedEntry[]
}

/** Entries of intake elsewhere that a month will rest on, to be proved with its own. */
export async function carriedEntries(
  tx: Tx,
  municipality: MunicipalityCode,
  month: Month,
): Promise<readonly store.CarriedEntry[]> {
  const rows = await store.selectReceived(tx, municipality, month)
  const entries = new Map(rows.flatMap(({ intake }) => intake.map((one) => [one.entryId, one])))
  return [...entries.values()]
}

/**
 * Items for what the municipality took over in the month, behind those of its own matching.
 *
 * @throws {HubError} `feed.integrity` when an envelope is not the one that was handed over.
 */
export async function makeReceived(
  tx: Tx,
  context: Context,
  { municipality, month, profile, ruleVersion }: MatchResult,
): Promise<Received> {
  const code = municipality as MunicipalityCode
  const rows = await store.selectReceived(tx, code, month)
  if (rows.length === 0) return { items: [], entries: [] }
  if (rows.some(({ whole }) => !whole)) throw brokenFeed()
  const all = rows.flatMap(({ goes }) => Object.values(goes))
  const fields = await store.selectFieldsOf(tx, code, [...new Set(all.map((one) => one.agreement))])
  const creditors = rows.flatMap(({ facts }) => facts.notifications.map((one) => one.creditorId))
  const names = await selectNames(tx, [...new Set(creditors)])
  const items = rows.map((row): ItemRow => {
    const goesOf = ({ creditorId: creditor, notificationId }: TransferredNotification) =>
      row.goes[keyOf({ creditor, notificationId })]!
    const visible: VisibleFacts = {
      ...visibleBy(fields, (one) => goesOf(one).agreement),
      nameOf: (creditor) => names.get(creditor),
      sealedOf: (one) => ({ digest: goesOf(one).digest }),
    }
    const item = minimised(
      receivedItem(row.facts, {
        caseId: row.received_case,
        month,
        matchedOn: dayOf(context.clock.now()),
        weigh: (facts) => triage(facts, profile),
        ruleVersion,
        visible,
        transferred: {
          transferId: row.transfer_id,
          municipalityCode: row.municipality,
          ground: row.ground,
          acceptedAt: new Date(row.decided_at).toISOString(),
          intakeEntries: row.intake.map(({ entryId }) => entryId),
        },
      }),
    )
    return {
      caseId: row.received_case,
      ...itemText(item),
      status: 'NEW',
      notifications: row.facts.notifications.map(({ creditorId: creditor, notificationId }) => ({
        creditor,
        notificationId,
        month,
      })),
      item,
    }
  })
  const entries = new Map(rows.flatMap(({ intake }) => intake.map((one) => [one.entryId, one])))
  return { items, entries: [...entries.values()] }
}

/** What agreements let a municipality see of notifications that it takes over. */
export function visibleBy(
  fields: ReadonlyMap<string, ReadonlySet<string>>,
  agreementOf: (one: TransferredNotification) => string,
): Pick<VisibleFacts, 'isEntitled' | 'agreementOf'> {
  return {
    isEntitled: (one, field: EntitledField) => fields.get(agreementOf(one))?.has(field) === true,
    agreementOf: (one) => (fields.has(agreementOf(one)) ? agreementOf(one) : undefined),
  }
}
