import { HubError } from '../kernel/errors.js'

/** A form as it came: each field once. */
export type Form = ReadonlyMap<string, string>

/** Largest body of a form. */
export const FORM_BYTES = 64 * 1024

// A page of 200 cases to choose from, and what is to be recorded about them.
const MOST_FIELDS = 240
const NAME = /^[a-zA-Z][a-zA-Z0-9_]{0,39}$/
// Line ends are fine in a text of several lines; nothing else that cannot be seen is.
const UNSEEN =
  /[\u0000-\u0009\u000b\u000c\u000e-\u001f\u007f-\u009f\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff]/

/**
 * Reads a form strictly: proper UTF-8, known shapes of names, no field twice, no characters that
 * cannot be seen. Values come trimmed and in composed form (NFC).
 *
 * @throws {HubError} `request.malformed`, without anything of what was sent.
 */
export function parseForm(bytes: Buffer): Form {
  const form = new Map<string, string>()
  for (const pair of text(bytes).split('&').filter(Boolean)) {
    const at = pair.indexOf('=')
    const name = decoded(at < 0 ? pair : pair.slice(0, at))
    const value = decoded(at < 0 ? '' : pair.slice(at + 1)).replaceAll('\r\n', '\n')
    if (!NAME.test(name) || form.has(name) || UNSEEN.test(value)) throw malformed()
    form.set(name, value.normalize('NFC').trim())
  }
  if (form.size > MOST_FIELDS) throw malformed()
  return form
}

function text(bytes: Buffer): string {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes)
  } catch {
    throw malformed()
  }
}

function decoded(part: string): string {
  try {
    return decodeURIComponent(part.replaceAll('+', ' '))
  } catch {
    throw malformed()
  }
}

function malformed(): HubError {
  return new HubError('request.malformed', 'The form could not be read.')
}
