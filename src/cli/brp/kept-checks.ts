import { readFile, rename, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { AboutQuestion, BrpMark } from '../../client/brp/index.js'
import { CommandFailure } from '../failure.js'

/** A question that was put into a request. */
export type KeptQuestion = AboutQuestion & { readonly askedOn: string; isAnswered: boolean }

/** A notification with what the check found about it. */
export interface KeptMark extends BrpMark {
  readonly creditorId: string
  readonly notificationId: string
}

/** What was asked and found, in a file beside the cases; ids, codes and days, no person. */
export interface KeptChecks {
  readonly version: 1
  readonly questions: KeptQuestion[]
  readonly marks: KeptMark[]
}

const NAME = 'brp.json'

/** Reads it; an empty one when nothing was asked yet. @throws {CommandFailure} `brp.checks`. */
export async function readChecks(folder: string): Promise<KeptChecks> {
  const file = join(folder, NAME)
  const text = await readFile(file, 'utf8').catch((error: { code?: string }) => {
    if (error.code === 'ENOENT') return undefined
    throw error
  })
  if (text === undefined) return { version: 1, questions: [], marks: [] }
  try {
    const checks = JSON.parse(text) as KeptChecks
    if (checks.version === 1) return checks
  } catch {
    // Said below.
  }
  throw new CommandFailure('brp.checks', `${file} is not one that this version wrote.`, 2)
}

/** Writes it, whole or not at all, for its owner only. */
export async function writeChecks(folder: string, checks: KeptChecks): Promise<void> {
  const file = join(folder, NAME)
  await writeFile(`${file}.${process.pid}`, `${JSON.stringify(checks, undefined, 2)}\n`, {
    mode: 0o600,
  })
  await rename(`${file}.${process.pid}`, file)
}

/** How a notification is found again. */
export function checkKey(one: {
  readonly creditorId: string
  readonly notificationId: string
}): string {
  return `${one.creditorId} ${one.notificationId.toLowerCase()}`
}
