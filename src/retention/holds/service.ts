import type { Tx } from '../../db/client.js'
import { HubError } from '../../kernel/errors.js'
import { isUuid, randomId } from '../../kernel/identifiers.js'
import {
  change,
  list,
  type ChangeObjects,
  type Operator,
  type RegistryContext,
} from '../../registry/index.js'
import { partyOf, tellConcerned } from '../schedule/service.js'
import { lockRetention, resetProgress, selectPartyOf } from '../schedule/store.js'
import * as store from './store.js'

export type { HoldRow, HoldScope } from './store.js'

/**
 * Keeps what is given from being forgotten, at once. A second person confirms it within seven days, or
 * it lapses: nobody can keep data for ever alone, and nothing is lost while the other is asked.
 *
 * @returns The id of the hold.
 * @throws {HubError} `registry.invalid` for an empty scope or reason, a malformed part of it, or a
 *   pseudonym for the operator that has another form; `registry.unknown` for a municipality that does
 *   not take part.
 */
export function placeHold(
  context: RegistryContext,
  operator: Operator,
  scope: store.HoldScope,
  reason: string,
): Promise<string> {
  checkScope(scope)
  checkReason(reason)
  const holdId = randomId()
  return change(context, operator, 'placeHold', async (tx) => {
    await lockRetention(tx)
    const { municipality, party, caseId, fromMonth: from, untilMonth: until } = scope
    const concerned = municipality === undefined ? '' : await partyOf(tx, municipality)
    const placed = { reason, by: operator.pseudonym, at: context.clock.now() }
    await store.insertHold(tx, holdId, scope, placed)
    // A pseudonym is not repeated in a log of another domain; the hold has it.
    const objects: ChangeObjects = {
      hold: holdId,
      municipality,
      party,
      caseId,
      from,
      until,
      reason,
    }
    await tellConcerned(tx, context, operator, 'placeHold', concerned, objects)
    return { result: holdId, objects }
  })
}

/** A second person agrees. @throws {HubError} `registry.invalid` for the same person or a lapsed one. */
export function confirmHold(
  context: RegistryContext,
  operator: Operator,
  holdId: string,
): Promise<void> {
  return step(context, operator, 'confirmHold', holdId, {}, async (tx, at) => {
    if (await store.confirm(tx, holdId, operator.pseudonym, at)) return
    throw invalid(
      'A hold is confirmed once, by somebody else than who placed it, within seven days.',
    )
  })
}

/** Asks for the end of a hold, which goes on until somebody else ends it. @throws {HubError} */
export function releaseHold(
  context: RegistryContext,
  operator: Operator,
  holdId: string,
  reason: string,
): Promise<void> {
  checkReason(reason)
  return step(context, operator, 'releaseHold', holdId, { reason }, async (tx, at) => {
    if (await store.askEnd(tx, holdId, reason, operator.pseudonym, at)) return
    throw invalid('This hold has ended, or its end was asked for before.')
  })
}

/** Ends a hold that somebody else asked to end; what is overdue goes in the next run. @throws {HubError} */
export function endHold(
  context: RegistryContext,
  operator: Operator,
  holdId: string,
): Promise<void> {
  return step(context, operator, 'endHold', holdId, {}, async (tx, at) => {
    if (!(await store.end(tx, holdId, operator.pseudonym, at))) {
      throw invalid('A hold is ended by somebody else than who asked for its end.')
    }
    await resetProgress(tx)
  })
}

/** Every hold with its state, to an operator; logged. */
export function listHolds(
  context: RegistryContext,
  operator: Operator,
): Promise<readonly store.HoldRow[]> {
  return list(context, operator, 'listHolds', (tx) => store.selectHolds(tx, context.clock.now()))
}

function step(
  context: RegistryContext,
  operator: Operator,
  operation: 'confirmHold' | 'releaseHold' | 'endHold',
  holdId: string,
  said: ChangeObjects,
  work: (tx: Tx, at: Date) => Promise<void>,
): Promise<void> {
  return change(context, operator, operation, async (tx) => {
    await lockRetention(tx)
    const municipality = isUuid(holdId) ? await store.selectHoldMunicipality(tx, holdId) : undefined
    if (municipality === undefined) throw new HubError('registry.unknown', 'There is no such hold.')
    await work(tx, context.clock.now())
    const objects = { hold: holdId, ...(municipality !== '' && { municipality }), ...said }
    const concerned = municipality === '' ? '' : ((await selectPartyOf(tx, municipality)) ?? '')
    await tellConcerned(tx, context, operator, operation, concerned, objects)
    return { result: undefined, objects }
  })
}

function checkScope(scope: store.HoldScope): void {
  if (Object.values(scope).every((part) => part === undefined)) {
    throw invalid('Say what is held: a municipality, party, case, pseudonym or period.')
  }
  if (scope.caseId !== undefined && !isUuid(scope.caseId)) throw invalid('A case is a UUID.')
  if (scope.pseudonym !== undefined && !/^[0-9a-f]{32}$/.test(scope.pseudonym)) {
    throw invalid('A pseudonym is 32 hexadecimal digits.')
  }
  const { fromMonth, untilMonth } = scope
  if (untilMonth !== undefined && (fromMonth === undefined || untilMonth < fromMonth)) {
    throw invalid('A period has a first month, and a last that is not before it.')
  }
}

function checkReason(reason: string): void {
  if (reason.trim() === '' || reason.length > 500) {
    throw invalid('A reason of 1 to 500 characters is needed.')
  }
}

function invalid(detail: string): HubError {
  return new HubError('registry.invalid', detail)
}
