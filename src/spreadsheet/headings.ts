import { fieldNamed, FIELDS, type Field, type FieldName } from './fields.js'
import { HEADINGS } from './heading-words.js'

/** The languages that people are spoken to in. */
export type Language = 'nl' | 'en'

const BY_HEADING: ReadonlyMap<string, Field> = new Map(
  FIELDS.flatMap((one) =>
    [one.name, ...HEADINGS[one.name]].map((heading) => [plainHeading(heading), one] as const),
  ),
)

/** The field that a heading means, in Dutch or English, however it is spelled; nothing when unknown. */
export function fieldOfHeading(heading: string): Field | undefined {
  return BY_HEADING.get(plainHeading(heading))
}

/** The heading under which a field is shown and asked for. */
export function headingOf(name: FieldName, language: Language): string {
  return HEADINGS[name][language === 'nl' ? 0 : 1]
}

/**
 * The field that somebody names on the command line: by its name in the contract, or by a heading.
 */
export function fieldCalled(text: string): Field | undefined {
  return fieldNamed(text) ?? fieldOfHeading(text)
}

/** A heading without what does not count: case, accents, spaces, signs. */
export function plainHeading(heading: string): string {
  return heading
    .normalize('NFKD')
    .toLowerCase()
    .replace(/[^a-z0-9]/g, '')
}
