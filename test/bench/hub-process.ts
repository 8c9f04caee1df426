import { fork } from 'node:child_process'
import { once } from 'node:events'
import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'

/** What a hub process is started with. */
export interface HubStart {
  readonly settings: Readonly<Record<string, string>>
  /** The instant at which its clock stands. */
  readonly now: string
}

/** A month of some municipalities. */
export interface MonthOf {
  readonly served: readonly { readonly code: string; readonly party: string }[]
  readonly month: string
}

/** What the hub process does when told to; everything else reaches it over its listeners. */
export interface HubCommands {
  /** Runs the match of a month, one municipality after the other. */
  match(argument: MonthOf): Promise<{
    readonly seconds: number
    readonly notifications: number
    readonly cases: number
  }>
  /** Selects the rows that this match reads, through the same driver, and does nothing else. */
  read(argument: MonthOf): Promise<{ readonly seconds: number; readonly rows: number }>
  /** Opens a second data listener that answers nothing; its address. */
  listenEmpty(argument: null): Promise<string>
  setClock(instant: string): Promise<void>
  /** Closes everything; the process ends when it is let go. */
  stop(argument: null): Promise<void>
}

/** A running hub process. */
export interface HubProcess {
  readonly pid: number
  /** Address of the data listener, with /v1. */
  readonly dataUrl: string
  tell<Name extends keyof HubCommands>(
    name: Name,
    argument: Parameters<HubCommands[Name]>[0],
  ): ReturnType<HubCommands[Name]>
  /** Most memory that it ever held, in MiB; `null` where the system does not tell. */
  peakMiB(): number | null
  /** Ends the process and waits for it. */
  stop(): Promise<void>
}

interface Reply {
  readonly id: number
  readonly result?: unknown
  readonly error?: string
}

/** Runs from the sources with tsx, and compiled without: then nothing but the product is loaded. */
const SELF = fileURLToPath(import.meta.url)
const CHILD = SELF.replace(/hub-process(\.[jt]s)$/, 'hub-child$1')
const LOADER = SELF.endsWith('.ts') ? ['--import', 'tsx'] : []

/**
 * Starts a hub in a process of its own.
 *
 * @param profile Folder for its CPU profile, written when it ends.
 */
export async function startHubProcess(
  start: HubStart,
  profile: string | undefined,
): Promise<HubProcess> {
  const profiling = profile === undefined ? [] : ['--cpu-prof', `--cpu-prof-dir=${profile}`]
  const child = fork(CHILD, [JSON.stringify(start)], { execArgv: [...LOADER, ...profiling] })
  const waiting = new Map<number, { resolve: (value: never) => void; reject: (e: Error) => void }>()
  const answer = (id: number) =>
    new Promise<never>((resolve, reject) => waiting.set(id, { resolve, reject }))
  const ended = once(child, 'exit').then(() => {
    for (const { reject } of waiting.values()) reject(new Error('The hub process ended.'))
  })
  child.on('message', ({ id, result, error }: Reply) => {
    const one = waiting.get(id)
    waiting.delete(id)
    if (error === undefined) one?.resolve(result as never)
    else one?.reject(new Error(error))
  })
  const { dataUrl } = (await answer(0)) as { dataUrl: string }
  let last = 0
  const tell: HubProcess['tell'] = (name, argument) => {
    last += 1
    child.send({ id: last, name, argument })
    return answer(last) as never
  }
  return {
    pid: child.pid!,
    dataUrl,
    tell,
    peakMiB: () => peakOf(child.pid!),
    async stop() {
      if (child.connected) {
        await tell('stop', null)
        child.disconnect()
      }
      await ended
    },
  }
}

function peakOf(pid: number): number | null {
  try {
    const found = /^VmHWM:\s+(\d+) kB$/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))
    return found === null ? null : Math.round(Number(found[1]) / 1024)
  } catch {
    return null
  }
}
