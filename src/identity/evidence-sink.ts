/** Where evidence goes: keyed tokens in the hub, plain hashes in an offline evaluation. */
export interface EvidenceSink {
  /**
   * Takes one token.
   *
   * @param kind Code of a kind in `linkage/kind.ts`.
   * @param message The fields it is over, each closed by a separator; ASCII.
   */
  token(kind: number, message: string): void
}

/** Closes each field in a message. No normalised field contains it, so messages cannot be confused. */
export const END = '\n'
