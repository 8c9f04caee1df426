import type { OpenedCase } from '../client/index.js'
import { table } from '../cli/output.js'
import type { Language } from '../spreadsheet/index.js'
import { TITLES } from './programmes/needs.js'
import type { DemoReport, ProgrammeReport } from './report.js'

/** The closing summary, for people. */
export function summaryLines(report: DemoReport): readonly string[] {
  const { notifications, municipalities, rejections, refused, log } = report
  const rows = municipalities.map((one) => [
    one.name,
    one.notifications,
    one.cases,
    one.single,
    one.multiple,
    one.consecutive,
    one.urgent,
    one.opened,
  ])
  const head = [
    'municipality',
    'notifications',
    'cases',
    'single',
    'multiple',
    'consecutive',
    'urgent',
    'opened',
  ]
  const reasons = Object.entries(rejections).sort(([, a], [, b]) => b - a)
  return [
    `${notifications.sent} notifications sent: ${notifications.accepted} accepted, ${notifications.rejected} rejected`,
    '',
    ...table(head, rows),
    'A case can be multiple and consecutive at once; single is neither.',
    '',
    ...table(['rejected because', 'items'], reasons),
    '',
    `Requests refused as a whole: ${refused.join(', ')}`,
    `Access log: ${log.size} entries, root ${log.root}, ${log.verified ? 'verified' : 'NOT VERIFIED'}`,
    `Invented people found in clear on disk: ${report.plaintextHits}`,
  ]
}

const SAID = {
  nl: 'wat het knooppunt ervoor deed',
  en: 'what the hub did for it',
} as const

/** What each programme needed of the hub, and what was done of it, in numbers. */
export function programmeLines(
  { programmes, municipalities }: Pick<DemoReport, 'programmes' | 'municipalities'>,
  language: Language,
): readonly string[] {
  const nameOf = (code: string) =>
    municipalities.find((one) => one.code === code)?.name.replace('Gemeente ', '') ?? code
  return programmes.flatMap((programme: ProgrammeReport) => {
    const where = programme.municipalities.map(nameOf).join(' / ')
    const rows = programme.rows.map((row) => [TITLES[row.capability][language], row[language]])
    return [...table([`${where}, ${programme.name}`, SAID[language]], rows), '']
  })
}

/** One case as its municipality sees it, with the people in it. */
export function caseLines(municipality: string, one: OpenedCase): readonly string[] {
  const euro = (cents = 0) => `€ ${(cents / 100).toFixed(2)}`
  return [
    `One case as ${municipality} sees it`,
    `  ${one.matchClass.toLowerCase().replace('_', ' and ')}, ${euro(one.totalArrearsCents)} over ${one.sectorCount} sectors, ${one.consecutiveMonths} ${one.consecutiveMonths === 1 ? 'month' : 'months in a row'}`,
    `  work bin ${one.workBin} (${one.ruleVersion}): ${one.reasons.map(({ en }) => en).join('; ')}`,
    ...one.notifications.flatMap((notification) => {
      const { identity } = notification
      const person = identity?.person
      const name = [person?.initials, person?.prefix, person?.surname].filter(Boolean).join(' ')
      const address = identity?.address
      const place = [address?.street, address?.houseNumber, address?.addition, address?.postcode]
      return [
        `  - ${notification.creditorName ?? notification.creditorId}: ${notification.sector.toLowerCase()} ${notification.kind.toLowerCase()}, ${euro(notification.arrearsCents)} since ${notification.oldestDueOn}`,
        `    ${name || 'withheld'}${identity === undefined ? '' : `, ${place.filter(Boolean).join(' ')}`}${identity?.phone === undefined ? '' : `, ${identity.phone.join(' ')}`}`,
      ]
    }),
  ]
}
