/** One place in the request and what is wrong there, as the hub names it. */
export interface ProblemPlace {
  readonly pointer: string
  readonly code: string
  readonly detail: string
}

/** The hub refused: the problem document (RFC 9457) as an error. */
export class RefusedError extends Error {
  override readonly name = 'RefusedError'
  readonly status: number
  /** For example `batch.conflict`. */
  readonly code: string
  readonly places: readonly ProblemPlace[]
  /** Identifier of the exchange, for asking the operator about it. */
  readonly instance: string | undefined

  constructor(status: number, problem: unknown) {
    const document = typeof problem === 'object' && problem !== null ? problem : {}
    const text = (member: string) => {
      const value = (document as Record<string, unknown>)[member]
      return typeof value === 'string' ? value : undefined
    }
    super(text('detail') ?? text('title') ?? `The hub answered ${status}.`)
    this.status = status
    this.code = text('code') ?? `http.${status}`
    this.instance = text('instance')
    const errors = (document as Record<string, unknown>)['errors']
    this.places = Array.isArray(errors) ? (errors as ProblemPlace[]) : []
  }
}

/** Something the hub sent does not verify: keep the bytes and ask, do not use them. */
export class VerificationError extends Error {
  override readonly name = 'VerificationError'
  /** What failed, for example `feed.root`. */
  readonly what: string

  constructor(what: string, message: string) {
    super(message)
    this.what = what
  }
}
