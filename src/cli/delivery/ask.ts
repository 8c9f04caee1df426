import { createInterface } from 'node:readline/promises'
import type { Language } from '../../spreadsheet/index.js'

/** Whoever decides: somebody at the keyboard, or a word given beforehand. */
export interface Answers {
  /** Whether somebody can be asked. */
  readonly isThere: boolean
  /** Whether the word was given with the command. */
  readonly isGivenBefore: boolean
  /** Asks; anything but yes is no. */
  agree(question: string): Promise<boolean>
}

/** The streams that a question goes through. */
export interface Keyboard {
  readonly input: NodeJS.ReadableStream & { readonly isTTY?: boolean }
  readonly output: NodeJS.WritableStream
}

const YES = /^(j|ja|y|yes)$/i
const HINT: Readonly<Record<Language, string>> = { nl: '[j/N]', en: '[y/N]' }

/** Asks at the keyboard, on standard error so that what a command prints stays clean. */
export function answersOf(
  isGivenBefore: boolean,
  language: Language,
  { input, output }: Keyboard = { input: process.stdin, output: process.stderr },
): Answers {
  return {
    isThere: !isGivenBefore && input.isTTY === true,
    isGivenBefore,
    async agree(question) {
      const lines = createInterface({ input, output })
      try {
        return YES.test((await lines.question(`${question} ${HINT[language]} `)).trim())
      } finally {
        lines.close()
      }
    },
  }
}
