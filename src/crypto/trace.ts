import { randomBytes } from 'node:crypto'

/** Names a trace for work that nobody asked for over the wire (W3C Trace Context: 16 and 8 bytes). */
export function newTrace() {
  return { traceId: randomBytes(16).toString('hex'), spanId: randomBytes(8).toString('hex') }
}
