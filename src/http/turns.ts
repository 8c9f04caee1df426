import type { FastifyInstance } from 'fastify'

/** How many requests of one party a process works on at once. */
export interface TurnLimits {
  /** As long as nobody else calls: enough to go on while one of them waits for the database. */
  readonly alone: number
  /** While somebody else calls: so many are all that another party's request can find before it. */
  readonly beside: number
  /** For so long after a request of another party the smaller number counts, in milliseconds. */
  readonly memoryMs: number
}

export const TURN_LIMITS: TurnLimits = { alone: 4, beside: 1, memoryMs: 10_000 }

interface Standing {
  working: number
  readonly waiting: (() => void)[]
}

/**
 * Gives every party its turns. Of whoever sends more than it may have under way, the rest waits in a
 * queue of its own, in the order of arrival; nobody else's requests stand in that queue. So a party
 * that sends a hundred times its share waits a hundred times as long, and the others as ever.
 */
export class Turns {
  readonly #limits: TurnLimits
  readonly #now: () => number
  readonly #parties = new Map<string, Standing>()
  /** Who called last, and who did before that one. */
  #last = { party: '', at: Number.NEGATIVE_INFINITY }
  #before = this.#last

  /** @param now Milliseconds that rise evenly; the clock of the hub may be stepped or stand still. */
  constructor(limits: TurnLimits = TURN_LIMITS, now: () => number = () => performance.now()) {
    this.#limits = limits
    this.#now = now
  }

  /**
   * Waits for a turn of a party.
   *
   * @returns Ends the turn; calling it again does nothing.
   */
  async take(party: string): Promise<() => void> {
    this.#note(party)
    const standing = this.#parties.get(party) ?? { working: 0, waiting: [] }
    this.#parties.set(party, standing)
    const { waiting } = standing
    if (waiting.length === 0 && standing.working < this.#limitOf(party)) standing.working += 1
    else await new Promise<void>((enter) => waiting.push(enter))
    let isHeld = true
    return () => {
      if (isHeld) this.#end(party, standing)
      isHeld = false
    }
  }

  #end(party: string, standing: Standing): void {
    standing.working -= 1
    // Whoever waits takes over here, so that nobody who comes later gets in between.
    while (standing.waiting.length > 0 && standing.working < this.#limitOf(party)) {
      standing.working += 1
      standing.waiting.shift()!()
    }
    if (standing.working === 0) this.#parties.delete(party)
  }

  #note(party: string): void {
    if (party !== this.#last.party) this.#before = this.#last
    this.#last = { party, at: this.#now() }
  }

  #limitOf(party: string): number {
    const other = party === this.#last.party ? this.#before : this.#last
    const { alone, beside, memoryMs } = this.#limits
    return this.#now() - other.at < memoryMs ? beside : alone
  }
}

/**
 * Makes every request wait for its party's turn, once its body was read and its signature verified:
 * a slow line takes no turn, and what waits holds no connection to the database. The turn ends with
 * the answer, or when the caller leaves.
 */
export function waitForTurns(app: FastifyInstance, turns = new Turns()): void {
  const ends = new WeakMap<object, () => void>()
  app.addHook('preValidation', async (request, reply) => {
    const end = await turns.take(request.party?.id ?? '')
    ends.set(request, end)
    reply.raw.once('close', end)
    // The caller may have left while it waited: then nothing will be closed any more.
    if (request.raw.socket.destroyed) end()
  })
  // Before the last byte is read by a slow reader.
  app.addHook('onSend', async (request) => ends.get(request)?.())
}
