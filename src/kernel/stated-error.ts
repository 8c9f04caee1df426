/**
 * A failure that an operator reads: the message says what is wrong and holds no secret and no person.
 * Shown by commands as it is; over the wire it is as opaque as any other error.
 */
export class StatedError extends Error {
  override readonly name: string = 'StatedError'
  /** For scripts, beside the message. */
  readonly code: string

  constructor(code: string, message: string) {
    super(message)
    this.code = code
  }
}
