import { sheetItems, type RowMeaning } from '../cli/delivery/sheet-items.js'
import type { FoundItem } from '../cli/delivery/found-item.js'
import { studySheet, type StudiedSheet } from '../cli/delivery/studied-sheet.js'
import { meaningOf } from '../cli/delivery/row-meaning.js'
import type { components } from '../generated/openapi.js'
import {
  columnLetters,
  FIELDS,
  headingOf,
  requireFields,
  type FieldName,
  type HeadingProblem,
} from '../spreadsheet/index.js'
import { byId, choice, make, show, table } from './elements.js'
import { withId } from './row-check.js'
import { openSheetFile, toldFields, type ReadingChoices, type SheetFile } from './sheet-file.js'
import { language, say } from './words.js'

/** A file that was read and understood, as far as it was. */
export interface StudiedFile {
  readonly file: File
  readonly choices: ReadingChoices
  readonly sheet: StudiedSheet<SheetFile>
  readonly meaning: RowMeaning
  readonly isInEuros: boolean
}

const NOTHING: ReadingChoices = { fields: {}, given: {} }

/** Reads a file anew, as it is told to. @throws {CommandFailure | HeadingProblem} */
export async function studyFile(
  file: File,
  choices: ReadingChoices,
  meaningFor: (given: RowMeaning['given']) => RowMeaning,
): Promise<StudiedFile> {
  const open = await openSheetFile(file, choices.sheet)
  const sheet = await studySheet(open, { map: toldFields(choices) })
  const isInEuros = sheet.columns.known.some(({ field }) => field.name === 'arrears')
  return { file, choices, sheet, meaning: meaningFor(choices.given), isInEuros }
}

/** All notifications of a file. @throws {HeadingProblem} `headings.missing`. */
export async function itemsOf(
  { sheet, choices, meaning }: StudiedFile,
  rowKey: CryptoKey,
): Promise<FoundItem[]> {
  requireFields(sheet.columns, new Set(Object.keys(meaning.given)))
  const items: FoundItem[] = []
  const reading = sheetItems(sheet, choices, meaning, (item) => withId(item, rowKey))
  for await (const item of reading) items.push(item)
  return items
}

/** What rows mean that do not say it, from the mandates of the party. */
export function meaningFrom(
  mandates: readonly components['schemas']['Mandate'][],
  now: Date,
): (given: RowMeaning['given']) => RowMeaning {
  return (given) => meaningOf(mandates, given, now)
}

/** The choices as they stand on the page, or none for a file that was just chosen. */
export function choicesOnPage(): ReadingChoices {
  const value = (id: string) => byId(id, HTMLSelectElement).value
  const [decimals, dates, sheet] = [value('decimals'), value('dates'), value('sheet')]
  const fields: Record<number, FieldName | ''> = {}
  for (const select of byId('columns').querySelectorAll('select')) {
    if (select.value !== select.dataset['own']) {
      fields[Number(select.dataset['column'])] = select.value as FieldName | ''
    }
  }
  const given: Partial<Record<FieldName, string>> = {}
  for (const input of byId('missing').querySelectorAll('input')) {
    if (input.value.trim() !== '') given[input.name as FieldName] = input.value.trim()
  }
  return {
    ...(decimals === '' ? {} : { decimals: decimals as 'comma' | 'dot' }),
    ...(dates === '' ? {} : { dates: dates as 'day-first' | 'month-first' }),
    ...(sheet === '' ? {} : { sheet }),
    fields,
    given,
  }
}

/** Puts the choices of the page back to none. */
export function forgetChoices(): ReadingChoices {
  for (const id of ['decimals', 'dates']) byId(id, HTMLSelectElement).value = ''
  byId('sheet').replaceChildren()
  byId('columns').replaceChildren()
  byId('missing').replaceChildren()
  byId('given').replaceChildren()
  return NOTHING
}

/** Shows how a file is understood, and what can be told about it. */
export function renderStudy({ sheet, choices, meaning }: StudiedFile): void {
  const { open, columns, survey } = sheet
  byId('file-status').textContent = say('deliver.rows', { form: open.form, rows: survey.rows })
  const found = [
    ...columns.known.map(({ index, heading, field }) => ({ index, heading, name: field.name })),
    ...columns.unknown.map(({ index, heading }) => ({ index, heading, name: '' as const })),
  ].sort((left, right) => left.index - right.index)
  const rows = found.map(({ index, heading, name }) => [
    columnLetters(index),
    heading,
    fieldChoice(index, name, choices),
    notationOf(sheet, index),
  ])
  const head = (['column', 'heading', 'means', 'written'] as const).map((key) =>
    say(`deliver.${key}`),
  )
  byId('columns').replaceChildren(table(say('deliver.understood'), head, rows))
  show('sheet-field', open.sheets.length > 1)
  const picked = choices.sheet ?? open.sheets[0] ?? ''
  const names = open.sheets.map((name) => [name, name] as const)
  byId('sheet').replaceChildren(...choice(names, picked, {}).children)
  const present = new Set<string>(columns.known.map(({ field }) => field.name))
  const given = Object.entries(meaning.given).filter(([name]) => !present.has(name))
  byId('given').replaceChildren(
    ...(given.length === 0 ? [] : [make('p', {}, say('deliver.given')), factsOf(given)]),
  )
  show('study', true)
}

/** Asks for one value for all rows where a required field has no column. */
export function renderMissing(fields: readonly FieldName[], choices: ReadingChoices): void {
  const inputs = [...new Set([...fields, ...(Object.keys(choices.given) as FieldName[])])].map(
    (name) => {
      const id = `given-${name}`
      const input = make('input', {
        ...{ class: 'utrecht-textbox', id, name, maxlength: '200', autocomplete: 'off' },
        value: choices.given[name] ?? '',
      })
      const label = make(
        'label',
        { class: 'utrecht-form-label', for: id },
        headingOf(name, language),
      )
      return make('div', { class: 'field' }, label, input)
    },
  )
  byId('missing').replaceChildren(
    ...(inputs.length === 0
      ? []
      : [make('p', {}, say('deliver.missing')), make('div', { class: 'fields' }, ...inputs)]),
  )
}

/** What is wrong with the headings, as the page says it. */
export function headingText({ code, fields, columns }: HeadingProblem): string {
  if (code === 'headings.none') return say('deliver.headings_none')
  const names = fields.map((name) => headingOf(name, language)).join(', ')
  if (code === 'headings.missing') return `${say('deliver.missing')} ${names}`
  return say('deliver.headings_twice', { columns: columns.join(', '), fields: names })
}

function fieldChoice(index: number, name: FieldName | '', choices: ReadingChoices): HTMLElement {
  const options = [
    ['', say('deliver.not_sent')] as const,
    ...FIELDS.map((field) => [field.name, headingOf(field.name, language)] as const),
  ]
  const isTold = Object.hasOwn(choices.fields, index)
  return choice(options, name, {
    'aria-label': say('deliver.meaning_of', { column: columnLetters(index) }),
    'data-column': String(index),
    // What the heading itself means; a choice that was made stays one.
    'data-own': isTold ? '?' : name,
  })
}

function notationOf({ survey }: StudiedFile['sheet'], index: number): string {
  const { sign, order, form } = survey.notationOf(index)
  if (sign === 'comma' || sign === 'dot') return say(`deliver.${sign}`)
  if (order === 'day-first' || order === 'month-first') {
    return order === 'day-first' ? '31/12/2026' : '12/31/2026'
  }
  if (sign === 'both' || order === 'both' || form === 'both') return say('deliver.both')
  const forms = { 'year-first': '2026-12-31', 'year-last': '01-02-2026', words: '31 december 2026' }
  return form === undefined ? '' : form === 'number' ? say('deliver.number') : forms[form]
}

function factsOf(given: readonly (readonly [string, string])[]): HTMLElement {
  const facts = given.flatMap(([name, value]) => [
    make('dt', {}, headingOf(name as FieldName, language)),
    make('dd', {}, value),
  ])
  return make('dl', { class: 'facts' }, ...facts)
}
