const LONGEST = 8

/** Consonants that Dutch clerks write for one another. Others stand for themselves. */
const SOUND: Readonly<Record<string, string>> = {
  c: 'k',
  d: 't',
  q: 'k',
  v: 'f',
  w: 'f',
  z: 's',
}

/**
 * How a Dutch name sounds, in at most eight symbols: one symbol for ij, y and ei; k for c, ck and q;
 * s for z and sch; f for v, w and ph; t for d, dt and th; no doubled letters, no final s, and no
 * vowels after the first letter.
 *
 * @param letters Folded letters of one name, without prefix.
 * @returns The empty text when there are no letters.
 */
export function soundOf(letters: string): string {
  let sound = ''
  let last = ''
  let at = 0
  while (at < letters.length && sound.length < LONGEST) {
    const end = endOfVowels(letters, at)
    if (end > at) {
      const vowel = vowelSymbol(letters.slice(at, end))
      if (sound === '' || vowel === 'y') sound += vowel
      last = ''
      at = end
      continue
    }
    const [symbol, width] = consonantAt(letters, at)
    if (symbol !== 'h' || sound === '') sound += symbol[0] === last ? symbol.slice(1) : symbol
    last = symbol === 'h' ? last : symbol.at(-1)!
    at += width
  }
  if (at >= letters.length && sound.length > 2 && last === 's') sound = sound.slice(0, -1)
  return sound.slice(0, LONGEST)
}

function consonantAt(letters: string, at: number): readonly [symbol: string, width: number] {
  const letter = letters[at]!
  const next = letters[at + 1]
  switch (letter) {
    case 's':
      return next === 'c' && letters[at + 2] === 'h' ? ['s', 3] : ['s', 1]
    case 'c':
      if (next === 'h') return ['g', 2]
      return next === 'e' || next === 'i' || next === 'y' ? ['s', 1] : ['k', 1]
    case 'p':
      return next === 'h' ? ['f', 2] : ['p', 1]
    case 't':
    case 'd':
      return next === 'h' ? ['t', 2] : ['t', 1]
    case 'g':
      return next === 'h' ? ['g', 2] : ['g', 1]
    case 'x':
      return ['ks', 1]
    default:
      return [SOUND[letter] ?? letter, 1]
  }
}

/** Where the run of vowels that starts at `at` ends; `ij` and the w of `ouw` and `auw` belong to it. */
function endOfVowels(letters: string, at: number): number {
  let end = at
  while (end < letters.length && 'aeiouy'.includes(letters[end]!)) {
    end += letters[end] === 'i' && letters[end + 1] === 'j' ? 2 : 1
  }
  const round = end - at >= 2 && letters[end - 1] === 'u'
  return round && letters[end] === 'w' ? end + 1 : end
}

function vowelSymbol(run: string): string {
  if (/^(y|ij|e[iy])/.test(run)) return 'y'
  return run[0]!
}
