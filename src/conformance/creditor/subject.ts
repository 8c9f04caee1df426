import type { components } from '../../generated/openapi.js'
import { addDays, dayOf, type Day } from '../../kernel/calendar.js'
import { randomId } from '../../kernel/identifiers.js'
import { jsonOf } from '../answers.js'
import { expect } from '../case.js'
import type { Wire } from '../wire.js'
import { type WireAnswer } from '../wire.js'

type Schemas = components['schemas']

/** An item with anything in it, right or wrong. */
export type AnyItem = Readonly<Record<string, unknown>>

/** What somebody who runs the hub does for the cases that a counterparty alone cannot bring about. */
export interface Helper {
  /** Puts a signing certificate on the deny-list; hexadecimal fingerprint. */
  revoke(fingerprint: string): Promise<void>
  /** Has the municipality ask for one notification again, because it lost its key. */
  askAgain(creditorId: string, notificationId: string): Promise<void>
}

/** Everything that the cases of a creditor work with. */
export interface CreditorSubject {
  readonly wire: Wire
  /** Every mandate of the caller. */
  readonly mandates: readonly Schemas['Mandate'][]
  /** The municipality that is reported to, and a postcode in it. */
  readonly home: string
  readonly postcode: string
  /** A municipality of a mandate that takes part and has no sealing key. */
  readonly keyless?: string
  /** A second party, whose key must not serve. */
  readonly other?: Wire
  /** The same party with other certificates, for rotation. */
  readonly next?: Wire
  /** The same party with a signing certificate that is no longer valid. */
  readonly expired?: Wire
  /** Certificates of the right authority that nobody registered. */
  readonly stranger?: Wire
  readonly helper?: Helper
}

/** The sectors that an ordinary notification is tried in, the simplest first. */
const ORDINARY = ['RENT', 'WATER', 'HEALTH_INSURANCE', 'ENERGY_ELECTRICITY', 'ENERGY_GAS'] as const

/** A mandate in force, at home unless told. @returns `undefined` when none of the kind is in force. */
export function mandateFor(
  { mandates, wire, home }: CreditorSubject,
  wanted: { readonly sector?: string; readonly elsewhere?: boolean } = {},
): Schemas['Mandate'] | undefined {
  const today = dayOf(wire.clock.now())
  const running = mandates.filter(
    ({ startsOn, endsOn, municipalityCode }) =>
      startsOn <= today &&
      (endsOn === undefined || endsOn >= today) &&
      (municipalityCode === home) !== (wanted.elsewhere ?? false),
  )
  if (wanted.sector !== undefined) return running.find(({ sector }) => sector === wanted.sector)
  return ORDINARY.map((sector) => running.find((one) => one.sector === sector)).find(
    (one) => one !== undefined,
  )
}

/** A good notification about somebody who does not exist. */
export function goodItem(subject: CreditorSubject, changes: AnyItem = {}): AnyItem {
  const mandate = mandateFor(subject)
  expect(mandate !== undefined, 'the party has no mandate for an ordinary sector that is in force')
  const today = dayOf(subject.wire.clock.now())
  return {
    notificationId: randomId(),
    creditorId: mandate.creditorId,
    municipalityCode: mandate.municipalityCode,
    sector: mandate.sector,
    kind: 'EARLY',
    crisis: false,
    arrearsCents: 45_000,
    oldestDueOn: addDays(today, -60),
    reportedOn: today,
    person: { initials: 'C.', surname: 'Verzonnen' },
    address: { postcode: subject.postcode, houseNumber: 1 + Math.floor(randomNumber() * 9000) },
    phone: ['+31600000000'],
    email: ['conformance@post.example'],
    attestations: goodAttestations(today),
    ...changes,
  }
}

/** What must have been done before reporting, done in time. */
export function goodAttestations(today: Day): Record<string, unknown> {
  return {
    personalContactOn: addDays(today, -20),
    pointedToDebtHelpOn: addDays(today, -20),
    writtenRemindersSent: 3,
    offeredToShareOn: addDays(today, -15),
    noObjection: true,
    currentCustomer: true,
    noRunningArrangement: true,
    naturalPerson: true,
  }
}

/** The result of one item, as receipt and report give it. */
export interface ItemResult {
  readonly status: string
  readonly errors?: readonly { readonly code: string; readonly pointer: string }[]
  readonly warnings?: readonly { readonly code: string }[]
  readonly repeatOf?: string
  readonly amountTrendCents?: number
}

/** Has items judged without delivering them. @throws {Unfulfilled} Unless the hub judged them. */
export async function judged(
  { wire }: CreditorSubject,
  items: readonly AnyItem[],
): Promise<readonly ItemResult[]> {
  const body = wire.sign('validateNotificationBatch', { batchId: randomId(), notifications: items })
  return resultsOf(await wire.send('/notification-batches/_validate', body), 200)
}

/** Delivers items in one batch. @throws {Unfulfilled} Unless the hub gave a receipt. */
export async function delivered(
  { wire }: CreditorSubject,
  items: readonly AnyItem[],
): Promise<readonly ItemResult[]> {
  const body = wire.sign('submitNotificationBatch', { batchId: randomId(), notifications: items })
  return resultsOf(await wire.send('/notification-batches', body), 202)
}

function resultsOf(answer: WireAnswer, status: number): readonly ItemResult[] {
  expect(answer.status === status, `expected ${status}, found ${answer.status}`)
  const { items } = jsonOf(answer)
  expect(Array.isArray(items), 'the answer has no items')
  return items as readonly ItemResult[]
}

function randomNumber(): number {
  return parseInt(randomId().slice(0, 8), 16) / 2 ** 32
}
