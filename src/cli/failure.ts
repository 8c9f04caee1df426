/** Ends a command with a sentence for the person at the keyboard; never with a stack. */
export class CommandFailure extends Error {
  override readonly name = 'CommandFailure'
  /** 1: the work was refused or failed; 2: the command was called wrongly. */
  readonly exitCode: 1 | 2
  /** For scripts, beside the sentence. */
  readonly code: string

  constructor(code: string, message: string, exitCode: 1 | 2 = 1) {
    super(message)
    this.code = code
    this.exitCode = exitCode
  }
}
