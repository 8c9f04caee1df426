import { createHmac, randomBytes, timingSafeEqual } from 'node:crypto'
import { sha256 } from '../crypto/hash.js'

/** Cookie of a session: sent back to this host alone, over TLS alone, and by no other site. */
export const SESSION_COOKIE = '__Host-session'

/** Cookie that remembers the language. */
export const LANGUAGE_COOKIE = '__Host-language'

/** Minutes without use after which a session ends. */
export const IDLE_MINUTES = 30

/** Hours after which a session ends however much it is used: a working day. */
export const LONGEST_HOURS = 10

/** Minutes between two notes of a use. */
const NOTE_MINUTES = 1

const MINUTE_MS = 60_000
const TOKEN = /^[A-Za-z0-9_-]{43}$/

/** A session as it is kept. */
export interface Session {
  readonly tokenHash: Buffer
  /** Certificate that signed in, lower-case hex. */
  readonly fingerprint: string
  readonly begunAt: Date
  readonly seenAt: Date
  /** For which municipality the person chose to act in it, by CBS code; `null` before the choice. */
  readonly municipality: string | null
}

/** A new token: 256 random bits, base64url. */
export function newToken(): string {
  return randomBytes(32).toString('base64url')
}

/** What is kept of a token; `undefined` for a text that is none. */
export function tokenHash(token: string): Buffer | undefined {
  return TOKEN.test(token) ? sha256(Buffer.from(token, 'base64url')) : undefined
}

/** Whether a session may go on: bound to this very certificate, in use, and not too old. */
export function isOpen(session: Session, fingerprint: string, now: Date): boolean {
  const idle = now.getTime() - session.seenAt.getTime()
  const age = now.getTime() - session.begunAt.getTime()
  return (
    session.fingerprint === fingerprint &&
    idle <= IDLE_MINUTES * MINUTE_MS &&
    age <= LONGEST_HOURS * 60 * MINUTE_MS
  )
}

/** Whether the use of a session should be noted now; not at every request. */
export function needsNote({ seenAt }: Session, now: Date): boolean {
  return now.getTime() - seenAt.getTime() >= NOTE_MINUTES * MINUTE_MS
}

/** What forms of a session carry: only a page of this very session can know it. */
export function formToken(token: string): string {
  return createHmac('sha256', Buffer.from(token, 'base64url'))
    .update('vroegsignaal console form 1')
    .digest('base64url')
}

/** Whether a form came from a page of the session. */
export function isFormToken(given: string, token: string): boolean {
  const [left, right] = [Buffer.from(given), Buffer.from(formToken(token))]
  return left.length === right.length && timingSafeEqual(left, right)
}

/** A cookie of ours from the header; `undefined` when it is missing or there twice. */
export function readCookie(header: string | undefined, name: string): string | undefined {
  const pairs = (header ?? '').split(';').map((pair) => pair.trim())
  const values = pairs.filter((pair) => pair.startsWith(`${name}=`))
  return values.length === 1 ? values[0]!.slice(name.length + 1) : undefined
}

/**
 * A cookie as it is set.
 *
 * @param seconds How long the browser keeps it; until it closes when left out, zero removes it.
 */
export function writeCookie(name: string, value: string, seconds?: number): string {
  const age = seconds === undefined ? '' : `; Max-Age=${seconds}`
  return `${name}=${value}; Path=/; Secure; HttpOnly; SameSite=Strict${age}`
}
