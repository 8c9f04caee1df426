import { BULK_TEXTS } from './texts/bulk.js'
import { CLOCK_TEXTS } from './texts/clock.js'
import { DELIVER_TEXTS } from './texts/deliver.js'
import { FRAME_TEXTS } from './texts/frame.js'
import { LOG_TEXTS } from './texts/log.js'
import { OVERVIEW_TEXTS } from './texts/overview.js'
import { QUALITY_TEXTS } from './texts/quality.js'
import { REGISTER_TEXTS } from './texts/registers.js'
import { RESIDENT_TEXTS } from './texts/resident.js'
import { REVIEW_TEXTS } from './texts/review.js'
import { PAUSE_TEXTS } from './texts/pauses.js'
import { PLAN_TEXTS } from './texts/plan.js'
import { CASE_WORDS } from './texts/case-words.js'
import { OUTCOME_TEXTS } from './texts/outcomes.js'
import { RIGHTS_TEXTS } from './texts/rights.js'
import { TRANSFER_TEXTS } from './texts/transfers.js'
import { WORD_TEXTS } from './texts/words.js'
import { WORK_CHECK_TEXTS } from './texts/work-checks.js'
import { WORK_TEXTS } from './texts/work.js'

/** Languages of the console; the first is the one that everybody starts with. */
export const LANGUAGES = ['nl', 'en'] as const

/** A language of the console. */
export type Language = (typeof LANGUAGES)[number]

/** One message: Dutch, then English. `{name}` stands for a value. */
export type Message = readonly [nl: string, en: string]

/** Every text of the console in both languages; a message without one of them does not compile. */
export const TEXTS = {
  ...FRAME_TEXTS,
  ...BULK_TEXTS,
  ...CLOCK_TEXTS,
  ...DELIVER_TEXTS,
  ...OVERVIEW_TEXTS,
  ...LOG_TEXTS,
  ...QUALITY_TEXTS,
  ...REGISTER_TEXTS,
  ...RESIDENT_TEXTS,
  ...REVIEW_TEXTS,
  ...RIGHTS_TEXTS,
  ...WORD_TEXTS,
  ...TRANSFER_TEXTS,
  ...PAUSE_TEXTS,
  ...WORK_TEXTS,
  ...WORK_CHECK_TEXTS,
  ...CASE_WORDS,
  ...PLAN_TEXTS,
  ...OUTCOME_TEXTS,
} as const satisfies Readonly<Record<string, Message>>

/** Name of a message. */
export type TextKey = keyof typeof TEXTS

/** Families of words that the hub writes as codes: of the log, of reviews, of cases and of work. */
export const WORD_KINDS = [
  ...(['action', 'purpose', 'result', 'role', 'job'] as const),
  ...(['kind', 'status', 'step', 'decision', 'fact'] as const),
  ...(['sector', 'class', 'urgency', 'stage', 'notice', 'quality', 'withheld', 'at_pull'] as const),
  ...([
    'standing',
    'contact',
    'part',
    'outcome',
    'definition',
    'referral',
    'help',
    'approach',
  ] as const),
  ...(['remark', 'duty', 'count', 'strategy', 'taken_back'] as const),
  ...(['channel', 'planned', 'term', 'term_state', 'basis'] as const),
  ...(['right', 'effect', 'happened', 'correction', 'state', 'answer', 'enumeration'] as const),
] as const
export type WordKind = (typeof WORD_KINDS)[number]

/** Says things in one language. */
export interface Speaker {
  readonly language: Language
  /** A message, with its values put in. Not escaped: `html` does that. */
  say(key: TextKey, values?: Readonly<Record<string, string | number>>): string
  /** A word of the log (`action.PULL`) in plain language; the word itself when there is none for it. */
  word(kind: WordKind, code: string): string
  number(value: number): string
  /** An amount in whole cents, as euros. */
  euros(cents: number): string
  /** A moment as people read it, on the clocks of Amsterdam. */
  instant(value: Date): string
  day(value: string): string
}

/** Whether a text names a language of the console. */
export function isLanguage(text: string | undefined): text is Language {
  return (LANGUAGES as readonly (string | undefined)[]).includes(text)
}

/** Who speaks a language; the same one every time. */
export function speaker(language: Language): Speaker {
  return SPEAKERS[language]
}

const SPEAKERS: Readonly<Record<Language, Speaker>> = { nl: make('nl'), en: make('en') }

function make(language: Language): Speaker {
  const at = LANGUAGES.indexOf(language)
  const locale = language === 'nl' ? 'nl-NL' : 'en-GB'
  const instants = new Intl.DateTimeFormat(locale, {
    timeZone: 'Europe/Amsterdam',
    dateStyle: 'medium',
    timeStyle: 'medium',
  })
  const days = new Intl.DateTimeFormat(locale, {
    timeZone: 'UTC',
    weekday: 'short',
    day: 'numeric',
    month: 'short',
    year: 'numeric',
  })
  const numbers = new Intl.NumberFormat(locale)
  const amounts = new Intl.NumberFormat(locale, { style: 'currency', currency: 'EUR' })
  const say: Speaker['say'] = (key, values = {}) =>
    TEXTS[key][at]!.replaceAll(/\{(\w+)\}/g, (_, name: string) => String(values[name] ?? ''))
  return {
    language,
    say,
    word: (kind, code) => {
      const key = `${kind}.${code}`
      return Object.hasOwn(TEXTS, key) ? say(key as TextKey) : code
    },
    number: (value) => numbers.format(value),
    euros: (cents) => amounts.format(cents / 100),
    instant: (value) => instants.format(value),
    day: (value) => days.format(new Date(`${value}T00:00:00Z`)),
  }
}
