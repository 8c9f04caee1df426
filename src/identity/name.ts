import { foldToAscii } from './letters.js'
import { soundOf } from './phonetic.js'

/** One family name out of a surname; married people have two. */
export interface NamePart {
  /** Folded letters without prefix. */
  readonly core: string
  /** How it sounds; see `soundOf`. */
  readonly sound: string
}

/** Words before a family name that creditors write, drop, move or glue as they like. */
const PREFIXES = new Set(
  (
    "van de der den het 't t in op ten ter te tot toe onder over aan bij uit uijt voor von zu zur zum " +
    'vd v d vdr vh vander vanden vande la le les du des della del dela di da do dos das das el al ' +
    "ben bin ibn abu ait s 's l d' l' o st sint af zum y e"
  ).split(' '),
)

const GLUED = /^(?:van(?:der|den|de|het|t)?|vd|von)(?=[a-z]{3})/

/** Names so common that `dejong` can only be `de Jong`; other names merely start with these letters. */
const AFTER_DE = new Set(
  (
    'jong jonge vries boer groot graaf haan wit ruiter lange koning bruin bruijn bruyn haas vos wolf ' +
    'ridder leeuw kok winter zeeuw rooij rooy roos kort korte clercq klerk wilde waal'
  ).split(' '),
)

const FORMS_OF_ADDRESS = /^(?:(?:dhr|mevr|mw|hr|fam|familie|de heer|mevrouw|erven|heer)\b\.?\s*)+/

/**
 * The family names in a surname, prefixes stripped, in alphabetical order and each once, so that
 * `Jansen-de Vries` and `de Vries-Jansen` agree.
 *
 * @param surname As a creditor writes it: any case, prefix before, after a comma, glued or absent.
 * @returns At most three parts; none when there are no letters.
 */
export function surnameParts(surname: string): readonly NamePart[] {
  const folded = foldToAscii(surname).trim().replace(FORMS_OF_ADDRESS, '')
  const ordered = reorderAtComma(folded.replace(/\bv\s*[./]\s*([dh])\b\.?/g, 'v$1 '))
  const cores = new Set<string>()
  for (const piece of ordered.split(/[-/+&]|\be\.?[vo]\.?\b(?=\s)|\bgeb\b\.?|\bgeboren\b/)) {
    const core = withoutPrefix(piece)
    if (core !== '') cores.add(core)
  }
  return [...cores]
    .sort()
    .slice(0, 3)
    .map((core) => ({ core, sound: soundOf(withoutGluedPrefix(core)) }))
}

/** `berg, van der` becomes `van der berg`; another text stays as it is. */
function reorderAtComma(folded: string): string {
  const comma = folded.indexOf(',')
  return comma < 0 ? folded : `${folded.slice(comma + 1)} ${folded.slice(0, comma)}`
}

/** Never strips the last word: somebody may really be called `Van`. */
function withoutPrefix(piece: string): string {
  const words = piece
    .replace(/\b([ld])'/g, '$1 ')
    .split(/[^a-z0-9']+/)
    .filter((word) => word !== '' && word !== "'")
  let first = 0
  while (first < words.length - 1 && PREFIXES.has(words[first]!)) first += 1
  return words
    .slice(first)
    .join('')
    .replace(/[^a-z0-9]/g, '')
}

function withoutGluedPrefix(core: string): string {
  if (core.startsWith('de') && AFTER_DE.has(core.slice(2))) return core.slice(2)
  return core.replace(GLUED, '')
}
