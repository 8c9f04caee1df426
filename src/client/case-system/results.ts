import { dayOf } from '../../kernel/calendar.js'
import type { Reading } from './mistakes.js'
import { valueAt } from './pointer.js'
import type { ResultSettings } from './settings.js'

/** What a case system has to tell of a case, in the words of a table of outcomes. */
export interface CaseResult {
  readonly caseId: string
  /** By column of `municipality report`; what is not known is left out. */
  readonly cells: Readonly<Record<string, string>>
  /** `undefined` when the settings read no contacts, or the case system has no list of them. */
  readonly contacts: readonly Readonly<Record<string, string | boolean>>[] | undefined
  /** The case system holds every attempt, those of others too: there are no others. */
  readonly isWhole: boolean
  /** Fields of which the value has no word here; never the value, which may be about somebody. */
  readonly unread: readonly string[]
}

/**
 * Reads one result as the settings say.
 *
 * @returns `undefined` for something that names no case.
 */
export function readResult(item: unknown, settings: ResultSettings): CaseResult | undefined {
  const unread: string[] = []
  const cells: Record<string, string> = {}
  for (const [name, reading] of Object.entries(settings.fields)) {
    const found = read(item, reading, name)
    if (found === UNREAD) unread.push(name)
    else if (found !== undefined) cells[name] = found
  }
  const { caseId, ...rest } = cells
  if (caseId === undefined) return undefined
  const { contacts } = settings
  return {
    caseId: caseId.toLowerCase(),
    cells: rest,
    contacts: contacts === undefined ? undefined : contactsOf(item, contacts, unread),
    isWhole: contacts?.whole === true,
    unread,
  }
}

function contactsOf(
  item: unknown,
  { at, fields }: NonNullable<ResultSettings['contacts']>,
  unread: string[],
) {
  const found = valueAt(item, at)
  // A list that is not there says nothing; one that is empty says that there are none.
  if (found === undefined || found === null) return undefined
  if (!Array.isArray(found)) {
    unread.push('contacts')
    return undefined
  }
  return found.map((one: unknown) => {
    const contact: Record<string, string | boolean> = { reached: false }
    for (const [name, reading] of Object.entries(fields)) {
      const value = read(one, reading, name)
      if (value === UNREAD) unread.push(`contacts/${name}`)
      else if (value !== undefined) contact[name] = name === 'reached' ? YES.test(value) : value
    }
    return contact
  })
}

const UNREAD = Symbol('unread')
const YES = /^(yes|ja|true|1)$/i
const DAY = /^\d{4}-\d{2}-\d{2}$/
const INSTANT = /^\d{4}-\d{2}-\d{2}T[\d:.]+(Z|[+-]\d{2}:\d{2})$/
/** Fields that are codes: what is none needs a word in the settings. */
const CODE = /^[A-Z][A-Z_]{0,60}$/
const CODES = new Set([
  'status',
  'decision',
  'outcome',
  'referralTo',
  'referralKind',
  'kind',
  'partOfDay',
  'consentBy',
])
const LISTS = new Set(['consentCreditors', 'consentWhat'])

function read(
  item: unknown,
  { at, values }: Reading,
  name: string,
): string | typeof UNREAD | undefined {
  const found = valueAt(item, at)
  if (found === undefined) return undefined
  // A field that is there and empty says nothing, unless the settings have a word for it.
  if (found === null || found === '') return values?.['']
  if (Array.isArray(found)) {
    const isList = LISTS.has(name) && found.every((one) => typeof one === 'string')
    return isList ? found.join(' ') : UNREAD
  }
  if (!['string', 'number', 'boolean'].includes(typeof found)) return UNREAD
  const text = String(found as string | number | boolean).trim()
  if (values !== undefined && Object.hasOwn(values, text)) return values[text]
  if (/On$|^on$/.test(name)) return dayIn(text)
  if (CODES.has(name)) return CODE.test(text) ? text : UNREAD
  if (name === 'caseId') return /^[0-9a-f-]{36}$/i.test(text) ? text : UNREAD
  if (name === 'planMade' || name === 'consentGiven' || name === 'reached')
    return WORDS.test(text) ? text : UNREAD
  return text
}

const WORDS = /^(yes|ja|true|1|no|nee|false|0)$/i

/** A day, or the day in the Netherlands of an instant. */
function dayIn(text: string): string | typeof UNREAD {
  if (DAY.test(text)) return text
  if (!INSTANT.test(text) || Number.isNaN(Date.parse(text))) return UNREAD
  return dayOf(new Date(text))
}
