import type { Wire, WireAnswer } from './wire.js'

/** Who signs, and a second party whose key must not serve. */
export interface SigningSubject {
  readonly wire: Wire
  readonly other?: Wire
}

/** An operation with a signed body that can be tried as often as one likes. */
export interface SignedTarget<Subject extends SigningSubject> {
  readonly path: string
  readonly operation: string
  /** Fields of a body in which nothing is wrong. */
  readonly fields: (subject: Subject) => Readonly<Record<string, unknown>>
  /** Status when the signature holds. */
  readonly accepted: number
}

/** Text of a good body, so that nothing but its signature or its frame is judged. */
export function goodText<Subject extends SigningSubject>(
  { operation, fields }: SignedTarget<Subject>,
  subject: Subject,
): string {
  return subject.wire.sign(operation, fields(subject)).text
}

/** Sends a body with whatever headers. */
export function sendTo(
  { path }: { readonly path: string },
  { wire }: SigningSubject,
  body: string,
  headers: Readonly<Record<string, string | readonly string[]>>,
): Promise<WireAnswer> {
  return wire.ask(path, { method: 'POST', body, headers })
}
