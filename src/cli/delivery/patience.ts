import { setTimeout as pause } from 'node:timers/promises'
import { RefusedError, UnreachableError, VerificationError } from '../../client/index.js'
import { CommandFailure } from '../failure.js'

const FIRST_PAUSE_MS = 500
const LONGEST_PAUSE_MS = 10_000
const BUSY = new Set([429, 502, 503, 504])

/**
 * Tries again while there is no answer; an answer, also a refusal, is final.
 *
 * @throws {CommandFailure} `delivery.interrupted`, `verification.*`, `trial.quota`.
 */
export async function patiently<Result>(
  work: () => Promise<Result>,
  patienceMs: number,
): Promise<Result> {
  const began = performance.now()
  for (let pauseMs = FIRST_PAUSE_MS; ; pauseMs = Math.min(pauseMs * 2, LONGEST_PAUSE_MS)) {
    try {
      return await work()
    } catch (error) {
      if (error instanceof RefusedError && error.code === 'quota.exceeded') throw quotaUsed()
      const isBusy = error instanceof RefusedError && BUSY.has(error.status)
      if (!isBusy && !(error instanceof UnreachableError)) throw stopped(error)
      const left = patienceMs - (performance.now() - began)
      if (left <= 0) throw interrupted()
      await pause(Math.min(pauseMs, left))
    }
  }
}

/** A receipt that does not hold is no receipt, and no reason to send something else. */
function stopped(error: unknown): unknown {
  return error instanceof VerificationError ? new CommandFailure(...notVerified(error)) : error
}

function notVerified({ what }: VerificationError): ConstructorParameters<typeof CommandFailure> {
  return [
    `verification.${what}`,
    'What the hub answered does not verify. Ask its operator; the same command continues later.',
    3,
    'Wat de hub antwoordde klopt niet. Vraag het de beheerder; hetzelfde commando gaat later verder.',
  ]
}

function interrupted(): CommandFailure {
  return new CommandFailure(
    'delivery.interrupted',
    'The hub cannot be reached. Give the same command again later: it continues where it stopped, and nothing is delivered twice.',
    3,
    'De hub is niet bereikbaar. Geef later hetzelfde commando nogmaals: het gaat verder waar het was, en niets wordt dubbel afgeleverd.',
  )
}

function quotaUsed(): CommandFailure {
  return new CommandFailure(
    'trial.quota',
    'The hub tries no more rows today. Go on tomorrow, or deliver with --no-trial: then rows that the hub refuses are known from the report only.',
    1,
    'De hub beoordeelt vandaag geen rijen meer op proef. Ga morgen verder, of lever aan met --no-trial: wat de hub weigert blijkt dan pas uit het verslag.',
  )
}
