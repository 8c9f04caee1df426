import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { OpenedCase, OpenedFeed, OpenedUrgent } from '../../client/index.js'
import type { BrpMark } from '../../client/brp/index.js'
import { checkKey, readChecks } from '../brp/kept-checks.js'
import { CommandFailure } from '../failure.js'

/** What a check against the population register found, on the notification that it is about. */
interface Checked {
  readonly brp?: BrpMark
}
export type KeptCase = Omit<OpenedCase, 'notifications'> & {
  readonly notifications: readonly (OpenedCase['notifications'][number] & Checked)[]
}
export type KeptUrgent = Omit<OpenedUrgent, 'notification'> & {
  readonly notification: OpenedUrgent['notification'] & Checked
}

/** What a municipality kept of what it pulled and opened. */
export interface KeptCases {
  /** Cases by month, as `2026-09`. */
  readonly months: ReadonlyMap<string, readonly KeptCase[]>
  readonly urgent: readonly KeptUrgent[]
  /** What the hub stated when it closed each month. */
  readonly statements: ReadonlyMap<string, OpenedFeed['statement']>
}

/**
 * Reads the files that `municipality pull` and `municipality urgent` wrote into a folder; others that
 * lie there are passed over. They are the municipality's own: nothing is asked of the hub.
 */
export async function readKeptCases(folder: string): Promise<KeptCases> {
  const months = new Map<string, readonly KeptCase[]>()
  const urgent: KeptUrgent[] = []
  const statements = new Map<string, OpenedFeed['statement']>()
  let names: string[]
  try {
    names = (await readdir(folder)).sort()
  } catch {
    throw new CommandFailure('folder.unreadable', `${folder} cannot be read.`, 2)
  }
  const { marks } = await readChecks(folder)
  const markOf = new Map(
    marks.map(({ creditorId, notificationId, ...brp }) => [
      checkKey({ creditorId, notificationId }),
      brp,
    ]),
  )
  const marked = <One extends { creditorId: string; notificationId: string }>(one: One) => {
    const brp = markOf.get(checkKey(one))
    return brp === undefined ? one : { ...one, brp }
  }
  for (const name of names) {
    const isMonth = /^\d{4}-\d{2}\.json$/.test(name)
    if (!isMonth && !/^urgent[\w-]*\.json$/.test(name)) continue
    const { cases, items, statement } = await readJson(join(folder, name))
    if (isMonth && statement !== undefined) statements.set(name.slice(0, 7), statement)
    if (isMonth && Array.isArray(cases)) {
      const found = (cases as OpenedCase[]).map((one) => ({
        ...one,
        notifications: one.notifications.map(marked),
      }))
      months.set(name.slice(0, 7), found)
    }
    if (!isMonth && Array.isArray(items)) {
      const found = items as OpenedUrgent[]
      urgent.push(...found.map((one) => ({ ...one, notification: marked(one.notification) })))
    }
  }
  return { months, urgent, statements }
}

interface Kept {
  readonly cases?: unknown
  readonly items?: unknown
  readonly statement?: OpenedFeed['statement']
}

async function readJson(file: string): Promise<Kept> {
  try {
    return JSON.parse(await readFile(file, 'utf8')) as Kept
  } catch {
    throw new CommandFailure('file.json', `${file} is not one that pull or urgent wrote.`, 2)
  }
}
