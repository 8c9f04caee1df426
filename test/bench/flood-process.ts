import { fork } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'

/** Whom a flood comes from, and how much of it. */
export interface FloodStart {
  readonly url: string
  /** Authorities that the hub's certificate comes from (PEM). */
  readonly anchors: string
  readonly cert: string
  readonly key: string
  /** Signed batches, a JSON object with signature and text on each line. */
  readonly file: string
  readonly perSecond: number
}

/** What a flood has sent, and what it was answered, by status. */
export interface FloodReport {
  readonly seconds: number
  readonly sent: number
  readonly answered: Readonly<Record<string, number>>
}

const SELF = fileURLToPath(import.meta.url)
const CHILD = SELF.replace(/flood-process(\.[jt]s)$/, 'flood-child$1')
const LOADER = SELF.endsWith('.ts') ? ['--import', 'tsx'] : []

/** Starts a flood; the function that it gives back stops it and says what it was. */
export async function startFlood(start: FloodStart): Promise<() => Promise<FloodReport>> {
  const child = fork(CHILD, [JSON.stringify(start)], { execArgv: LOADER })
  await once(child, 'message')
  child.send('begin')
  return async () => {
    const report = once(child, 'message') as Promise<[FloodReport]>
    const ended = once(child, 'exit')
    child.send('end')
    const [found] = await report
    await ended
    return found
  }
}
