import { randomBytes } from 'node:crypto'
import { mkdir, open, rename } from 'node:fs/promises'
import { dirname } from 'node:path'

/**
 * Writes a file that only its owner reads, whole or not at all, on disk before this ends, and the
 * folders it stands in. Leaves the process free meanwhile, so that one connection serves a delivery.
 */
export async function writeDurably(path: string, text: string): Promise<void> {
  await mkdir(dirname(path), { recursive: true, mode: 0o700 })
  const half = `${path}.${randomBytes(6).toString('hex')}.new`
  const file = await open(half, 'wx', 0o600)
  try {
    await file.writeFile(text)
    await file.sync()
  } finally {
    await file.close()
  }
  await rename(half, path)
}
