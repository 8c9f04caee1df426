import { noWorkbook, type WorkbookParts } from './workbook-parts.js'
import { readXml } from './xml.js'

const PART = 'xl/sharedStrings.xml'
/** All texts of a workbook together, as UTF-8; a hundred thousand rows of notifications need less. */
const MOST_BYTES = 48 * 2 ** 20
const MOST_IN_CELL = 32_767

/**
 * The texts that the cells of a workbook point at. Kept as bytes in one piece, because a workbook may
 * hold a text per cell and each would cost a multiple as an object.
 */
export class SharedTexts {
  #bytes = new Uint8Array(64 * 1024)
  readonly #encoder = new TextEncoder()
  readonly #decoder = new TextDecoder('utf-8', { ignoreBOM: true })
  #ends = new Uint32Array(4096)
  #count = 0
  #used = 0

  /** Reads the texts of a workbook. @throws {CommandFailure} `file.workbook`, also when too many. */
  static async of(workbook: WorkbookParts): Promise<SharedTexts> {
    const texts = new SharedTexts()
    if (!workbook.has(PART)) return texts
    let current = ''
    let isText = false
    let isSound = false
    await readXml(await workbook.read(PART), {
      open: (name) => {
        if (name === 'si') current = ''
        // How a word sounds is no part of it.
        if (name === 'rPh') isSound = true
        isText = name === 't' && !isSound
      },
      text: (piece) => {
        if (isText && current.length <= MOST_IN_CELL) current += piece
      },
      close: (name) => {
        if (name === 'si') texts.#add(current)
        if (name === 'rPh') isSound = false
        isText = false
      },
    })
    return texts
  }

  /** The text at an index. @throws {CommandFailure} `file.workbook` when there is none. */
  at(index: number): string {
    if (!Number.isInteger(index) || index < 0 || index >= this.#count) throw noWorkbook()
    const start = index === 0 ? 0 : this.#ends[index - 1]!
    return this.#decoder.decode(this.#bytes.subarray(start, this.#ends[index]!))
  }

  #add(text: string): void {
    // A UTF-16 unit becomes three bytes at most.
    const most = text.length * 3
    if (this.#used + most > this.#bytes.length) {
      const wider = new Uint8Array(Math.max(this.#bytes.length * 2, this.#used + most))
      wider.set(this.#bytes)
      this.#bytes = wider
    }
    if (this.#count === this.#ends.length) {
      const wider = new Uint32Array(this.#ends.length * 2)
      wider.set(this.#ends)
      this.#ends = wider
    }
    this.#used += this.#encoder.encodeInto(text, this.#bytes.subarray(this.#used)).written
    if (this.#used > MOST_BYTES) throw noWorkbook()
    this.#ends[this.#count] = this.#used
    this.#count += 1
  }
}
