import { mkdirSync } from 'node:fs'
import { dirname } from 'node:path'
import { writePrivate } from '../../client/index.js'

/** Writes a file that only its owner reads, and the folders it stands in. */
export function writeDurably(path: string, text: string): void {
  mkdirSync(dirname(path), { recursive: true, mode: 0o700 })
  writePrivate(path, text)
}
