import type { OpenedIdentity } from '../open-envelope.js'

type Item = OpenedIdentity['item']

/** A difference between what envelopes say; fields by name, never what stands in them. */
export interface IdentityRemark {
  readonly code: 'ENVELOPES_DIFFER' | 'CASE_DIFFERS' | 'NO_IDENTITY' | 'OTHER_MUNICIPALITY'
  readonly caseId: string
  readonly notificationIds: readonly string[]
  readonly fields: readonly string[]
}

const FIELDS: Readonly<Record<string, (item: Item) => string | undefined>> = {
  postcode: ({ address }) => spelled(address.postcode),
  houseNumber: ({ address }) => String(address.houseNumber),
  addition: ({ address }) => spelled(address.addition ?? ''),
  surname: ({ person }) => spelled(person.surname),
  birthDate: ({ person }) => person.birthDate,
  bsn: ({ person }) => person.bsn,
}
/** Of several people in one household these may differ. */
const OF_A_PERSON = new Set(['surname', 'birthDate', 'bsn'])

/** In which fields two envelopes about one notification differ; a field that only one has does not. */
export function differencesOf(left: Item, right: Item): string[] {
  return differing([left, right], () => true)
}

/** In which fields the notifications of one case differ that should be the same in a household. */
export function householdDifferences(items: readonly Item[]): string[] {
  return differing(items, (field) => !OF_A_PERSON.has(field))
}

function differing(items: readonly Item[], isAsked: (field: string) => boolean): string[] {
  return Object.entries(FIELDS).flatMap(([field, read]) => {
    if (!isAsked(field)) return []
    const values = new Set(items.map(read).filter((value) => value !== undefined))
    return values.size > 1 ? [field] : []
  })
}

/** Creditors write the same in several ways: case, spaces and points make no difference. */
function spelled(text: string): string {
  return text.toUpperCase().replaceAll(/[\s.'-]/g, '')
}
