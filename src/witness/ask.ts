import { Agent, fetch } from 'undici'
import { openNote, NoteError } from '../crypto/signed-note.js'
import { formatAddCheckpoint, type AddCheckpoint } from './message.js'
import type { KnownWitness } from './policy.js'
import { withLines } from './witness.js'

/** What asking a witness came to. */
export type Asked =
  /** It signed; `line` was checked against its key. */
  | { readonly outcome: 'cosigned'; readonly line: string }
  /** It has signed another size than the log believed: ask again from there. */
  | { readonly outcome: 'size'; readonly size: number }
  /** It will not sign; 409 and 422 mean that it saw another history of this log. */
  | { readonly outcome: 'refused'; readonly status: number }
  /** Its answer is not the signature it should be. */
  | { readonly outcome: 'invalid' }
  /** No answer; `code` of the socket. */
  | { readonly outcome: 'unreachable'; readonly code: string }

/** How witnesses are reached. */
export interface WitnessTransport {
  /** Authorities of their certificates (PEM); those of the system when left out. */
  readonly ca?: string | undefined
  readonly signal?: AbortSignal
}

const TIMEOUT_MS = 15_000
const MOST_ANSWER_BYTES = 16 * 1024

/** Sends a checkpoint to one witness and checks what comes back. Never throws for what it answers. */
export async function askWitness(
  witness: KnownWitness & { readonly url: string },
  message: AddCheckpoint,
  { ca, signal }: WitnessTransport = {},
): Promise<Asked> {
  const dispatcher = new Agent({
    // However long it says that it is, or goes on.
    maxResponseSize: MOST_ANSWER_BYTES,
    ...(ca !== undefined && { connect: { ca } }),
  })
  try {
    const answer = await fetch(`${witness.url}/add-checkpoint`, {
      method: 'POST',
      headers: { 'content-type': 'text/plain; charset=utf-8' },
      body: formatAddCheckpoint(message),
      redirect: 'error',
      dispatcher,
      signal: AbortSignal.any([AbortSignal.timeout(TIMEOUT_MS), ...(signal ? [signal] : [])]),
    })
    return read(witness, message, answer.status, await answer.text())
  } catch (error) {
    return { outcome: 'unreachable', code: codeOf(error) }
  } finally {
    await dispatcher.destroy()
  }
}

function read(
  { verifier }: KnownWitness,
  { oldSize, checkpoint }: AddCheckpoint,
  status: number,
  text: string,
): Asked {
  if (status === 409) {
    const size = /^(0|[1-9]\d{0,15})\n?$/.test(text) ? Number(text) : undefined
    return size === undefined || size === oldSize
      ? { outcome: 'refused', status }
      : { outcome: 'size', size }
  }
  if (status !== 200) return { outcome: 'refused', status }
  const [line] = text.split('\n').filter((each) => each.startsWith(`\u2014 ${verifier.name} `))
  if (line === undefined) return { outcome: 'invalid' }
  try {
    openNote(withLines(checkpoint, [`${line}\n`]), verifier)
    return { outcome: 'cosigned', line: `${line}\n` }
  } catch (error) {
    if (error instanceof NoteError) return { outcome: 'invalid' }
    throw error
  }
}

function codeOf(error: unknown): string {
  for (let current = error; current instanceof Error; current = current.cause) {
    if ('code' in current && typeof current.code === 'string') return current.code
  }
  return error instanceof Error ? error.name : 'UNKNOWN'
}
