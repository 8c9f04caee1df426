import { isDay, type Day } from '../../kernel/calendar.js'
import type { Form } from '../form.js'
import type { Remark } from './case-form.js'

/**
 * Reads the fields of a form one by one and keeps what was wrong, by field: nothing that somebody typed
 * is passed over. A field gives its value, `null` when it was left empty, and `undefined` when the form
 * does not have it or it was wrong.
 */
export class FormReader {
  readonly mistakes: Remark[] = []
  readonly #form: Form

  constructor(form: Form) {
    this.#form = form
  }

  /** Whether the form has a field, filled in or not. */
  has(name: string): boolean {
    return this.#form.has(name)
  }

  /** Whether a box was ticked. */
  isTicked(name: string): boolean {
    return this.#form.get(name) === 'yes'
  }

  /** A day; `DAY` for what is none. */
  day(name: string): Day | null | undefined {
    const text = this.#form.get(name)
    if (text === undefined) return undefined
    if (text === '') return null
    return isDay(text) ? text : this.wrong(name, 'DAY')
  }

  /** One of a list; `CHOICE` for what is not on it. */
  choice<Value extends string>(name: string, known: readonly Value[]): Value | null | undefined {
    const text = this.#form.get(name)
    if (text === undefined) return undefined
    if (text === '') return null
    return known.find((each) => each === text) ?? this.wrong(name, 'CHOICE')
  }

  /**
   * Fields that only mean something together.
   *
   * @param code What is said beside each one that is missing.
   * @returns The values; `null` when all were left empty, `undefined` when they are not complete.
   */
  together<Values extends Readonly<Record<string, string | null | undefined>>>(
    code: string,
    values: Values,
  ): { readonly [Name in keyof Values]: NonNullable<Values[Name]> } | null | undefined {
    const fields = Object.entries(values)
    if (fields.every(([name]) => !this.has(name))) return undefined
    if (fields.every(([, value]) => value === null || value === undefined)) {
      return this.mistakes.some(({ field }) => field !== undefined && field in values)
        ? undefined
        : null
    }
    const missing = fields.filter(([name, value]) => value === null || !this.has(name))
    for (const [name] of missing) this.wrong(name, code)
    if (fields.some(([, value]) => value === null || value === undefined)) return undefined
    return values as { [Name in keyof Values]: NonNullable<Values[Name]> }
  }

  /** Keeps that a field was wrong. */
  wrong(field: string, code: string): undefined {
    this.mistakes.push({ code, field })
    return undefined
  }
}
