import type { Listen } from './config.js'
import { StatedError } from './kernel/stated-error.js'

/** A listener could not be opened; the message names its settings and its address. */
export class ListenerError extends StatedError {
  override readonly name = 'ListenerError'

  constructor(listener: 'DATA' | 'PUBLIC' | 'METRICS', { host, port }: Listen, error: unknown) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : 'unknown'
    const where = `${host} port ${port} (VS_${listener}_HOST, VS_${listener}_PORT)`
    const why = REASONS[code] ?? `The system says ${code}.`
    super(`listener.${code}`, `Cannot listen on ${where}. ${why}`)
  }
}

const REASONS: Readonly<Record<string, string>> = {
  EADDRINUSE: 'Something listens there already, perhaps another hub; choose another port.',
  EADDRNOTAVAIL: 'This machine has no such address.',
  ENOTFOUND: 'No address belongs to that name.',
  EACCES: 'This user may not; many systems keep ports below 1024 for privileged users.',
}
