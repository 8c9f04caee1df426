import type { components } from '../../generated/openapi.js'
import { dayOf } from '../../kernel/calendar.js'
import { plainMunicipality, type FieldName } from '../../spreadsheet/index.js'
import type { RowMeaning } from './sheet-items.js'

type Mandate = components['schemas']['Mandate']

/**
 * What rows mean that leave out the obvious: whoever has mandates of one creditor, for one sector or in
 * one municipality need not say so in each row.
 *
 * @param mandates All mandates of the party.
 * @param given Values that somebody gave for all rows.
 * @param now The day of reporting of rows that name none is today's.
 */
export function meaningOf(
  mandates: readonly Mandate[],
  given: RowMeaning['given'],
  now: Date,
): RowMeaning {
  const only = (values: readonly string[]) => (new Set(values).size === 1 ? values[0] : undefined)
  const defaults: Partial<Record<FieldName, string>> = {}
  const note = (name: FieldName, value: string | undefined) => {
    if (value !== undefined) defaults[name] = value
  }
  note('creditorId', only(mandates.map(({ creditorId }) => creditorId)))
  note('sector', only(mandates.map(({ sector }) => sector)))
  note('municipalityCode', only(mandates.map(({ municipalityCode }) => municipalityCode)))
  const municipalities = codesByName(mandates)
  return { municipalities, given: { ...defaults, ...given }, reportedOn: dayOf(now) }
}

/** Codes by plain name; of a name that two municipalities bear neither is meant. */
function codesByName(mandates: readonly Mandate[]): Readonly<Record<string, string>> {
  const codes = new Map<string, string | undefined>()
  for (const { municipalityName, municipalityCode } of mandates) {
    const name = plainMunicipality(municipalityName)
    const isOther = codes.has(name) && codes.get(name) !== municipalityCode
    codes.set(name, isOther ? undefined : municipalityCode)
  }
  const known = [...codes].flatMap(([name, code]) => (code === undefined ? [] : [[name, code]]))
  return Object.fromEntries(known) as Record<string, string>
}
