import { createHash } from 'node:crypto'

/** Stands at the start of every planted text; its second letter shows escapes. */
const STEM = 'Qanärie'

/**
 * Texts that stand for a person and must be found nowhere. Each begins alike, so that a search looks
 * for a few beginnings however many were planted, and ends in letters that tell where it was planted.
 */
export class Canaries {
  readonly #planted: string[] = []
  readonly #special: string[] = []

  /** A text of ten letters to plant. */
  text(): string {
    const at = this.#planted.length
    const letter = (number: number) => String.fromCharCode(97 + (number % 26))
    const planted = `${STEM}${letter(at / 676)}${letter(at / 26)}${letter(at)}`
    this.#planted.push(planted)
    return planted
  }

  /**
   * A value whose form is prescribed, such as a telephone number.
   *
   * @param forms Other forms in which it could be left behind, at least six characters each.
   */
  special(value: string, ...forms: readonly string[]): string {
    this.#special.push(value, ...forms)
    return value
  }

  /** How many were planted. */
  get size(): number {
    return this.#planted.length + this.#special.length
  }

  /**
   * What to search for: every beginning and value, also as normalising leaves them, and the start of
   * their unkeyed hashes in hexadecimal and base64.
   */
  wanted(): readonly string[] {
    const plain = [STEM, ...this.#special].flatMap(spelled)
    const hashed = [...this.#planted, ...this.#special].flatMap(spelled).flatMap((text) => {
      const digest = createHash('sha256').update(text).digest()
      return [digest.toString('hex').slice(0, 16), digest.toString('base64').slice(0, 12)]
    })
    return [...new Set([...plain, ...hashed])]
  }
}

function spelled(text: string): string[] {
  const folded = text.normalize('NFD').replace(/\p{M}/gu, '')
  const cased = [text, folded].flatMap((one) => [one, one.toLowerCase(), one.toUpperCase()])
  return [...new Set([...cased, encodeURIComponent(text)])]
}
