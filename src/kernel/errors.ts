/**
 * Every refusal of the hub, as the last part of its problem address. A code added here must be
 * given a status and a title in `http/problem.ts`, or the compiler says so.
 */
export type ErrorCode =
  | 'certificate.missing'
  | 'certificate.unregistered'
  | 'certificate.revoked'
  | 'certificate.wrong_purpose'
  | 'certificate.not_personal'
  | 'certificate.malformed'
  | 'certificate.expired'
  | 'certificate.organisation_number'
  | 'certificate.test_number'
  | 'certificate.weak_key'
  | 'certificate.untrusted'
  | 'party.role_not_allowed'
  | 'party.malformed'
  | 'party.not_served'
  | 'registry.invalid'
  | 'registry.unknown'
  | 'registry.conflict'
  | 'registry.conformance'
  | 'conformance.other_key'
  | 'conformance.other_side'
  | 'conformance.failed'
  | 'conformance.too_old'
  | 'day.malformed'
  | 'month.malformed'
  | 'request.invalid'
  | 'request.malformed'
  | 'request.too_large'
  | 'request.headers_too_large'
  | 'request.timeout'
  | 'request.expectation'
  | 'request.unreadable_json'
  | 'request.media_type'
  | 'request.not_acceptable'
  | 'request.precondition_failed'
  | 'request.misdirected'
  | 'request.transaction_id'
  | 'request.digest_mismatch'
  | 'rate.exceeded'
  | 'quota.exceeded'
  | 'route.unknown'
  | 'method.not_allowed'
  | 'signature.missing'
  | 'signature.repeated'
  | 'signature.too_large'
  | 'signature.malformed'
  | 'signature.not_canonical'
  | 'signature.critical_unknown'
  | 'signature.header_not_allowed'
  | 'signature.algorithm'
  | 'signature.key_unknown'
  | 'signature.key_revoked'
  | 'signature.key_expired'
  | 'signature.key_is_transport_key'
  | 'signature.wrong_party'
  | 'signature.type'
  | 'signature.time'
  | 'signature.digest'
  | 'signature.invalid'
  | 'body.wrong_hub'
  | 'body.wrong_operation'
  | 'body.stale'
  | 'body.nonce'
  | 'body.conflict'
  | 'form.forged'
  | 'agreement.unknown'
  | 'agreement.conflict'
  | 'enrolment.unknown'
  | 'enrolment.conflict'
  | 'enrolment.not_proven'
  | 'enrolment.full'
  | 'enrolment.no_renewal'
  | 'enrolment.no_authority'
  | 'invitation.unknown'
  | 'batch.unknown'
  | 'batch.conflict'
  | 'batch.creditor_mismatch'
  | 'work.duty'
  | 'work.case_unknown'
  | 'work.changed'
  | 'work.text'
  | 'work.executor'
  | 'work.sealed'
  | 'work.conflict'
  | 'feed.unknown'
  | 'feed.month_open'
  | 'feed.cursor'
  | 'feed.integrity'
  | 'pause.conflict'
  | 'pause.no_consent'
  | 'pause.notification_unknown'
  | 'pause.stopped'
  | 'pause.unknown'
  | 'sealing_key.invalid'
  | 'sealing_key.challenge_failed'
  | 'sealing_key.unknown'
  | 'sealing_key.conflict'
  | 'sealing_key.second_person'
  | 'transfer.case_closed'
  | 'transfer.case_unknown'
  | 'transfer.conflict'
  | 'transfer.held'
  | 'transfer.key'
  | 'transfer.no_mandate'
  | 'transfer.receiver'
  | 'transfer.sealed'
  | 'transfer.unknown'
  | 'triage.invalid'
  | 'triage.unknown'
  | 'triage.conflict'
  | 'triage.second_person'
  | 'envelope.unreadable'
  | 'log.unavailable'
  | 'log.entry_unknown'
  | 'log.not_integrated'
  | 'log.confidential'
  | 'trace.reason_missing'
  | 'review.not_now'
  | 'review.second_person'
  | 'rights.answered'
  | 'rights.extension_refused'
  | 'rights.lifted'
  | 'rights.registered'
  | 'hub.overloaded'
  | 'hub.not_ready'

/**
 * A refusal the caller may read. `detail` goes over the wire, so it never contains personal data;
 * what only operators may see travels in `cause` and stays in the process.
 */
export class HubError extends Error {
  override readonly name = 'HubError'
  readonly code: ErrorCode
  /** Places in the request, for refusals that point at several at once. */
  readonly places: readonly Place[]
  /** When trying again makes sense, where the case tells it better than the code does. */
  readonly retryAfterSeconds: number | undefined
  /**
   * Whose data it reached for, as the caller said or as was found: a party id, a municipality's code,
   * or `hub`. Its log gets to know; the answer never says it.
   */
  readonly aimedAt: string | undefined

  constructor(
    code: ErrorCode,
    detail: string,
    options?: ErrorOptions & {
      places?: readonly Place[]
      retryAfterSeconds?: number
      aimedAt?: string | undefined
    },
  ) {
    super(detail, options)
    this.code = code
    this.places = options?.places ?? []
    this.retryAfterSeconds = options?.retryAfterSeconds
    this.aimedAt = options?.aimedAt
  }
}

/** One place in a request and what is wrong there; never the value that stands there. */
export interface Place {
  /** Which part of the request; the body unless told. */
  readonly in?: 'body' | 'path' | 'query'
  /** JSON Pointer (RFC 6901) that ends at the last member the contract knows. */
  readonly pointer: string
  readonly code: string
  readonly detail: string
}
