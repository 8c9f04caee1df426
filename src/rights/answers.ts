import type { components } from '../generated/openapi.js'
import type { Clock } from './clock/store.js'
import type { OpenRequest } from './life/service.js'
import type { RightsRequest } from './life/store.js'
import type { NoticeStatement } from './notice.js'

type Schemas = components['schemas']

/** A request with its clock, as the contract writes it. */
export function summaryOf(
  clock: Clock,
  request: RightsRequest | undefined,
): Schemas['ObjectionSummary'] {
  const { extendedAt, answeredAt, answer } = clock
  const liftedAt = request?.liftedAt ?? null
  return {
    requestId: clock.request,
    municipalityCode: clock.municipality,
    kind: clock.kind,
    reason: clock.reference,
    receivedOn: clock.receivedOn,
    registeredAt: clock.registeredAt.toISOString(),
    dueOn: clock.dueOn,
    ...(extendedAt !== null && { extendedAt: extendedAt.toISOString() }),
    ...(answeredAt !== null && { answeredAt: answeredAt.toISOString() }),
    ...(answer !== null && { answer }),
    ...(liftedAt !== null && { liftedAt: liftedAt.toISOString() }),
    ...(request !== undefined && { reached: request.held }),
  }
}

/** A request with everything that happened; one for access has a clock and nothing else. */
export function objectionOf(clock: Clock, opened: OpenRequest | undefined): Schemas['Objection'] {
  const summary = summaryOf(clock, opened?.request)
  if (opened === undefined) return { summary, steps: [], notifications: [], corrections: [] }
  const { request, steps, holds, notices } = opened
  return {
    summary,
    policy: request.policy,
    comparesUntilOn: request.endsOn,
    steps: steps.map(({ at, step, party, count }) => ({
      at: at.toISOString(),
      step,
      party,
      count,
    })),
    notifications: holds.map((hold) => ({
      creditorId: hold.creditor,
      notificationId: hold.notificationId,
      month: hold.month,
      ...(hold.caseId !== null && { caseId: hold.caseId }),
      ...(hold.withheld !== null && { withheld: hold.withheld as Schemas['Withheld'] }),
      ...(hold.liftedAt !== null && { liftedAt: hold.liftedAt.toISOString() }),
    })),
    corrections: notices.map(({ noticeId, issuedAt, statement, acknowledgedAt }) => ({
      noticeId,
      issuedAt: issuedAt.toISOString(),
      action: (JSON.parse(statement) as NoticeStatement).action,
      ...(acknowledgedAt !== null && { acknowledgedAt: acknowledgedAt.toISOString() }),
    })),
  }
}
