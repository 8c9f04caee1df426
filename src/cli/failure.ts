/** How a command may end badly: refused or failed, called wrongly, or stopped before the end. */
export type FailureExit = 1 | 2 | 3

/** Ends a command with a sentence for the person at the keyboard; never with a stack. */
export class CommandFailure extends Error {
  override readonly name = 'CommandFailure'
  /**
   * 1: the work was refused or failed; 2: the command was called wrongly; 3: it stopped before the end
   * and goes on where it stopped when it is given again.
   */
  readonly exitCode: FailureExit
  /** For scripts, beside the sentence. */
  readonly code: string
  /** The sentence in Dutch, of commands that speak it. */
  readonly dutch: string | undefined

  constructor(code: string, message: string, exitCode: FailureExit = 1, dutch?: string) {
    super(message)
    this.code = code
    this.exitCode = exitCode
    this.dutch = dutch
  }
}
