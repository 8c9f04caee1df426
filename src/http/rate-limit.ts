import type { FastifyReply } from 'fastify'
import { HubError } from '../kernel/errors.js'

const SECONDS = 60
/** Buckets that are kept before those that have filled up again are forgotten. */
const MOST_BUCKETS = 10_000

interface Bucket {
  tokens: number
  /** When `tokens` was right, in milliseconds of a clock that never stands still. */
  at: number
}

/** Where a caller stands after a request. */
export interface Standing {
  readonly isAllowed: boolean
  /** Whole requests that it may make at once now. */
  readonly left: number
  /** Seconds until it may make as many as ever, rounded up. */
  readonly fullInSeconds: number
  /** Seconds until it may make the next one, rounded up; zero when it may now. */
  readonly nextInSeconds: number
}

/**
 * Requests of each caller to this process, as a bucket of tokens that fills evenly: a minute's worth
 * may come at once, and no more than that in the long run. One caller's bucket is nobody else's.
 */
export class RateLimit {
  readonly #perMinute: number
  readonly #now: () => number
  readonly #buckets = new Map<string, Bucket>()

  /** @param now Milliseconds that rise evenly; the clock of the hub may be stepped or stand still. */
  constructor(perMinute: number, now: () => number = () => performance.now()) {
    this.#perMinute = perMinute
    this.#now = now
  }

  /** Takes one request off a caller's bucket, if there is one left. */
  take(caller: string): Standing {
    const now = this.#now()
    const bucket = this.#bucketOf(caller, now)
    const isAllowed = bucket.tokens >= 1
    if (isAllowed) bucket.tokens -= 1
    const { tokens } = bucket
    return {
      isAllowed,
      left: Math.floor(tokens),
      fullInSeconds: this.#secondsFor(this.#perMinute - tokens),
      nextInSeconds: this.#secondsFor(1 - tokens),
    }
  }

  #bucketOf(caller: string, now: number): Bucket {
    let bucket = this.#buckets.get(caller)
    if (bucket === undefined) {
      if (this.#buckets.size >= MOST_BUCKETS) this.#forgetFull(now)
      bucket = { tokens: this.#perMinute, at: now }
      this.#buckets.set(caller, bucket)
    }
    bucket.tokens = this.#filled(bucket, now)
    bucket.at = now
    return bucket
  }

  #filled({ tokens, at }: Bucket, now: number): number {
    return Math.min(this.#perMinute, tokens + ((now - at) / 1000) * (this.#perMinute / SECONDS))
  }

  #secondsFor(tokens: number): number {
    return Math.max(0, Math.ceil((tokens * SECONDS) / this.#perMinute))
  }

  /** A full bucket says no more than none. */
  #forgetFull(now: number): void {
    for (const [caller, bucket] of this.#buckets) {
      if (this.#filled(bucket, now) >= this.#perMinute) this.#buckets.delete(caller)
    }
  }
}

/**
 * Counts a request against the limit of its caller and tells the caller where it stands.
 *
 * @throws {HubError} `rate.exceeded`, with the time until the next request may come.
 */
export function limitRate(
  limit: RateLimit,
  perMinute: number,
  caller: string,
  reply: FastifyReply,
): void {
  const { isAllowed, left, fullInSeconds, nextInSeconds } = limit.take(caller)
  void reply.headers({
    'ratelimit-policy': `"requests";q=${perMinute};w=${SECONDS}`,
    ratelimit: `"requests";r=${left};t=${fullInSeconds}`,
  })
  if (isAllowed) return
  throw new HubError('rate.exceeded', `${perMinute} requests a minute are answered.`, {
    retryAfterSeconds: Math.max(1, nextInSeconds),
  })
}
