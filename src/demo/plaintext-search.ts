import { createReadStream } from 'node:fs'
import { readdir } from 'node:fs/promises'
import { join } from 'node:path'
import { ByteSearch } from './byte-search.js'
import { spellingsOf } from './spellings.js'

/** A place where somebody stands readable. */
export interface PlaintextHit {
  /** Path of the file, as it was reached. */
  readonly file: string
  readonly encoding: string
  /** Which of the texts, by its place in the list; the text itself is not repeated. */
  readonly text: number
}

/**
 * Looks for texts in every file below folders, in every spelling, and counts each text once per file
 * and encoding.
 *
 * @param folders Folders or single files.
 * @param texts What must not stand there, each at least six characters.
 */
export async function findPlaintext(
  folders: readonly string[],
  texts: readonly string[],
): Promise<readonly PlaintextHit[]> {
  const spellings = texts.flatMap((text, index) =>
    spellingsOf(text).map((spelling) => ({ ...spelling, text: index })),
  )
  const search = new ByteSearch(spellings.map(({ bytes }) => bytes))
  const hits: PlaintextHit[] = []
  for (const folder of folders) {
    for await (const file of filesBelow(folder)) {
      const seen = new Set<string>()
      let state = 0
      for await (const piece of createReadStream(file, { highWaterMark: 1 << 20 })) {
        state = search.scan(piece as Buffer, state, (pattern) => {
          const { encoding, text } = spellings[pattern]!
          if (seen.has(`${encoding} ${text}`)) return
          seen.add(`${encoding} ${text}`)
          hits.push({ file, encoding, text })
        })
      }
    }
  }
  return hits
}

async function* filesBelow(path: string): AsyncGenerator<string> {
  let entries
  try {
    entries = await readdir(path, { withFileTypes: true })
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOTDIR') return
    yield path
    return
  }
  for (const entry of entries) {
    const below = join(path, entry.name)
    if (entry.isDirectory()) yield* filesBelow(below)
    else if (entry.isFile()) yield below
  }
}
