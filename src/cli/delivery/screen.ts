import {
  columnLetters,
  headingOf,
  type HeadingProblem,
  type Finding,
  type Language,
} from '../../spreadsheet/index.js'
import { CommandFailure } from '../failure.js'
import { table } from '../output.js'
import { worded, type ReportCounts } from './report.js'
import type { ItemSource, ReadingContext } from './source.js'
import type { StudiedSheet } from './studied-sheet.js'

const FORMS = {
  'year-first': '2026-12-31',
  'year-last': '01-02-2026',
  words: '31 december 2026',
} as const

const WORDS = {
  en: {
    understood: 'This is how the columns are understood:',
    head: ['column', 'heading', 'is', 'written as'],
    unknown: 'Not understood, and nothing of it is sent:',
    none: 'not understood; not sent',
    given: 'For rows that do not say:',
    otherSheets: 'Only the first sheet is read; another is chosen with --sheet:',
    signs: { comma: '1.234,56', dot: '1,234.56', both: 'both notations' },
    orders: { 'day-first': '31/12/2026', 'month-first': '12/31/2026', both: 'both orders' },
    forms: {
      ...FORMS,
      number: 'dates of a workbook',
      both: 'in several ways',
    },
    row: 'row',
    column: 'column',
    more: 'The others are in the report.',
  },
  nl: {
    understood: 'Zo zijn de kolommen begrepen:',
    head: ['kolom', 'kop', 'is', 'geschreven als'],
    unknown: 'Niet begrepen; hiervan wordt niets verstuurd:',
    none: 'niet begrepen; niet verstuurd',
    given: 'Voor rijen die het niet zeggen:',
    otherSheets: 'Alleen het eerste blad wordt gelezen; een ander kiest u met --sheet:',
    signs: { comma: '1.234,56', dot: '1,234.56', both: 'beide schrijfwijzen' },
    orders: { 'day-first': '31/12/2026', 'month-first': '12/31/2026', both: 'beide volgordes' },
    forms: {
      ...FORMS,
      number: 'datums van een werkblad',
      both: 'op verschillende manieren',
    },
    row: 'rij',
    column: 'kolom',
    more: 'De andere staan in het verslag.',
  },
} as const

/** How the headings were understood, line by line; headings only, nothing of the rows. */
export function columnLines(sheet: StudiedSheet, language: Language): string[] {
  const words = WORDS[language]
  const rows = [
    ...sheet.columns.known.map(({ index, heading, field }) => {
      const written = notationOf(sheet, index, language)
      return { index, cells: [heading, headingOf(field.name, language), written] }
    }),
    ...sheet.columns.unknown.map(({ index, heading }) => ({
      index,
      cells: [heading, words.none, ''],
    })),
  ].sort((one, other) => one.index - other.index)
  const shown = rows.map(({ index, cells }) => [columnLetters(index), ...cells.map(printable)])
  const others = sheet.open.otherSheets.map(printable).join(', ')
  return [
    `${sheet.open.form}. ${words.understood}`,
    ...table(words.head, shown),
    ...(others === '' ? [] : [`${words.otherSheets} ${others}`]),
  ]
}

/** The same for scripts. */
export function columnsForJson(sheet: StudiedSheet): object {
  return {
    form: sheet.open.form,
    known: sheet.columns.known.map(({ index, heading, field }) => ({
      column: columnLetters(index),
      heading: printable(heading),
      field: field.name,
      ...sheet.survey.notationOf(index),
    })),
    unknown: sheet.columns.unknown.map(({ index, heading }) => ({
      column: columnLetters(index),
      heading: printable(heading),
    })),
  }
}

/** What rows mean that leave something out. */
export function givenLines({ given }: ReadingContext, sheet: StudiedSheet, language: Language) {
  const present = new Set<string>(sheet.columns.known.map(({ field }) => field.name))
  const lines = Object.entries(given)
    .filter(([name]) => !present.has(name))
    .map(([name, value]) => `  ${headingOf(name as never, language)}: ${printable(value)}`)
  return lines.length === 0 ? [] : [WORDS[language].given, ...lines]
}

/** One finding as a line: row, column, what it is, what to do. */
export function findingLine(
  row: number,
  finding: Finding,
  source: ItemSource,
  language: Language,
): string {
  const { column, name, says, remedy, code } = worded(finding, source, language)
  const words = WORDS[language]
  const place = column === undefined ? '' : `, ${words.column} ${column}`
  const field = name === undefined ? '' : ` (${name})`
  return `  ${words.row} ${row}${place}${field}: ${says} ${remedy} [${code}]`
}

/** Said below findings when there are more than are shown. */
export function moreLine(language: Language): string {
  return `  ${WORDS[language].more}`
}

/** How a delivery ended, in a line. */
export function countsLine(counts: ReportCounts, language: Language): string {
  const { ACCEPTED: plain, ACCEPTED_WITH_WARNINGS: warned, REJECTED: rejected } = counts
  const { DELIVERED_BEFORE: before, READY: ready, NOT_DELIVERED: open } = counts
  const parts =
    language === 'nl'
      ? [
          [ready, `${ready} kunnen worden afgeleverd`],
          [plain + warned, `${plain + warned} aanvaard, waarvan ${warned} met waarschuwing`],
          [before, `${before} eerder afgeleverd`],
          [open, `${open} nog niet afgeleverd`],
          [1, `${rejected} geweigerd`],
        ]
      : [
          [ready, `${ready} can be delivered`],
          [plain + warned, `${plain + warned} accepted, ${warned} of them with warnings`],
          [before, `${before} delivered before`],
          [open, `${open} not delivered yet`],
          [1, `${rejected} rejected`],
        ]
  return parts
    .filter(([count]) => count !== 0)
    .map(([, text]) => text)
    .join('; ')
}

/** A problem with the headings as a sentence; what stands in the file is not repeated. */
export function headingFailure({ code, fields, columns }: HeadingProblem): CommandFailure {
  const names = (language: Language) => fields.map((name) => headingOf(name, language)).join(', ')
  const where = columns.join(', ')
  switch (code) {
    case 'headings.none':
      return new CommandFailure(
        code,
        'No row with headings was found. vroegsignaal creditor template shows what they can be.',
        2,
        'Er is geen rij met koppen gevonden. vroegsignaal creditor template toont welke er kunnen zijn.',
      )
    case 'headings.twice':
      return new CommandFailure(
        code,
        `Columns ${where} hold the same (${names('en')}). Rename all but one.`,
        2,
        `De kolommen ${where} bevatten hetzelfde (${names('nl')}). Geef alle op één na een andere kop.`,
      )
    case 'headings.missing':
      return new CommandFailure(
        code,
        `Columns are missing: ${names('en')}. Add them, name them with --map, or give one value for all rows with --set.`,
        2,
        `Er ontbreken kolommen: ${names('nl')}. Voeg ze toe, wijs ze aan met --map, of geef met --set één waarde voor alle rijen.`,
      )
  }
}

function notationOf({ survey }: StudiedSheet, index: number, language: Language): string {
  const { sign, order, form } = survey.notationOf(index)
  const { signs, orders, forms } = WORDS[language]
  if (sign !== undefined) return signs[sign]
  if (order !== undefined) return orders[order]
  return form === undefined ? '' : forms[form]
}

/** A heading without what a terminal would act on, and not longer than a heading is. */
function printable(text: string): string {
  const plain = text.replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]+/gu, ' ').trim()
  return plain.length > 40 ? `${plain.slice(0, 39)}…` : plain
}
