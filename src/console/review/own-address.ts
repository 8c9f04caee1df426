import type { Form } from '../form.js'
import type { FieldMistake } from '../mistakes.js'

/** What an officer's own address is called. */
export const ADDRESS_LABELS = {
  municipality: 'resident.municipality',
  postcode: 'resident.postcode',
  houseNumber: 'resident.house_number',
} as const

/** Name of a field of an address. */
export type AddressField = keyof typeof ADDRESS_LABELS

/** An address as it was typed, by field; a postcode in its one spelling. */
export type TypedAddress = Readonly<Record<AddressField, string>>

const FORMS: Readonly<Record<AddressField, RegExp>> = {
  municipality: /^[0-9]{4}$/,
  postcode: /^[1-9][0-9]{3}[A-Z]{2}$/,
  houseNumber: /^[1-9][0-9]{0,4}$/,
}

/** Reads an address from a form. Nothing of it is kept anywhere but in the answer that shows it again. */
export function readAddress(form: Form): {
  readonly typed: TypedAddress
  readonly mistakes: readonly FieldMistake<AddressField>[]
} {
  const typed = {
    municipality: form.get('municipality') ?? '',
    postcode: (form.get('postcode') ?? '').replaceAll(' ', '').toUpperCase(),
    houseNumber: form.get('houseNumber') ?? '',
  }
  const mistakes = (Object.keys(FORMS) as AddressField[])
    .filter((field) => !FORMS[field].test(typed[field]))
    .map((field) => {
      const message = typed[field] === '' ? 'form.required' : 'form.malformed'
      return { field, message } as const
    })
  return { typed, mistakes }
}
