import { existsSync, readFileSync, readlinkSync, realpathSync } from 'node:fs'

/** A process, told apart from a later one that was given the same number. */
export interface ProcessIdentity {
  readonly pid: number
  /** When it began, in ticks since the machine started; null where the system does not say. */
  readonly since: string | null
}

/** The identity of a process that runs now. */
export function identify(pid: number): ProcessIdentity {
  return { pid, since: statusOf(pid)?.since ?? null }
}

/** Whether that very process still runs; one that ended and was not collected yet does not. */
export function isRunning({ pid, since }: ProcessIdentity): boolean {
  try {
    process.kill(pid, 0)
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EPERM') return false
  }
  const status = statusOf(pid)
  if (status === undefined) return true
  return status.state !== 'Z' && (since === null || since === status.since)
}

/**
 * Whether a process works in `folder`, as a postmaster does in its data folder.
 *
 * @returns `undefined` where the system does not say.
 */
export function worksIn(pid: number, folder: string): boolean | undefined {
  if (!existsSync('/proc/self/cwd')) return undefined
  try {
    return readlinkSync(`/proc/${pid}/cwd`) === realpathSync(folder)
  } catch {
    return false
  }
}

function statusOf(pid: number): { state: string; since: string } | undefined {
  try {
    const text = readFileSync(`/proc/${pid}/stat`, 'utf8')
    // The name in brackets may hold anything; the fields behind the last bracket are plain.
    const fields = text.slice(text.lastIndexOf(')') + 2).split(' ')
    return { state: fields[0] ?? '', since: fields[19] ?? '' }
  } catch {
    return undefined
  }
}
