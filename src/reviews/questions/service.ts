import { recordAccess } from '../../access-log/index.js'
import type { Context } from '../../context.js'
import { inTransaction } from '../../db/transaction.js'
import { HubError } from '../../kernel/errors.js'
import { isUuid } from '../../kernel/identifiers.js'
import type { Caller } from '../../parties/index.js'
import { LONGEST_TEXT } from '../finding.js'
import { answerQuestion, selectQuestions, type Question } from './store.js'

export type { Question } from './store.js'

/** A person of a party that is asked. */
export type Asked = Caller & { readonly holder: string }

/** The questions that officers put to a party; reading them is logged in the hub's partition. */
export function listQuestions(
  context: Pick<Context, 'db' | 'clock'>,
  person: Asked,
): Promise<readonly Question[]> {
  return inTransaction(context.db, 'reviews.questions', scopeOf(person), async (tx) => {
    const questions = await selectQuestions(tx, person.id)
    await recordAccess(tx, context, [
      {
        ...entryOf(person),
        controller: 'hub',
        action: 'VIEW',
        operation: 'consoleQuestions',
        objects: { questions: questions.length },
        count: questions.length,
      },
    ])
    return questions
  })
}

/**
 * Answers a question, once; whoever asked finds the answer with the item.
 *
 * @throws {HubError} `route.unknown` when there is no such question without an answer,
 *   `request.malformed` for an answer that is empty or too long.
 */
export async function giveAnswer(
  context: Pick<Context, 'db' | 'clock'>,
  person: Asked,
  question: string,
  text: string,
): Promise<void> {
  if (text === '' || text.length > LONGEST_TEXT) {
    throw new HubError('request.malformed', 'An answer has 1 to 2,000 characters.')
  }
  await inTransaction(context.db, 'reviews.answer', scopeOf(person), async (tx) => {
    const at = context.clock.now()
    const { holder, fingerprint: key } = person
    const answered = isUuid(question)
      ? await answerQuestion(tx, question, { at, holder, key, text })
      : undefined
    if (answered === undefined) throw new HubError('route.unknown', 'There is no such question.')
    const { controller, item, number } = answered
    await recordAccess(tx, context, [
      {
        ...entryOf(person),
        controller,
        action: 'REVIEW',
        operation: 'consoleAnswer',
        objects: { item, number, question },
        count: 1,
      },
    ])
  })
}

function scopeOf({ id }: Asked) {
  return { role: 'vroegsignaal_edge', party: id } as const
}

function entryOf({ id, fingerprint, role, trace }: Asked) {
  return { actor: id, actorKey: fingerprint, role, result: 'ALLOW', ...trace } as const
}
