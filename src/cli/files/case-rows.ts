import type { KeptCase } from './kept-cases.js'

/** Headings of the list of cases that a team works from. */
export const CASE_HEADINGS = [
  ...['caseId', 'workBin', 'matchClass', 'urgency', 'deadlineOn', 'statusAtPull'],
  ...['totalArrearsCents', 'sectorCount', 'consecutiveMonths', 'district', 'quality'],
  ...[
    'notificationId',
    'creditorName',
    'sector',
    'kind',
    'arrearsCents',
    'oldestDueOn',
    'reportedOn',
  ],
  ...['crisis', 'initials', 'prefix', 'surname', 'street', 'houseNumber', 'addition', 'postcode'],
  ...['city', 'phone', 'email', 'withheld', 'disputed', 'brp'],
] as const

type Row = Record<(typeof CASE_HEADINGS)[number], string | number | boolean | undefined>

/** One row per notification, with its case in front, for a spreadsheet. */
export function caseRows(cases: readonly KeptCase[]): Row[] {
  return cases.flatMap((one) =>
    one.notifications.map((notification): Row => {
      const { person, address, phone, email } = notification.identity ?? {}
      return {
        caseId: one.caseId,
        workBin: one.workBin,
        matchClass: one.matchClass,
        urgency: one.urgency,
        deadlineOn: one.deadlineOn,
        statusAtPull: one.statusAtPull,
        totalArrearsCents: one.totalArrearsCents,
        sectorCount: one.sectorCount,
        consecutiveMonths: one.consecutiveMonths,
        district: one.district,
        quality: one.quality.join(' '),
        notificationId: notification.notificationId,
        creditorName: notification.creditorName,
        sector: notification.sector,
        kind: notification.kind,
        arrearsCents: notification.arrearsCents,
        oldestDueOn: notification.oldestDueOn,
        reportedOn: notification.reportedOn,
        crisis: notification.crisis,
        initials: person?.initials,
        prefix: person?.prefix,
        surname: person?.surname,
        street: address?.street,
        houseNumber: address?.houseNumber,
        addition: address?.addition,
        postcode: address?.postcode,
        city: address?.city,
        phone: phone?.join(' '),
        email: email?.join(' '),
        withheld: notification.withheld,
        disputed: notification.disputed,
        brp: notification.brp?.deviations.join(' '),
      }
    }),
  )
}
