import type { components } from '../../generated/openapi.js'
import { randomId } from '../../kernel/identifiers.js'
import type { BrpQuestion } from './adapter.js'

type Identity = components['schemas']['NotificationEarly']

/** A notification that a municipality opened, wherever it stands. */
export interface Asked {
  readonly creditorId: string
  readonly notificationId: string
  readonly identity?: Identity
}

/** A question with the notifications that its answer is about. */
export interface AboutQuestion {
  readonly questionId: string
  readonly about: readonly { readonly creditorId: string; readonly notificationId: string }[]
}

/**
 * Questions about the people in notifications: who is reported by several in the same words is asked
 * for once. Of a notification whose envelope is withheld there is nobody to ask for.
 */
export function questionsOf(notifications: readonly Asked[]): {
  readonly questions: readonly BrpQuestion[]
  readonly about: readonly AboutQuestion[]
} {
  const found = new Map<
    string,
    { question: BrpQuestion; about: AboutQuestion['about'][number][] }
  >()
  for (const { creditorId, notificationId, identity } of notifications) {
    if (identity === undefined) continue
    const asked = fieldsOf(identity)
    const key = JSON.stringify(asked)
    const known = found.get(key) ?? { question: { questionId: randomId(), ...asked }, about: [] }
    found.set(key, known)
    known.about.push({ creditorId, notificationId })
  }
  const all = [...found.values()]
  return {
    questions: all.map(({ question }) => question),
    about: all.map(({ question, about }) => ({ questionId: question.questionId, about })),
  }
}

/** What the register needs to find somebody: neither creditor nor amount, telephone nor case. */
function fieldsOf({ person, address }: Identity): Omit<BrpQuestion, 'questionId'> {
  const { surname, prefix, initials, birthDate } = person
  const { street, houseNumber, addition, postcode, city } = address
  const some = (fields: Record<string, string | undefined>) =>
    Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined))
  return {
    surname,
    ...some({ prefix, initials, birthDate, street }),
    houseNumber: Number(houseNumber),
    ...some({ addition }),
    postcode,
    ...some({ city }),
  }
}
