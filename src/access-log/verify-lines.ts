// Reads a file of any size line by line, for the independent checkers. Keep it to node:fs.
import { closeSync, openSync, readSync } from 'node:fs'

const CHUNK = 1 << 20

/** The lines of a file, without what ends them. */
export function* linesOf(path: string): Generator<Buffer> {
  const file = openSync(path, 'r')
  try {
    let rest = Buffer.alloc(0)
    for (;;) {
      const chunk = Buffer.alloc(CHUNK)
      const read = readSync(file, chunk)
      if (read === 0) break
      const bytes = Buffer.concat([rest, chunk.subarray(0, read)])
      let from = 0
      for (let end = bytes.indexOf(10); end >= 0; end = bytes.indexOf(10, from)) {
        yield bytes.subarray(from, end)
        from = end + 1
      }
      rest = bytes.subarray(from)
    }
    if (rest.length > 0) yield rest
  } finally {
    closeSync(file)
  }
}
