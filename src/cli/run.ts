import { RefusedError, UnreachableError, VerificationError } from '../client/index.js'
import { DatabaseError } from '../db/transaction.js'
import { HubError } from '../kernel/errors.js'
import { StatedError } from '../kernel/stated-error.js'
import type { Language } from '../spreadsheet/index.js'
import { CommandFailure, type FailureExit } from './failure.js'
import { describeFileError } from './file-error.js'
import { printJson, terminal, type Output } from './output.js'

/**
 * Runs a command and turns whatever goes wrong into one sentence and an exit code: 0 done, 1 refused
 * or failed, 2 called wrongly, 3 to be given again. What a stranger wrote never shows: an unknown
 * error is only named.
 */
export async function runCommand(
  work: () => Promise<void>,
  json: boolean,
  output: Output = terminal,
  language: Language = 'en',
): Promise<void> {
  try {
    await work()
  } catch (error) {
    const failure = describe(error, language)
    if (json) printJson(output, { error: failure.code, message: failure.message })
    else output.note(`vroegsignaal: ${failure.message} [${failure.code}]`)
    for (const place of failure.places) {
      if (!json) output.note(`  ${place.pointer}: ${place.detail} [${place.code}]`)
    }
    process.exitCode = failure.exitCode
  }
}

interface Described {
  readonly code: string
  readonly message: string
  readonly exitCode: FailureExit
  readonly places: readonly { pointer: string; code: string; detail: string }[]
}

function describe(error: unknown, language: Language): Described {
  if (error instanceof CommandFailure) {
    const { code, exitCode, dutch } = error
    const message = language === 'nl' ? (dutch ?? error.message) : error.message
    return { ...plain({ code, message }), exitCode }
  }
  if (error instanceof RefusedError) return { ...plain(error), places: error.places }
  if (error instanceof HubError) return { ...plain(error), places: error.places }
  if (error instanceof VerificationError) {
    return { ...plain({ code: `verification.${error.what}`, message: error.message }) }
  }
  if (error instanceof UnreachableError) {
    return { ...plain({ code: 'hub.unreachable', message: error.message }) }
  }
  if (error instanceof DatabaseError) {
    return { ...plain({ code: `database.${error.sqlState}`, message: error.message }) }
  }
  if (error instanceof StatedError) return plain(error)
  const refusedFile = describeFileError(error, language)
  if (refusedFile !== undefined) return plain(refusedFile)
  const name = error instanceof Error ? error.name : 'unknown'
  const code = error instanceof Error && 'code' in error ? String(error.code) : name
  return plain({ code: `internal.${code}`, message: 'Something went wrong inside the command.' })
}

function plain({ code, message }: { code: string; message: string }): Described {
  return { code, message, exitCode: 1, places: [] }
}
