/**
 * Whether any object in a JSON text names the same member twice. `JSON.parse` keeps the last one and
 * says nothing, so two readers of the same signed bytes could see different things.
 *
 * @param text Valid JSON: the scan relies on `JSON.parse` having accepted it.
 */
export function hasRepeatedMember(text: string): boolean {
  /** One entry per open bracket: the names seen in an object, or `null` for an array. */
  const open: (Set<string> | null)[] = []
  let names: Set<string> | null = null
  let nameComes = false
  for (let at = 0; at < text.length; at++) {
    switch (text.charCodeAt(at)) {
      case QUOTE: {
        const end = endOfString(text, at)
        if (nameComes && names !== null) {
          const name = decoded(text.slice(at + 1, end))
          if (names.has(name)) return true
          names.add(name)
          nameComes = false
        }
        at = end
        break
      }
      case OPEN_BRACE:
        names = new Set()
        open.push(names)
        nameComes = true
        break
      case OPEN_BRACKET:
        names = null
        open.push(names)
        break
      case COMMA:
        nameComes = names !== null
        break
      case CLOSE_BRACE:
      case CLOSE_BRACKET:
        open.pop()
        names = open.at(-1) ?? null
        nameComes = false
        break
    }
  }
  return false
}

const QUOTE = 0x22
const BACKSLASH = 0x5c
const COMMA = 0x2c
const OPEN_BRACE = 0x7b
const CLOSE_BRACE = 0x7d
const OPEN_BRACKET = 0x5b
const CLOSE_BRACKET = 0x5d

function endOfString(text: string, start: number): number {
  let end = text.indexOf('"', start + 1)
  while (end !== -1 && isEscaped(text, end)) end = text.indexOf('"', end + 1)
  return end === -1 ? text.length : end
}

function isEscaped(text: string, at: number): boolean {
  let backslashes = 0
  while (text.charCodeAt(at - 1 - backslashes) === BACKSLASH) backslashes++
  return backslashes % 2 === 1
}

/** Two spellings of one name are the same name. */
function decoded(raw: string): string {
  return raw.includes('\\') ? (JSON.parse(`"${raw}"`) as string) : raw
}
