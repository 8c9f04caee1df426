import { readdir, rm } from 'node:fs/promises'
import { join } from 'node:path'

/**
 * Removes files that a process began to write and, being killed, left behind: their names end in its
 * number.
 *
 * @param isHalf Whether a name without that number is one of ours.
 */
export async function clearHalves(
  folder: string,
  isHalf: (name: string) => boolean,
): Promise<void> {
  const names = await readdir(folder).catch(() => [])
  for (const name of names) {
    const [, whole, process] = /^(.+)\.(\d+)$/.exec(name) ?? []
    if (whole === undefined || !isHalf(whole) || isAlive(Number(process))) continue
    await rm(join(folder, name), { force: true })
  }
}

function isAlive(id: number): boolean {
  try {
    process.kill(id, 0)
    return true
  } catch (error) {
    return (error as { code?: string }).code === 'EPERM'
  }
}
