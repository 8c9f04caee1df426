import type { components } from '../generated/openapi.js'

type Item = components['schemas']['Notification']

/** Lists of words that a cell may hold, each with its Dutch and English spellings. */
export type WordList = 'sector' | 'kind' | 'crisisGround' | 'withdrawalReason'

/** How the content of a cell becomes a value of the contract. */
export type Shape =
  | 'text'
  | 'id'
  | 'party'
  | 'municipality'
  | 'whole'
  | 'cents'
  | 'euros'
  | 'truth'
  | 'day'
  | 'postcode'
  | 'houseNumber'
  | 'phones'
  | 'emails'
  | WordList

/** Name of a field: the last part of its place in the contract, or `arrears` for an amount in euros. */
export type FieldName = (typeof FIELDS)[number]['name']

/** One thing that a column can hold. */
export interface Field {
  readonly name: string
  /** Where it stands in the contract. */
  readonly path: readonly string[]
  readonly shape: Shape
}

const field = <Name extends string>(name: Name, shape: Shape, ...path: string[]) => ({
  name,
  shape,
  path: path.length === 0 ? [name] : path,
})

/** Everything that a column can hold, in the order of the contract. */
export const FIELDS = [
  field('notificationId', 'id'),
  field('creditorId', 'party'),
  field('municipalityCode', 'municipality'),
  field('sector', 'sector'),
  field('kind', 'kind'),
  field('predecessorId', 'id'),
  field('withdrawalReason', 'withdrawalReason'),
  field('crisis', 'truth'),
  field('crisisGround', 'crisisGround'),
  field('plannedTerminationOn', 'day'),
  field('warmHandover', 'truth'),
  field('arrears', 'euros', 'arrearsCents'),
  field('arrearsCents', 'cents'),
  field('oldestDueOn', 'day'),
  field('reportedOn', 'day'),
  field('initials', 'text', 'person', 'initials'),
  field('prefix', 'text', 'person', 'prefix'),
  field('surname', 'text', 'person', 'surname'),
  field('birthDate', 'day', 'person', 'birthDate'),
  field('bsn', 'text', 'person', 'bsn'),
  field('street', 'text', 'address', 'street'),
  field('postcode', 'postcode', 'address', 'postcode'),
  field('houseNumber', 'houseNumber', 'address', 'houseNumber'),
  field('addition', 'text', 'address', 'addition'),
  field('city', 'text', 'address', 'city'),
  field('phone', 'phones'),
  field('email', 'emails'),
  field('customerReference', 'text'),
  field('personalContactOn', 'day', 'attestations', 'personalContactOn'),
  field('pointedToDebtHelpOn', 'day', 'attestations', 'pointedToDebtHelpOn'),
  field('writtenRemindersSent', 'whole', 'attestations', 'writtenRemindersSent'),
  field('offeredToShareOn', 'day', 'attestations', 'offeredToShareOn'),
  field('noObjection', 'truth', 'attestations', 'noObjection'),
  field('currentCustomer', 'truth', 'attestations', 'currentCustomer'),
  field('noRunningArrangement', 'truth', 'attestations', 'noRunningArrangement'),
  field('arrangementBreachedOn', 'day', 'attestations', 'arrangementBreachedOn'),
  field('naturalPerson', 'truth', 'attestations', 'naturalPerson'),
] as const

const BY_NAME: ReadonlyMap<string, Field> = new Map(FIELDS.map((one) => [one.name, one]))

/** The field of a name, if there is one. */
export function fieldNamed(name: string): Field | undefined {
  return BY_NAME.get(name)
}

/**
 * The field that a JSON Pointer within an item leads to, if it leads to one.
 *
 * @param isInEuros Whether the amount was read from a column in euros.
 */
export function fieldAt(pointer: string, isInEuros = true): FieldName | undefined {
  const parts = pointer.split('/').slice(1)
  const found = FIELDS.find(
    ({ name, path }) =>
      path.every((part, at) => part === parts[at]) && (isInEuros || name !== 'arrears'),
  )
  return found?.name
}

/** The columns of a file that a program writes: the fields of the contract under their own names. */
export const CONTRACT_COLUMNS: readonly string[] = FIELDS.filter(
  ({ name }) => name !== 'arrears',
).map(({ name }) => name)

/** One item as the cells of a row, in the order of the contract's columns. */
export function rowFromItem(item: Item): string[] {
  return CONTRACT_COLUMNS.map((name) => {
    let value: unknown = item
    for (const part of BY_NAME.get(name)!.path) {
      value = (value as Record<string, unknown> | undefined)?.[part]
    }
    if (value === undefined || value === null) return ''
    return Array.isArray(value) ? value.join('|') : String(value)
  })
}

/** Fields of which several columns may each hold a value. */
export function mayRepeat({ shape }: Field): boolean {
  return shape === 'phones' || shape === 'emails'
}

/** Members of a withdrawal; it carries no person and no amount. */
export const WITHDRAWAL_FIELDS: ReadonlySet<string> = new Set([
  'notificationId',
  'creditorId',
  'municipalityCode',
  'kind',
  'predecessorId',
  'withdrawalReason',
  'reportedOn',
])
