const MARKS = /\p{M}+/gu
const ASCII = /^[\x20-\x7e]*$/
const SPECIAL = /[øłßæœıðþđ]/g
const OTHER = /[^\x20-\x7e]/gu

const PLAIN: Readonly<Record<string, string>> = {
  ø: 'o',
  ł: 'l',
  ß: 'ss',
  æ: 'ae',
  œ: 'oe',
  ı: 'i',
  ð: 'd',
  þ: 'th',
  đ: 'd',
}

/**
 * Lower-case ASCII spelling of a text: accents dropped, ligatures written out.
 *
 * What has no Latin spelling keeps a distinct one (`u` and its code point between hyphens), so that
 * names in other scripts still differ from each other and every token is computed over ASCII.
 */
export function foldToAscii(text: string): string {
  if (ASCII.test(text)) return text.toLowerCase()
  const folded = text
    .normalize('NFKD')
    .replace(MARKS, '')
    .toLowerCase()
    .replace(SPECIAL, (letter) => PLAIN[letter] ?? letter)
    .replace(/[\u2018\u2019\u02bc\u00b4`]/g, "'")
    .replace(/[\u2010-\u2015\u2212]/g, '-')
    .replace(/\s/g, ' ')
  return folded.replace(OTHER, (letter) =>
    /\p{L}/u.test(letter) ? `u${letter.codePointAt(0)!.toString(36)}` : ' ',
  )
}

/** The letters and digits of a folded text. */
export function lettersAndDigits(folded: string): string {
  return folded.replace(/[^a-z0-9]+/g, '')
}
