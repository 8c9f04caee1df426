import { createHash } from 'node:crypto'
import { ALMERE, WONING } from '../helpers/hub.js'

/** A UUID that always belongs to this number. */
export function id(number: number): string {
  const hex = createHash('sha256').update(`id ${number}`).digest('hex')
  return [
    hex.slice(0, 8),
    hex.slice(8, 12),
    `4${hex.slice(13, 16)}`,
    `8${hex.slice(17, 20)}`,
    hex.slice(20, 32),
  ].join('-')
}

/** An item with anything in it, right or wrong. */
export type AnyItem = Record<string, any> // eslint-disable-line @typescript-eslint/no-explicit-any -- wrong on purpose

/** An ordinary rent arrear of somebody who does not exist, reported on 10 August 2026. */
export function report(number: number, overrides: AnyItem = {}): AnyItem {
  return {
    notificationId: id(number),
    creditorId: WONING,
    municipalityCode: ALMERE,
    sector: 'RENT',
    kind: 'EARLY',
    crisis: false,
    arrearsCents: 120_000 + number,
    oldestDueOn: '2026-06-15',
    reportedOn: '2026-08-10',
    person: { initials: 'V.', prefix: 'van', surname: `Verzonnen${number}` },
    address: { street: 'Fictielaan', postcode: '1315ZZ', houseNumber: number, city: 'Almere' },
    phone: ['+31600000000'],
    email: [`v${number}@post.example`],
    attestations: {
      personalContactOn: '2026-07-14',
      pointedToDebtHelpOn: '2026-07-14',
      writtenRemindersSent: 3,
      offeredToShareOn: '2026-07-21',
      noObjection: true,
      currentCustomer: true,
      noRunningArrangement: true,
      naturalPerson: true,
    },
    ...overrides,
  }
}

/** A report with one attestation changed; `undefined` leaves it out. */
export function attesting(number: number, attestations: AnyItem, overrides: AnyItem = {}): AnyItem {
  const item = report(number, overrides)
  const changed = { ...item['attestations'], ...attestations }
  for (const name of Object.keys(changed)) if (changed[name] === undefined) delete changed[name]
  return { ...item, attestations: changed }
}

/** Takes a report back. */
export function withdrawal(number: number, predecessor: number, overrides: AnyItem = {}): AnyItem {
  return {
    notificationId: id(number),
    creditorId: WONING,
    municipalityCode: ALMERE,
    kind: 'WITHDRAWAL',
    predecessorId: id(predecessor),
    withdrawalReason: 'PAID',
    reportedOn: '2026-08-10',
    ...overrides,
  }
}

/** A copy without some of its members. */
export function without(item: AnyItem, ...names: string[]): AnyItem {
  return Object.fromEntries(Object.entries(item).filter(([name]) => !names.includes(name)))
}
