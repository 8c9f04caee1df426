import { isUuid } from '../../kernel/identifiers.js'
import { addDays, instantOf, isDay } from '../../kernel/calendar.js'
import type { EntryFilter } from '../../log-review/index.js'
import { ROLES } from '../../parties/index.js'
import { EVENTS } from '../../access-log/index.js'
import type { Form } from '../form.js'
import type { TextKey } from '../text.js'

/** Fields of a search beside its log and its reason; each as it was typed, proper and not empty. */
export type Asked = Readonly<Partial<Record<FieldName, string>>>

/** What a person asks of the log. */
export interface Question {
  readonly controller: string
  readonly reason: string
  readonly asked: Asked
}

/** A field that cannot be used, and why; `message` takes the label of the field as `field`. */
export interface Mistake {
  readonly field: FieldName | 'controller' | 'reason'
  readonly message: TextKey
}

/** Words that the log knows, for the lists to choose from. */
export const WORDS = {
  role: [...ROLES, 'operator', 'job', 'unknown'],
  action: sorted(EVENTS.map(({ action }) => action)),
  purpose: sorted(EVENTS.map(({ ground }) => ground.purpose)),
  result: ['ALLOW', 'DENY', 'ERROR'],
} as const

const FIELDS = {
  from: isDay,
  until: isDay,
  actor: (text: string) => /^[A-Za-z0-9._:-]{1,80}$/.test(text),
  role: oneOf(WORDS.role),
  action: oneOf(WORDS.action),
  purpose: oneOf(WORDS.purpose),
  result: oneOf(WORDS.result),
  municipality: (text: string) => /^[0-9]{4}$/.test(text),
  caseId: (text: string) => /^[A-Za-z0-9/._:-]{1,120}$/.test(text),
  traceId: (text: string) => /^[0-9a-f]{32}$/.test(text) || isUuid(text),
} as const satisfies Readonly<Record<string, (text: string) => boolean>>

/** Name of a field of a search. */
export type FieldName = keyof typeof FIELDS

/** Every field, in the order of the form. */
export const FIELD_NAMES = Object.keys(FIELDS) as readonly FieldName[]

/** Longest reason. */
export const LONGEST_REASON = 500

/** What each field is called. */
export const LABELS = {
  controller: 'search.controller',
  reason: 'search.reason',
  from: 'search.from',
  until: 'search.until',
  actor: 'search.actor',
  role: 'search.role',
  action: 'search.action',
  purpose: 'search.purpose',
  result: 'search.result',
  municipality: 'search.municipality',
  caseId: 'search.case',
  traceId: 'search.trace',
} as const satisfies Readonly<Record<Mistake['field'], TextKey>>

/**
 * Reads a question from a form.
 *
 * @param controllers Logs that the person reviews.
 */
export function readQuestion(
  form: Form,
  controllers: readonly string[],
): { readonly question: Question; readonly mistakes: readonly Mistake[] } {
  const mistakes: Mistake[] = []
  const controller = form.get('controller') ?? (controllers.length === 1 ? controllers[0]! : '')
  if (!controllers.includes(controller)) {
    mistakes.push({ field: 'controller', message: 'form.required' })
  }
  const reason = form.get('reason') ?? ''
  if (reason === '') mistakes.push({ field: 'reason', message: 'form.required' })
  if (reason.length > LONGEST_REASON) mistakes.push({ field: 'reason', message: 'form.long' })
  const asked: Partial<Record<FieldName, string>> = {}
  for (const field of FIELD_NAMES) {
    const text = form.get(field) ?? ''
    if (text === '') continue
    asked[field] = text
    if (!FIELDS[field](text)) {
      const isDate = field === 'from' || field === 'until'
      mistakes.push({ field, message: isDate ? 'form.day' : 'form.malformed' })
    }
  }
  if (mistakes.length === 0 && (asked.until ?? '9') < (asked.from ?? '')) {
    mistakes.push({ field: 'until', message: 'form.order' })
  }
  return { question: { controller, reason, asked }, mistakes }
}

/** A question as the services take it: days become instants in Amsterdam. */
export function filterOf({ asked }: Question): EntryFilter {
  const { from, until, result, traceId, ...rest } = asked
  return {
    ...rest,
    result: result as EntryFilter['result'],
    traceId: traceId?.replaceAll('-', ''),
    from: isDay(from ?? '') ? instantOf(from as Parameters<typeof instantOf>[0], 0) : undefined,
    until: isDay(until ?? '')
      ? instantOf(addDays(until as Parameters<typeof addDays>[0], 1), 0)
      : undefined,
  }
}

function oneOf(words: readonly string[]) {
  return (text: string) => words.includes(text)
}

function sorted(words: readonly string[]): readonly string[] {
  return [...new Set(words)].sort()
}
