import { municipalParty, type TestHub } from '../helpers/hub.js'

/** A request of a resident of a municipality, with everything that follows from one. */
export async function plantRights({ sql }: TestHub, municipality: string): Promise<void> {
  await sql(
    `INSERT INTO rights_policy (municipality, version, valid_from, effects)
     VALUES ($1, 1, '2026-01-01', '{}')`,
    [municipality],
  )
  await sql(
    `WITH request AS (
       INSERT INTO rights_request (request, municipality, kind, registered_at, party, holder, reason,
                                   effects, policy, ends_on, key_year, tokens, entry)
       VALUES (gen_random_uuid(), $1, 'OBJECTION', now(), $2, 'fg-1', 'File', '{}', 'rights/1',
               '2027-01-01', 2026, '{}', gen_random_uuid()) RETURNING request, party
     ), clock AS (
       INSERT INTO rights_clock (request, municipality, kind, reference, received_on, registered_at,
                                 party, holder, due_on, entry)
       SELECT request, $1, 'OBJECTION', 'File', '2026-08-01', now(), party, 'fg-1', '2026-08-29',
              gen_random_uuid() FROM request
     ), hold AS (
       INSERT INTO rights_hold (municipality, creditor, notification_id, request, month, held_at)
       SELECT $1, party, gen_random_uuid(), request, '2026-08-01', now() FROM request
     ), step AS (
       INSERT INTO rights_step (request, position, municipality, at, step, party, count)
       SELECT request, 0, $1, now(), 'REGISTERED', party, 0 FROM request
     )
     INSERT INTO rights_notice (municipality, notice_id, request, issued_at, statement, signature)
     SELECT $1, gen_random_uuid(), request, now(), '{}', '' FROM request`,
    [municipality, municipalParty(municipality)],
  )
}

/** A month's review of a partition, with a question about an entry. */
export async function plantReview({ sql }: TestHub, controller: string): Promise<void> {
  const [plan] = await sql<{ item: string }>(
    `WITH plan AS (
       INSERT INTO review_plan (plan, controller, month, made_at, checkpoint, seed, first_number,
                                last_number, population, rules_version, found)
       VALUES (gen_random_uuid(), $1, '2026-08-01', now(), '', sha256('a'), 1, 1, 1, 1, '{}')
       RETURNING controller, month)
     INSERT INTO review_item (item, controller, month, position, kind, entry, number, actor, facts,
                              status)
     SELECT gen_random_uuid(), controller, month, 0, 'SAMPLE', gen_random_uuid(), 1, $1, '{}', 'OPEN'
       FROM plan RETURNING item`,
    [controller],
  )
  await sql(
    `INSERT INTO review_step (item, position, controller, at, step, party, holder, fingerprint)
     VALUES ($1::uuid, 0, $2, now(), 'ASSIGN', $2, 'fg-1', '')`,
    [plan!.item, controller],
  )
  await sql(
    `INSERT INTO review_question (question, item, controller, party, asked_at, text, number, about)
     VALUES (gen_random_uuid(), $1::uuid, $2, $2, now(), 'Why?', 1, '{}')`,
    [plan!.item, controller],
  )
}
