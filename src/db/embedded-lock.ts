import { readFileSync, rmSync, writeFileSync } from 'node:fs'
import { setTimeout as delay } from 'node:timers/promises'
import { identify, isRunning, type ProcessIdentity } from './process-identity.js'

const PATIENCE_MS = 120_000
const held = new Map<string, Promise<unknown>>()

/**
 * Runs `body` while no other process, and no other call in this one, holds the lock `file`. A lock
 * whose holder is gone is taken over.
 *
 * @throws {Error} When the lock is still held after two minutes.
 */
export async function withLock<Result>(file: string, body: () => Promise<Result>): Promise<Result> {
  const before = held.get(file) ?? Promise.resolve()
  const turn = before.then(
    () => holding(file, body),
    () => holding(file, body),
  )
  held.set(file, turn)
  return turn
}

async function holding<Result>(file: string, body: () => Promise<Result>): Promise<Result> {
  for (let waited = 0; !take(file); waited += 50) {
    if (waited >= PATIENCE_MS) throw new Error(`Another process holds ${file}.`)
    await delay(50)
  }
  try {
    return await body()
  } finally {
    rmSync(file, { force: true })
  }
}

function take(file: string): boolean {
  try {
    writeFileSync(file, JSON.stringify(identify(process.pid)), { flag: 'wx' })
    return true
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error
    if (isAbandoned(file)) rmSync(file, { force: true })
    return false
  }
}

function isAbandoned(file: string): boolean {
  try {
    return !isRunning(JSON.parse(readFileSync(file, 'utf8')) as ProcessIdentity)
  } catch {
    // Being written at this moment, or just released.
    return false
  }
}
