import { canonicalText } from '../kernel/canonical.js'

/** The members of an item in canonical order, and of the objects in it. */
const MEMBERS: Readonly<Record<string, readonly string[]>> = {
  item: [
    'address',
    'arrearsCents',
    'attestations',
    'creditorId',
    'crisis',
    'crisisGround',
    'customerReference',
    'email',
    'kind',
    'municipalityCode',
    'notificationId',
    'oldestDueOn',
    'person',
    'phone',
    'plannedTerminationOn',
    'predecessorId',
    'reportedOn',
    'sector',
    'warmHandover',
    'withdrawalReason',
  ],
  address: ['addition', 'city', 'houseNumber', 'postcode', 'street'],
  attestations: [
    'arrangementBreachedOn',
    'currentCustomer',
    'naturalPerson',
    'noObjection',
    'noRunningArrangement',
    'offeredToShareOn',
    'personalContactOn',
    'pointedToDebtHelpOn',
    'writtenRemindersSent',
  ],
  person: ['birthDate', 'bsn', 'initials', 'prefix', 'surname'],
}

/**
 * The canonical text (RFC 8785) of an item: the same as `canonicalText` gives, several times faster
 * for an item that has known members only, because nothing needs to be sorted.
 *
 * @throws {TypeError} When the item holds text that no JSON can carry (a lone surrogate).
 */
export function itemText(item: object): string {
  return orderedText(item, 'item') ?? canonicalText(item)
}

/** `undefined` when there is a member that the list does not have. */
function orderedText(value: object, shape: string): string | undefined {
  const members = MEMBERS[shape]
  if (members === undefined || Array.isArray(value)) return undefined
  let text = ''
  let count = 0
  for (const name of members) {
    const member = (value as Readonly<Record<string, unknown>>)[name]
    if (member === undefined) continue
    const written =
      typeof member === 'object' && member !== null && !Array.isArray(member)
        ? orderedText(member, name)
        : canonicalText(member)
    if (written === undefined) return undefined
    text += count === 0 ? `"${name}":${written}` : `,"${name}":${written}`
    count += 1
  }
  return count === Object.keys(value).length ? `{${text}}` : undefined
}
