import type { Clock } from './kernel/clock.js'

/** How serious a message is, most serious first. */
export const LEVELS = ['fatal', 'error', 'warn', 'info', 'debug', 'trace'] as const
/** One level of seriousness. */
export type Level = (typeof LEVELS)[number]

/** What may stand in a message beside its text: codes, counts, ids and times. */
export type Fields = Readonly<Record<string, string | number | boolean | null | undefined>>

/**
 * Operational messages: a constant text and plain fields. There is no way to hand over an object, so
 * no body, no error of a driver and no request can slip in.
 */
export type Logger = Readonly<Record<Level, (message: string, fields?: Fields) => void>>

/** Longest text of a field; what is longer was not meant to be a code or an id. */
const MOST_CHARACTERS = 200

/**
 * Writes messages as JSON lines.
 *
 * @param least Messages less serious than this are dropped; `silent` drops all.
 * @param write Takes one line without its end.
 */
export function createLogger(
  clock: Clock,
  least: Level | 'silent',
  write: (line: string) => void,
): Logger {
  const shown = least === 'silent' ? 0 : LEVELS.indexOf(least) + 1
  const entries = LEVELS.map((level, at) => {
    const log = (message: string, fields: Fields = {}) => {
      if (at >= shown) return
      write(JSON.stringify({ at: clock.now(), level, message, ...plain(fields) }))
    }
    return [level, log] as const
  })
  return Object.fromEntries(entries) as unknown as Logger
}

/**
 * Where an error arose and of what class it is. Not its message, which may quote anything.
 *
 * @returns Fields for a message.
 */
export function describeError(error: unknown): Fields {
  if (!(error instanceof Error)) return { error: typeof error }
  const frames = framesOf(error)
  const code: unknown = 'code' in error ? error.code : undefined
  return {
    error: error.name,
    ...(typeof code === 'string' && /^[A-Za-z0-9_.]{1,60}$/.test(code) && { code }),
    at1: frames[0]?.trim(),
    at2: frames[1]?.trim(),
    at3: frames[2]?.trim(),
  }
}

/** The frames behind the message; none when the message cannot be told from them. */
function framesOf({ stack = '', message }: Error): string[] {
  const end = message === '' ? 0 : stack.indexOf(message) + message.length
  if (message !== '' && end < message.length) return []
  return stack
    .slice(end)
    .split('\n')
    .filter((line) => /^ {4}at /.test(line))
}

function plain(fields: Fields): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(fields).map(([name, value]) => [
      name,
      typeof value === 'string' ? value.slice(0, MOST_CHARACTERS) : scalar(value),
    ]),
  )
}

/** Callers that got around the types still cannot write an object. */
function scalar(value: unknown): unknown {
  return value === null || ['number', 'boolean', 'undefined'].includes(typeof value)
    ? value
    : '[not logged]'
}
