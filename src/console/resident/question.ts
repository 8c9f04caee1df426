import { isDay } from '../../kernel/calendar.js'
import type { Form } from '../form.js'
import type { TextKey } from '../text.js'

const FIELDS = {
  municipality: { label: 'resident.municipality', longest: 4, isRequired: true },
  initials: { label: 'resident.initials', longest: 20, isRequired: false },
  prefix: { label: 'resident.prefix', longest: 30, isRequired: false },
  surname: { label: 'resident.surname', longest: 200, isRequired: true },
  birthDate: { label: 'resident.birth_date', longest: 10, isRequired: false },
  postcode: { label: 'resident.postcode', longest: 7, isRequired: true },
  houseNumber: { label: 'resident.house_number', longest: 5, isRequired: true },
  addition: { label: 'resident.addition', longest: 10, isRequired: false },
  reason: { label: 'search.reason', longest: 500, isRequired: true },
} as const satisfies Readonly<
  Record<string, { label: TextKey; longest: number; isRequired: boolean }>
>

/** Name of a field of the form. */
export type ResidentField = keyof typeof FIELDS

/** What each field is called, how long it may be, and whether it must be filled in. */
export const RESIDENT_FIELDS = FIELDS

/** A field that cannot be used, and why. */
export interface ResidentMistake {
  readonly field: ResidentField
  readonly message: TextKey
}

const FORMS: Readonly<Partial<Record<ResidentField, (text: string) => boolean>>> = {
  municipality: (text) => /^[0-9]{4}$/.test(text),
  birthDate: isDay,
  postcode: (text) => /^[1-9][0-9]{3}[A-Z]{2}$/.test(text),
  houseNumber: (text) => /^[1-9][0-9]{0,4}$/.test(text),
}

/** What was typed, by field; a postcode in its one spelling. */
export type Typed = Readonly<Record<ResidentField, string>>

/** Reads the form. Nothing of it is kept anywhere but in the answer that shows it again. */
export function readResident(form: Form): {
  readonly typed: Typed
  readonly mistakes: readonly ResidentMistake[]
} {
  const mistakes: ResidentMistake[] = []
  const typed: Partial<Record<ResidentField, string>> = {}
  for (const field of Object.keys(FIELDS) as ResidentField[]) {
    const given = (form.get(field) ?? '').replaceAll('\n', ' ')
    const text = field === 'postcode' ? given.replaceAll(' ', '').toUpperCase() : given
    typed[field] = text
    const { longest, isRequired } = FIELDS[field]
    if (text === '') {
      if (isRequired) mistakes.push({ field, message: 'form.required' })
    } else if (text.length > longest) {
      mistakes.push({ field, message: 'form.long' })
    } else if (FORMS[field]?.(text) === false) {
      mistakes.push({ field, message: field === 'birthDate' ? 'form.day' : 'form.malformed' })
    }
  }
  return { typed: typed as Typed, mistakes }
}

/** The person and address that was typed, as `identity` takes them. */
export function residentOf(typed: Typed) {
  const { initials, prefix, surname, birthDate, postcode, houseNumber, addition } = typed
  return {
    person: {
      initials,
      surname,
      ...(prefix !== '' && { prefix }),
      ...(birthDate !== '' && { birthDate }),
    },
    address: {
      postcode,
      houseNumber: Number(houseNumber),
      ...(addition !== '' && { addition }),
    },
  }
}
