import type { FastifyReply, FastifyRequest } from 'fastify'
import type { IncomingHttpHeaders } from 'node:http'
import { HubError } from '../kernel/errors.js'

/** What one party may hold of all room, so that there is always some for another. */
const SHARE = 0.5

/**
 * Bytes of bodies that are being received or worked on. A body counts from its first header to the
 * end of its answer, for as long as it may be in memory.
 */
export class BodiesInFlight {
  readonly #most: number
  #bytes = 0
  readonly #bytesOf = new Map<string, number>()

  constructor(most: number) {
    this.#most = most
  }

  /**
   * Makes room for a body, before any of it is read. One body of a party always may have all the room
   * there is; several together have half.
   *
   * @returns Gives the room back; calling it again does nothing.
   * @throws {HubError} `hub.overloaded` when there is none.
   */
  hold(party: string, bytes: number): () => void {
    if (this.#bytes + bytes > this.#most) {
      throw new HubError('hub.overloaded', 'The hub is working on as much as it can hold.')
    }
    const held = this.#bytesOf.get(party) ?? 0
    if (held > 0 && held + bytes > this.#most * SHARE) {
      throw new HubError('hub.overloaded', 'The hub is working on as much as it can hold of you.')
    }
    this.#add(party, bytes)
    let isHeld = true
    return () => {
      if (isHeld) this.#add(party, -bytes)
      isHeld = false
    }
  }

  #add(party: string, bytes: number): void {
    this.#bytes += bytes
    const held = (this.#bytesOf.get(party) ?? 0) + bytes
    if (held > 0) this.#bytesOf.set(party, held)
    else this.#bytesOf.delete(party)
  }
}

/**
 * Sheds a request whose body would not fit into memory beside those under way; a small answer in
 * place of one process that falls over with everything in it.
 *
 * @param limit Bytes that one body may have; what is announced as larger is refused later and unread.
 */
export function holdBody(
  bodies: BodiesInFlight,
  limit: number,
  { headers, raw, party }: FastifyRequest,
  reply: FastifyReply,
): void {
  const bytes = Math.min(announcedBytes(headers, limit), limit)
  if (bytes === 0) return
  const release = bodies.hold(party?.id ?? '', bytes)
  reply.raw.once('close', release)
  // The caller may have left while it was being identified: then nothing will be closed any more.
  if (raw.socket.destroyed) release()
}

/** What a body may grow to; without a length it may become as large as any. */
function announcedBytes(headers: IncomingHttpHeaders, limit: number): number {
  if (headers['transfer-encoding'] !== undefined) return limit
  return Number(headers['content-length'] ?? 0)
}
