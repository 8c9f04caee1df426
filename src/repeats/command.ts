import type { operations } from '../generated/openapi.js'

/** A signed body that is to be carried out once. */
export interface SignedCommand {
  /** Party id of whoever signed. */
  readonly party: string
  readonly operation: keyof operations
  /** The body's own id, a UUID as sent. */
  readonly id: string
  /** SHA-256 of the signed bytes. */
  readonly digest: Buffer
}
