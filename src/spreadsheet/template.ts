import type { FieldName } from './fields.js'
import { headingOf, type Language } from './headings.js'

/** The columns that an ordinary landlord fills in, with what stands in the invented row. */
const ROW: readonly (readonly [FieldName, nl: string, en: string])[] = [
  ['municipalityCode', 'Almere', 'Almere'],
  ['sector', 'huur', 'rent'],
  ['arrears', '1.234,56', '1,234.56'],
  ['oldestDueOn', '01-06-2026', '2026-06-01'],
  ['initials', 'F.', 'F.'],
  ['prefix', 'de', 'de'],
  ['surname', 'Verzonnen', 'Verzonnen'],
  ['street', 'Fictielaan', 'Fictielaan'],
  ['houseNumber', '12', '12'],
  ['addition', 'a', 'a'],
  ['postcode', '1315 ZZ', '1315 ZZ'],
  ['city', 'Almere', 'Almere'],
  ['phone', '06-00000000', '+31 6 00000000'],
  ['email', 'f.verzonnen@post.example', 'f.verzonnen@post.example'],
  ['personalContactOn', '14-07-2026', '2026-07-14'],
  ['pointedToDebtHelpOn', '14-07-2026', '2026-07-14'],
  ['writtenRemindersSent', '3', '3'],
  ['offeredToShareOn', '21-07-2026', '2026-07-21'],
  ['noObjection', 'ja', 'yes'],
  ['currentCustomer', 'ja', 'yes'],
  ['noRunningArrangement', 'ja', 'yes'],
  ['naturalPerson', 'ja', 'yes'],
]

/** A sheet to begin with: headings, and one row of somebody who does not exist. */
export function templateRows(language: Language): readonly [string[], string[]] {
  const cells = ROW.map(([, nl, en]) => (language === 'nl' ? nl : en))
  return [ROW.map(([name]) => headingOf(name, language)), cells]
}
