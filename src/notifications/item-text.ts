import { canonicalText } from '../kernel/canonical.js'

/** Members of an item that the contract knows, and of the objects in it. */
const ITEM = new Set([
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
])
const ADDRESS = new Set(['addition', 'city', 'houseNumber', 'postcode', 'street'])
const PERSON = new Set(['birthDate', 'bsn', 'initials', 'prefix', 'surname'])
const ATTESTATIONS = new Set([
  'arrangementBreachedOn',
  'currentCustomer',
  'naturalPerson',
  'noObjection',
  'noRunningArrangement',
  'offeredToShareOn',
  'personalContactOn',
  'pointedToDebtHelpOn',
  'writtenRemindersSent',
])

type Members = Readonly<Record<string, unknown>>

/**
 * The canonical text (RFC 8785) of an item whose texts are well-formed, as every body of the hub is.
 *
 * For an item with known members only it is what the engine writes of a copy with its members in
 * order, ten times faster than sorting them; members that are not there are left out.
 *
 * @param customerReference What stands in the place of the customer reference.
 */
export function itemText(item: object, customerReference: unknown): string {
  const from = item as Members
  const { address, person, attestations } = from
  const isPlain =
    hasOnly(from, ITEM) &&
    (address === undefined || hasOnly(address, ADDRESS)) &&
    (person === undefined || hasOnly(person, PERSON)) &&
    (attestations === undefined || hasOnly(attestations, ATTESTATIONS)) &&
    isListOfTexts(from['phone']) &&
    isListOfTexts(from['email'])
  if (!isPlain) return canonicalText({ ...item, customerReference })
  return JSON.stringify({
    address: address && orderedAddress(address as Members),
    arrearsCents: from['arrearsCents'],
    attestations: attestations && orderedAttestations(attestations as Members),
    creditorId: from['creditorId'],
    crisis: from['crisis'],
    crisisGround: from['crisisGround'],
    customerReference,
    email: from['email'],
    kind: from['kind'],
    municipalityCode: from['municipalityCode'],
    notificationId: from['notificationId'],
    oldestDueOn: from['oldestDueOn'],
    person: person && orderedPerson(person as Members),
    phone: from['phone'],
    plannedTerminationOn: from['plannedTerminationOn'],
    predecessorId: from['predecessorId'],
    reportedOn: from['reportedOn'],
    sector: from['sector'],
    warmHandover: from['warmHandover'],
    withdrawalReason: from['withdrawalReason'],
  })
}

function orderedAddress(from: Members) {
  return {
    addition: from['addition'],
    city: from['city'],
    houseNumber: from['houseNumber'],
    postcode: from['postcode'],
    street: from['street'],
  }
}

function orderedPerson(from: Members) {
  return {
    birthDate: from['birthDate'],
    bsn: from['bsn'],
    initials: from['initials'],
    prefix: from['prefix'],
    surname: from['surname'],
  }
}

function orderedAttestations(from: Members) {
  return {
    arrangementBreachedOn: from['arrangementBreachedOn'],
    currentCustomer: from['currentCustomer'],
    naturalPerson: from['naturalPerson'],
    noObjection: from['noObjection'],
    noRunningArrangement: from['noRunningArrangement'],
    offeredToShareOn: from['offeredToShareOn'],
    personalContactOn: from['personalContactOn'],
    pointedToDebtHelpOn: from['pointedToDebtHelpOn'],
    writtenRemindersSent: from['writtenRemindersSent'],
  }
}

/** Whether a value is an object whose members are all known, and plain but for the known objects. */
function hasOnly(value: unknown, names: ReadonlySet<string>): boolean {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return false
  for (const name in value) {
    if (!names.has(name)) return false
    const member = (value as Members)[name]
    if (typeof member === 'object' && !(names === ITEM && NESTED.has(name))) return false
  }
  return true
}

const NESTED = new Set(['address', 'attestations', 'email', 'person', 'phone'])

function isListOfTexts(value: unknown): boolean {
  return value === undefined || (Array.isArray(value) && value.every(isText))
}

function isText(value: unknown): boolean {
  return typeof value === 'string'
}
