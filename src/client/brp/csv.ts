import { parse } from 'csv-parse/sync'
import { stringify } from 'csv-stringify/sync'
import type { AnswerMistake, BrpAdapter, BrpAnswer, BrpQuestion } from './adapter.js'

/** Columns of a request, in their order. */
export const REQUEST_COLUMNS = [
  ...['questionId', 'surname', 'prefix', 'initials', 'birthDate'],
  ...['street', 'houseNumber', 'addition', 'postcode', 'city'],
] as const

/** Columns of an answer, in any order; the first two are needed. */
export const ANSWER_COLUMNS = [
  ...['questionId', 'result', 'surname', 'prefix', 'postcode', 'houseNumber', 'addition'],
  ...['municipalityCode', 'deceasedOn', 'secret'],
] as const

type Row = Partial<Record<(typeof ANSWER_COLUMNS)[number], string>>

const DAY = /^\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])$/
/** What a cell must look like when it is filled. */
const FORMS: Readonly<Partial<Record<keyof Row, readonly [RegExp, string]>>> = {
  result: [/^(FOUND|NOT_FOUND|NOT_UNIQUE)$/, 'is FOUND, NOT_FOUND or NOT_UNIQUE'],
  municipalityCode: [/^\d{4}$/, 'is four digits'],
  deceasedOn: [DAY, 'is a day, as 2026-09-30'],
  secret: [/^(yes|no|ja|nee|1|0|true|false)$/i, 'is yes or no'],
  postcode: [/^[1-9]\d{3} ?[A-Za-z]{2}$/, 'is a Dutch postcode'],
  houseNumber: [/^\d{1,5}$/, 'is a number'],
}
const YES = /^(yes|ja|true|1)$/i

/** Asks and answers as tables of text (CSV, UTF-8), which every supplier and every desk can handle. */
export const csvAdapter: BrpAdapter = {
  writeRequest: (questions) =>
    stringify([[...REQUEST_COLUMNS], ...questions.map(cellsOf)], {
      bom: true,
      record_delimiter: 'windows',
    }),
  readAnswer,
}

function cellsOf(question: BrpQuestion): string[] {
  return REQUEST_COLUMNS.map((name) => {
    const cell = String(question[name] ?? '')
    // A spreadsheet shows it and never calculates with it (OWASP, CSV injection).
    return /^[=+\-@\t\r]/.test(cell) ? `'${cell}` : cell
  })
}

function readAnswer(text: string): ReturnType<BrpAdapter['readAnswer']> {
  const [head = ''] = text.split('\n', 1)
  const delimiter = head.split(';').length > head.split(',').length ? ';' : ','
  let rows: Row[]
  try {
    rows = parse(text, { bom: true, columns: true, delimiter, trim: true }) as Row[]
  } catch (error) {
    // The message of the parser quotes the file; its line does not.
    const { lines = 1 } = error as { lines?: number }
    return one(lines, 'row', 'has too few or too many cells, or a quote that stays open')
  }
  const names = Object.keys(rows[0] ?? {})
  if (rows.length === 0) return one(1, 'file', 'holds no answers')
  const known: readonly string[] = ANSWER_COLUMNS
  const needed = known.slice(0, 2).every((name) => names.includes(name))
  if (!needed || !names.every((name) => known.includes(name))) {
    return one(1, 'columns', `are ${known.join(', ')}; the first two are needed`)
  }
  const mistakes = rows.flatMap((row, index) => mistakesIn(row, index + 2))
  return mistakes.length > 0 ? { mistakes } : { answers: rows.map(answerOf) }
}

function one(row: number, column: string, what: string): { mistakes: AnswerMistake[] } {
  return { mistakes: [{ row, column, what }] }
}

function mistakesIn(row: Row, number: number): AnswerMistake[] {
  const wrong = ANSWER_COLUMNS.flatMap((column): AnswerMistake[] => {
    const cell = row[column] ?? ''
    const form = FORMS[column]
    if (cell === '' || form === undefined || form[0].test(cell)) return []
    return [{ row: number, column, what: form[1] }]
  })
  const empty = (['questionId', 'result'] as const)
    .filter((column) => (row[column] ?? '') === '')
    .map((column) => ({ row: number, column, what: 'is empty' }))
  return [...empty, ...wrong]
}

function answerOf(row: Row): BrpAnswer {
  const { questionId, result, secret, ...rest } = row
  const filled = Object.entries(rest).filter(([, cell]) => cell !== '')
  return {
    ...(Object.fromEntries(filled) as object),
    questionId: questionId!,
    // Its form was checked.
    result: result as BrpAnswer['result'],
    ...(secret !== undefined && secret !== '' && { isSecret: YES.test(secret) }),
  }
}
