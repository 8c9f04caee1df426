import { recordAccess } from '../../access-log/index.js'
import type { Context } from '../../context.js'
import { inTransaction } from '../../db/transaction.js'
import type { components } from '../../generated/openapi.js'
import { dayOf, type Day } from '../../kernel/calendar.js'
import { HubError } from '../../kernel/errors.js'
import { creditorsOf, type Caller } from '../../parties/index.js'
import { MOST_PAUSE_MONTHS, monthsLater, untilOf, type PauseRefusal } from '../pause.js'
import { selectOneAsked } from '../store.js'
import { askedView, standing, type AskedRow } from '../view.js'
import { updateAnswer, type GivenAnswer } from './store.js'

type Schemas = components['schemas']

/** A signed answer. */
export interface PauseAnswer {
  readonly pauseId: string
  readonly answer: Schemas['CollectionPauseAnswer']['answer']
  /** Last day of the pause, with CONFIRM; as long as was asked unless told. */
  readonly untilOn?: Day | undefined
  /** Why not, with DECLINE. */
  readonly refusal?: PauseRefusal | undefined
  readonly digest: Buffer
  /** Fingerprint of the certificate that signed, hexadecimal. */
  readonly signer: string
}

/**
 * Confirms or declines what a municipality asks, by the creditor or an agent that delivers for it. The
 * same answer again changes nothing.
 *
 * @throws {HubError} `pause.unknown` for whom it does not concern; `pause.conflict` when it was
 *   withdrawn, its days are over, or it was answered otherwise; `request.invalid` for a day out of
 *   bounds, and for a reason or a day that does not go with the answer.
 */
export function answerPause(
  context: Context,
  caller: Caller,
  given: PauseAnswer,
): Promise<Schemas['AskedPause']> {
  const { pauseId, digest, signer } = given
  const now = context.clock.now()
  const today = dayOf(now)
  const scope = { role: 'vroegsignaal_intake', party: caller.id, controller: caller.id } as const
  return inTransaction(context.db, 'collection_pauses.answer', scope, async (tx) => {
    const creditors = await creditorsOf(tx, caller.id, today)
    const found = await selectOneAsked(tx, creditors, pauseId)
    if (found === undefined)
      throw new HubError('pause.unknown', 'Nothing of this id is asked here.')
    if (isSame(found, given)) return askedView(found, today)
    const answer = answerIn(given, found.months, today)
    const stands = standing(found, today) === 'ASKED'
    if (!stands || !(await updateAnswer(tx, pauseId, answer, now))) {
      const detail = 'It was withdrawn, its time is over, or it was answered otherwise.'
      throw new HubError('pause.conflict', detail)
    }
    const { creditor, shown_municipality: shownAs, municipality } = found
    const entry = {
      actor: caller.id,
      actorKey: signer,
      role: caller.role,
      action: 'PAUSE',
      operation: 'answerCollectionPause',
      result: 'ALLOW',
      count: 1,
      ...caller.trace,
      at: now,
    } as const
    const shared = {
      ...{ creditor, notifications: [found.notification_id], pauseId, answer: given.answer },
      ...(answer.status === 'CONFIRMED'
        ? { untilOn: answer.untilOn }
        : { refusal: answer.refusal }),
    }
    await recordAccess(tx, context, [
      {
        ...entry,
        controller: creditor,
        objects: {
          municipality: shownAs ?? municipality,
          ...shared,
          body: digest.toString('hex'),
        },
      },
      { ...entry, controller: found.asked_by, objects: { municipality, ...shared } },
    ])
    return askedView((await selectOneAsked(tx, creditors, pauseId))!, today)
  })
}

/** Whether this is what was answered before. A pause that was confirmed without a day is any day. */
function isSame(found: AskedRow, { answer, untilOn, refusal }: PauseAnswer): boolean {
  if (answer === 'CONFIRM') {
    return found.status === 'CONFIRMED' && (untilOn === undefined || untilOn === found.until_on)
  }
  return found.status === 'DECLINED' && refusal === found.decline_reason
}

function answerIn(
  { answer, untilOn, refusal }: PauseAnswer,
  months: number,
  today: Day,
): GivenAnswer {
  if (answer === 'DECLINE') {
    if (refusal === undefined) throw wrong('refusal', 'pause.refusal', 'says why it is declined')
    if (untilOn !== undefined) throw wrong('untilOn', 'pause.until', 'goes with CONFIRM')
    return { status: 'DECLINED', refusal }
  }
  if (refusal !== undefined) throw wrong('refusal', 'pause.refusal', 'goes with DECLINE')
  const until = untilOf(today, months, untilOn)
  if (until === undefined) {
    const last = monthsLater(today, MOST_PAUSE_MONTHS)
    throw wrong('untilOn', 'pause.until', `is a day after today and at the latest ${last}`)
  }
  return { status: 'CONFIRMED', untilOn: until }
}

function wrong(member: string, code: string, detail: string): HubError {
  return new HubError('request.invalid', 'The answer does not say what it has to.', {
    places: [{ pointer: `/${member}`, code, detail }],
  })
}
