import type { components } from '../../generated/openapi.js'
import {
  CONTACT_LABELS,
  OUTCOME_LABELS,
  PARTNER_LABELS,
  PART_OF_DAY_LABELS,
  STATUS_LABELS,
} from '../../outcomes/labels.js'
import type { OpenedCase, OpenedNotification } from '../feed.js'
import type { OpenedIdentity } from '../open-envelope.js'
import type { OpenedUrgent } from '../urgent.js'
import { differencesOf, householdDifferences, type IdentityRemark } from './compare.js'
import type {
  Client,
  DeliveringOrganisation,
  Delivery,
  EarlySignal,
  SignalCase,
} from './delivery.js'

type Item = OpenedIdentity['item']
type CaseOutcome = components['schemas']['CaseOutcome']

/** What a delivery is made of; all of it lies at the municipality. */
export interface DeliveryInput {
  /** First and last day of the period, whole months. */
  readonly from: string
  readonly to: string
  readonly now: Date
  readonly municipalityCode: string
  readonly supplierCode: string
  readonly organisation: DeliveringOrganisation
  /** Cases of the months of the period, as they were pulled and opened. */
  readonly cases: readonly OpenedCase[]
  /** What was opened in the urgent lane: the month's feed has no second envelope for it. */
  readonly urgent: readonly OpenedUrgent[]
  /** The latest report about each case, by case id. */
  readonly outcomes: ReadonlyMap<string, CaseOutcome>
}

/** A delivery, with everything that deserves a look before it is sent. */
export interface BuiltDelivery {
  readonly delivery: Delivery
  readonly remarks: readonly IdentityRemark[]
  /** Notifications that could not be delivered because nobody can say whom they are about. */
  readonly leftOut: number
}

/**
 * Builds the delivery to the national statistics. An identity that stands in several envelopes is
 * compared: differences are marked and never resolved; what the month's feed holds is delivered. A
 * notification without identity (withdrawn, purged) is left out, counted and marked.
 */
export function buildDelivery(input: DeliveryInput): BuiltDelivery {
  const remarks: IdentityRemark[] = []
  const signals = new Map<string, EarlySignal>()
  const cases: SignalCase[] = []
  const inLane = identitiesInLane(input.urgent)
  const ids = new Ids()
  const missing = new Set<string>()
  for (const found of input.cases) {
    const outcome = input.outcomes.get(found.caseId)
    const known: { readonly one: OpenedNotification; readonly item: Item }[] = []
    for (const one of found.notifications) {
      const key = keyOf(one)
      const lane = inLane.get(key)
      const item = one.identity ?? lane
      const mark = (code: IdentityRemark['code'], fields: readonly string[] = []) =>
        remarks.push({ code, caseId: found.caseId, notificationIds: [one.notificationId], fields })
      if (item === undefined) {
        missing.add(key)
        mark('NO_IDENTITY')
        continue
      }
      const differences = lane === undefined ? [] : differencesOf(item, lane)
      if (differences.length > 0) mark('ENVELOPES_DIFFER', differences)
      if (item.municipalityCode !== input.municipalityCode) mark('OTHER_MUNICIPALITY')
      known.push({ one, item })
      signals.set(key, signals.get(key) ?? signalOf(ids.of(one), one, item, outcome))
    }
    const fields = householdDifferences(known.map(({ item }) => item))
    if (fields.length > 0) {
      const notificationIds = known.map(({ one }) => one.notificationId)
      remarks.push({ code: 'CASE_DIFFERS', caseId: found.caseId, notificationIds, fields })
    }
    const references = known.map(({ one }) => ({ ID: ids.of(one) }))
    if (references.length > 0) cases.push(caseOf(found, outcome, references))
  }
  const delivery: Delivery = {
    startdatumLevering: input.from,
    einddatumLevering: input.to,
    aanleverdatumEnTijd: input.now.toISOString(),
    codeGegevensleverancier: input.supplierCode,
    leveringen: [
      {
        teller: 1,
        gemeentecode: input.municipalityCode,
        aanleverendeOrganisatie: input.organisation,
        vroegsignalen: [...signals.values()],
        vroegsignaalzaken: cases,
      },
    ],
  }
  return { delivery, remarks, leftOut: missing.size }
}

/** Whole euros, half a euro up: the standard has no cents. */
export function wholeEuros(cents: number): number {
  return Math.round(cents / 100)
}

function signalOf(
  id: string,
  one: OpenedNotification,
  item: Item,
  outcome: CaseOutcome | undefined,
): EarlySignal {
  const reported = outcome?.notifications.find(
    ({ creditorId, notificationId }) => keyOf({ creditorId, notificationId }) === keyOf(one),
  )
  const cents = one.arrearsCents ?? item.arrearsCents
  const oldest = one.oldestDueOn ?? item.oldestDueOn
  return {
    ID: id,
    crisissignaal: one.crisis,
    warmeOverdracht: item.warmHandover === true,
    bedrag: wholeEuros(cents),
    ontstaansdatum: oldest,
    signaaldatum: one.reportedOn,
    status: STATUS_LABELS[reported?.status ?? 'NOT_TAKEN_UP_YET'].label,
    signaalpartner: { type: PARTNER_LABELS[one.sector] },
    client: clientOf(item),
  }
}

function clientOf({ person, address }: Item): Client {
  if (person.bsn !== undefined) return { burgerservicenummer: person.bsn }
  const { postcode, houseNumber, addition } = address
  return {
    postcode,
    huisnummer: String(houseNumber),
    ...(addition !== undefined && addition !== '' && { huisnummertoevoeging: addition }),
    ...(person.birthDate !== undefined && { geboortedatum: person.birthDate }),
  }
}

function caseOf(
  found: OpenedCase,
  outcome: CaseOutcome | undefined,
  references: SignalCase['vroegsignalen'],
): SignalCase {
  return {
    ...(outcome?.outcome !== undefined && { resultaat: OUTCOME_LABELS[outcome.outcome].label }),
    matchingsdatum: found.matchedOn,
    startdatumMatchingperiode: found.matchPeriodStart,
    einddatumMatchingperiode: found.matchPeriodEnd,
    ...(outcome?.takenUpOn !== undefined && { datumOpgepakt: outcome.takenUpOn }),
    vroegsignalen: references,
    contactpogingen: (outcome?.contactAttempts ?? []).map(({ kind, on, partOfDay, reached }) => ({
      soort: CONTACT_LABELS[kind],
      bereikt: reached,
      datum: on,
      ...(partOfDay !== undefined && { dagdeel: PART_OF_DAY_LABELS[partOfDay] }),
    })),
  }
}

function identitiesInLane(urgent: readonly OpenedUrgent[]): ReadonlyMap<string, Item> {
  const found = new Map<string, Item>()
  for (const { notification } of urgent) {
    if (notification.identity !== undefined) found.set(keyOf(notification), notification.identity)
  }
  return found
}

function keyOf(one: { readonly creditorId: string; readonly notificationId: string }): string {
  return `${one.creditorId} ${one.notificationId.toLowerCase()}`
}

/** Identifiers within a delivery: those of the creditors, which are unique per creditor only. */
class Ids {
  readonly #byKey = new Map<string, string>()
  readonly #uses = new Map<string, number>()

  of(one: { readonly creditorId: string; readonly notificationId: string }): string {
    const key = keyOf(one)
    const known = this.#byKey.get(key)
    if (known !== undefined) return known
    const use = (this.#uses.get(one.notificationId) ?? 0) + 1
    this.#uses.set(one.notificationId, use)
    const id = use === 1 ? one.notificationId : `${one.notificationId}-${use}`
    this.#byKey.set(key, id)
    return id
  }
}
