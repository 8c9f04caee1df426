import type { components } from '../../generated/openapi.js'

type Item = components['schemas']['Notification']

/** How the text of a cell becomes a value of the contract. */
type Shape = 'text' | 'whole' | 'truth' | 'list'

/**
 * The columns of a file of notifications: the last part of each field's name in the contract, and
 * where it stands. Cells with several values are separated by `|`.
 */
export const NOTIFICATION_COLUMNS: readonly (readonly [
  column: string,
  path: readonly string[],
  shape: Shape,
])[] = [
  ['notificationId', ['notificationId'], 'text'],
  ['creditorId', ['creditorId'], 'text'],
  ['municipalityCode', ['municipalityCode'], 'text'],
  ['sector', ['sector'], 'text'],
  ['kind', ['kind'], 'text'],
  ['predecessorId', ['predecessorId'], 'text'],
  ['withdrawalReason', ['withdrawalReason'], 'text'],
  ['crisis', ['crisis'], 'truth'],
  ['crisisGround', ['crisisGround'], 'text'],
  ['plannedTerminationOn', ['plannedTerminationOn'], 'text'],
  ['warmHandover', ['warmHandover'], 'truth'],
  ['arrearsCents', ['arrearsCents'], 'whole'],
  ['oldestDueOn', ['oldestDueOn'], 'text'],
  ['reportedOn', ['reportedOn'], 'text'],
  ['initials', ['person', 'initials'], 'text'],
  ['prefix', ['person', 'prefix'], 'text'],
  ['surname', ['person', 'surname'], 'text'],
  ['birthDate', ['person', 'birthDate'], 'text'],
  ['bsn', ['person', 'bsn'], 'text'],
  ['street', ['address', 'street'], 'text'],
  ['postcode', ['address', 'postcode'], 'text'],
  ['houseNumber', ['address', 'houseNumber'], 'whole'],
  ['addition', ['address', 'addition'], 'text'],
  ['city', ['address', 'city'], 'text'],
  ['phone', ['phone'], 'list'],
  ['email', ['email'], 'list'],
  ['customerReference', ['customerReference'], 'text'],
  ['personalContactOn', ['attestations', 'personalContactOn'], 'text'],
  ['pointedToDebtHelpOn', ['attestations', 'pointedToDebtHelpOn'], 'text'],
  ['writtenRemindersSent', ['attestations', 'writtenRemindersSent'], 'whole'],
  ['offeredToShareOn', ['attestations', 'offeredToShareOn'], 'text'],
  ['noObjection', ['attestations', 'noObjection'], 'truth'],
  ['currentCustomer', ['attestations', 'currentCustomer'], 'truth'],
  ['noRunningArrangement', ['attestations', 'noRunningArrangement'], 'truth'],
  ['arrangementBreachedOn', ['attestations', 'arrangementBreachedOn'], 'text'],
  ['naturalPerson', ['attestations', 'naturalPerson'], 'truth'],
]

/**
 * One row of a file as the item that will be signed. An empty cell is a member that is left out; a
 * cell that is not what its column holds is passed on as it stands, for the hub to refuse by name.
 */
export function itemFromRow(row: Readonly<Record<string, string>>): Item {
  const item: Record<string, unknown> = {}
  for (const [column, path, shape] of NOTIFICATION_COLUMNS) {
    const cell = row[column]
    if (cell === undefined || cell === '') continue
    let at = item
    for (const part of path.slice(0, -1)) at = (at[part] ??= {}) as Record<string, unknown>
    at[path.at(-1)!] = valueOf(cell, shape)
  }
  return item as Item
}

/** One item as the cells of a row, in the order of the columns. */
export function rowFromItem(item: Item): string[] {
  return NOTIFICATION_COLUMNS.map(([, path]) => {
    let value: unknown = item
    for (const part of path) value = (value as Record<string, unknown> | undefined)?.[part]
    if (value === undefined || value === null) return ''
    return Array.isArray(value) ? value.join('|') : String(value)
  })
}

function valueOf(cell: string, shape: Shape): unknown {
  switch (shape) {
    case 'text':
      return cell
    case 'whole':
      return /^-?\d{1,12}$/.test(cell) ? Number(cell) : cell
    case 'truth':
      return cell === 'true' ? true : cell === 'false' ? false : cell
    case 'list':
      return cell.split('|').map((part) => part.trim())
  }
}
