import { bulk } from '../../db/bulk.js'
import type { Tx } from '../../db/client.js'

/** A question to a party about an entry. */
export interface Question {
  readonly question: string
  readonly item: string
  readonly controller: string
  /** Who is asked. */
  readonly party: string
  readonly askedAt: Date
  readonly text: string
  /** Number of the entry in the partition of who asks. */
  readonly number: number
  /** What the party needs to find it on its own side. */
  readonly about: Readonly<Record<string, string>>
  readonly answeredAt: Date | null
  readonly answer: string | null
}

/** Puts a question where the party finds it. */
export async function insertQuestion(
  tx: Tx,
  question: Omit<Question, 'answeredAt' | 'answer'>,
): Promise<void> {
  await bulk(
    tx,
    `INSERT INTO review_question (question, item, controller, party, asked_at, text, number, about)
     VALUES ($1::uuid, $2::uuid, $3, $4, $5::timestamptz, $6, $7::bigint, $8::text::jsonb)`,
    [
      question.question,
      question.item,
      question.controller,
      question.party,
      question.askedAt,
      question.text,
      question.number,
      JSON.stringify(question.about),
    ],
  )
}

/** The questions to a party, those without an answer first. */
export async function selectQuestions(tx: Tx, party: string): Promise<Question[]> {
  const rows = await bulk<
    Omit<Question, 'askedAt' | 'answeredAt' | 'number'> & {
      askedAt: string
      answeredAt: string | null
      number: string
    }
  >(
    tx,
    `SELECT question, item, controller, party, asked_at AS "askedAt", text, number, about,
            answered_at AS "answeredAt", answer
       FROM review_question WHERE party = $1
      ORDER BY answered_at IS NOT NULL, asked_at DESC, question LIMIT 200`,
    [party],
  )
  return rows.map(({ askedAt, answeredAt, number, ...row }) => ({
    ...row,
    number: Number(number),
    askedAt: new Date(askedAt),
    answeredAt: answeredAt === null ? null : new Date(answeredAt),
  }))
}

/** Answers a question of the transaction's party; `undefined` when there is none without an answer. */
export async function answerQuestion(
  tx: Tx,
  question: string,
  { at, holder, key, text }: { at: Date; holder: string; key: string; text: string },
): Promise<{ item: string; controller: string; number: number } | undefined> {
  const [row] = await bulk<{ item: string; controller: string; number: string }>(
    tx,
    'SELECT item, controller, number FROM review_answer($1::uuid, $2::timestamptz, $3, $4, $5)',
    [question, at, holder, key, text],
  )
  return row && { ...row, number: Number(row.number) }
}
