import { readFileSync } from 'node:fs'

/** Where time comes from. Nothing but this file asks the system for it. */
export interface Clock {
  /** The present instant. */
  now(): Date
  /**
   * Whether time is stepped by hand. Only a sandbox hub accepts such a clock; with any other the
   * database's own clock decides the month of a notification.
   */
  readonly stepped: boolean
}

/** The time of this machine. */
export const systemClock: Clock = { now: () => new Date(), stepped: false }

/** A clock that stands still until it is told to move; for tests and the demonstration. */
export class SteppedClock implements Clock {
  readonly stepped = true
  #now: Date

  constructor(start: string) {
    this.#now = new Date(start)
  }

  now(): Date {
    return new Date(this.#now)
  }

  set(instant: string): void {
    this.#now = new Date(instant)
  }

  advance(milliseconds: number): void {
    this.#now = new Date(this.#now.getTime() + milliseconds)
  }
}

/**
 * A stepped clock kept in a file that holds one ISO instant, so that several processes of a sandbox
 * hub share it. Read again at every call.
 */
export function fileClock(path: string): Clock {
  return {
    stepped: true,
    now() {
      const instant = new Date(readFileSync(path, 'utf8').trim())
      if (Number.isNaN(instant.getTime())) throw new Error('the clock file holds no instant')
      return instant
    },
  }
}
