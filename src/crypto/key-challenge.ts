import { randomBytes, type KeyObject } from 'node:crypto'
import { sha256 } from './hash.js'
import type { SealingKey } from './jwk.js'
import { unreadable } from './jwe-form.js'
import { decryptWith, encryptFor } from './recipient.js'

/** A question that only the holder of a private key can answer. */
export interface KeyChallenge {
  /** Compact JWE for the offered key. */
  readonly jwe: string
  /** SHA-256 of the answer, 32 bytes; the answer itself is not kept. */
  readonly answerHash: Buffer
}

const ANSWER_BYTES = 32
const ANSWER = /^[A-Za-z0-9_-]{43}$/

/**
 * Content type of a challenge. An opener that accepted another would decrypt for whoever asks: a
 * delivery key sent in place of a challenge would come back in clear.
 */
const CHALLENGE_CONTENT = 'vroegsignaal-challenge'

/** Seals a random text of 43 characters for a key that was offered. */
export function newKeyChallenge(offered: SealingKey): KeyChallenge {
  const answer = randomBytes(ANSWER_BYTES).toString('base64url')
  return {
    jwe: encryptFor(offered, CHALLENGE_CONTENT, Buffer.from(answer, 'latin1')),
    answerHash: sha256(answer),
  }
}

/**
 * Answers a challenge with the private key.
 *
 * @throws {HubError} `envelope.unreadable`, the same for every cause, and for anything sealed for
 *   this key that is not a challenge.
 */
export function answerKeyChallenge(jwe: string, privateKey: KeyObject): string {
  try {
    const answer = decryptWith(privateKey, CHALLENGE_CONTENT, jwe).toString('latin1')
    if (ANSWER.test(answer)) return answer
  } catch {
    // Falls through to the one refusal.
  }
  throw unreadable()
}
