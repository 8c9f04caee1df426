import { foldToAscii } from './letters.js'

const JUNK_PHONE = /^(?:0?6?(\d)\1{6,}|0?(?:6)?12345678\d?|0?123456789\d?)$/
const JUNK_MAILBOX =
  /^(?:geen|onbekend|unknown|none|nvt|n\.v\.t|no-?reply|noreply|test|geenmail|geenemail|geen\.email|x+)(?:@|$)/
const JUNK_DOMAIN = /@(?:geen|onbekend|nomail|geenmail|geenemail|niet|nvt)\./

/**
 * A telephone number in one national form, digits only.
 *
 * @returns Empty when it has fewer than nine digits or is a known filler.
 */
export function normalPhone(text: string): string {
  const international = /^\s*(?:\+|00)/.test(text)
  let digits = text.replace(/\(0\)/g, '').replace(/\D+/g, '')
  if (international) digits = digits.replace(/^00/, '')
  if (international || digits.length === 11) digits = digits.replace(/^310?/, '0')
  // Spreadsheets drop the leading zero.
  if (digits.length === 9 && /^[1-9]/.test(digits)) digits = `0${digits}`
  if (digits.length < 9 || digits.length > 15 || JUNK_PHONE.test(digits)) return ''
  return digits
}

/**
 * An e-mail address, trimmed and in lower case. Dots and plus tags stay: not every mail host ignores
 * them.
 *
 * @returns Empty when it is no address or a known filler.
 */
export function normalEmail(text: string): string {
  const email = foldToAscii(text.trim().replace(/^mailto:/i, '')).trim()
  if (!/^[^\s@]+@[^\s@]+\.[^\s@]+$/.test(email)) return ''
  return JUNK_MAILBOX.test(email) || JUNK_DOMAIN.test(email) ? '' : email
}
