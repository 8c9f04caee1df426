import { DELIVER_TEXTS, DELIVERING_TEXTS } from '../console/texts/deliver.js'

const TEXTS = { ...DELIVER_TEXTS, ...DELIVERING_TEXTS } as const

/** Languages of the pages. */
export type Language = 'nl' | 'en'

/** Name of a text of the delivery page. */
export type TextKey = keyof typeof TEXTS

/** The language that the page is in. */
export const language: Language = document.documentElement.lang === 'en' ? 'en' : 'nl'

/** A text in the language of the page, with its values put in. */
export function say(key: TextKey, values: Readonly<Record<string, string | number>> = {}): string {
  const text: string = TEXTS[key][language === 'nl' ? 0 : 1]
  return text.replaceAll(/\{(\w+)\}/g, (_, name: string) => String(values[name] ?? ''))
}

/** A moment on the clocks of Amsterdam. */
export function instant(value: Date): string {
  const locale = language === 'nl' ? 'nl-NL' : 'en-GB'
  const form = { timeZone: 'Europe/Amsterdam', dateStyle: 'medium', timeStyle: 'short' } as const
  return new Intl.DateTimeFormat(locale, form).format(value)
}
