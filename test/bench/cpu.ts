import { readdirSync, readFileSync } from 'node:fs'
import { pid } from 'node:process'

/** Processor seconds that the hub, its database and the clients have used so far. */
export interface CpuSeconds {
  readonly hub: number
  readonly database: number
  readonly clients: number
}

/** Length of a tick in `/proc`, as every Linux that Node runs on has it. */
const TICKS_A_SECOND = 100
/** Fields of `/proc/<pid>/stat` after the name: parent, then times in user and in system mode. */
const PARENT = 1
const USER = 11
const SYSTEM = 12
/** Times of children that have ended and were waited for. */
const ENDED_USER = 13
const ENDED_SYSTEM = 14

/** Reads what processes have used; zero where the system does not tell. */
export function cpuSeconds(hub: number, postmaster: number): CpuSeconds {
  const server = statOf(postmaster)
  const backends = processes().filter((one) => statOf(one)[PARENT] === postmaster)
  const ended = (server[ENDED_USER] ?? 0) + (server[ENDED_SYSTEM] ?? 0)
  const running = backends.reduce((sum, one) => sum + used(statOf(one)), 0)
  return {
    hub: used(statOf(hub)),
    database: ended / TICKS_A_SECOND + running,
    clients: used(statOf(pid)),
  }
}

/** Processor seconds that hub and database used between two readings. */
export function usedBetween(before: CpuSeconds, after: CpuSeconds): number {
  return after.hub - before.hub + after.database - before.database
}

/** What was used between two readings, as people read it. */
export function cpuBetween(before: CpuSeconds, after: CpuSeconds): string {
  const hub = (after.hub - before.hub).toFixed(1)
  const database = (after.database - before.database).toFixed(1)
  const clients = (after.clients - before.clients).toFixed(1)
  return `processor seconds: hub ${hub}, database ${database}, clients ${clients}`
}

function used(stat: readonly number[]): number {
  return ((stat[USER] ?? 0) + (stat[SYSTEM] ?? 0)) / TICKS_A_SECOND
}

function statOf(process: number): readonly number[] {
  try {
    const text = readFileSync(`/proc/${process}/stat`, 'latin1')
    return text
      .slice(text.lastIndexOf(')') + 2)
      .split(' ')
      .map(Number)
  } catch {
    return []
  }
}

function processes(): number[] {
  try {
    return readdirSync('/proc').map(Number).filter(Number.isInteger)
  } catch {
    return []
  }
}
