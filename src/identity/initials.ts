import { foldToAscii } from './letters.js'

/** What a field of initials says; it may hold initials, one initial or a first name. */
export interface Initials {
  /** First letter, or the empty text. */
  readonly first: string
  /** All initials when there are two or more; otherwise empty. */
  readonly full: string
  /** A first name written out, folded; otherwise empty. */
  readonly given: string
  /** Whether `full` may be the spelling of a short name in capitals, so that it contradicts nothing. */
  readonly doubtful: boolean
}

const FORMS_OF_ADDRESS = new Set(['dhr', 'mevr', 'mevrouw', 'heer', 'fam', 'familie', 'de'])
/** Two or three letters that abbreviate one first name. */
const ONE_NAME = /^(?:th|ch|ph|chr|joh|ij|st|wm|gerh|hendr|corn)$/
const VOWEL = /[aeiouy]/

/**
 * Reads initials in any of the ways creditors write them: `J.P.M.`, `JPM`, `j p m`, `Th.M.`,
 * `J.P. (Hans)`, or a first name.
 */
export function parseInitials(text: string): Initials {
  const folded = foldToAscii(text)
  const isUpper = /[A-Z]/.test(text) && !/[a-z]/.test(text)
  let letters = ''
  let given = ''
  let doubtful = false
  for (const word of folded.replace(/\(.*?\)/g, ' ').split(/[^a-z]+/)) {
    if (word === '' || FORMS_OF_ADDRESS.has(word)) continue
    if (word.length === 1) {
      letters += word
    } else if (ONE_NAME.test(word) && !isUpper) {
      letters += word[0]!
    } else if (isFirstName(word, isUpper)) {
      letters += word[0]!
      given ||= word
    } else {
      doubtful ||= word.length >= 3 && VOWEL.test(word.slice(1))
      letters += word
    }
  }
  return { first: letters.slice(0, 1), full: letters.length > 1 ? letters : '', given, doubtful }
}

/** Capitals of up to four letters are taken for initials: `JAM` is likelier than a name. */
function isFirstName(word: string, isUpper: boolean): boolean {
  if (word.length < 3 || !VOWEL.test(word)) return false
  return !isUpper || word.length > 5
}
