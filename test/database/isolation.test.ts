import t from 'tap'
import { bulk } from '../../src/db/bulk.js'
import { inTransaction, type DbRole, type Scope } from '../../src/db/transaction.js'
import { reported } from '../contract/wishes.js'
import { ALMERE, municipalParty, OFFICER, OMMEN, STROOM, WONING } from '../helpers/hub.js'
import { EXECUTOR, OMMEN_OFFICER, RESIDENT, startPopulatedHub } from '../helpers/populated-hub.js'
import { id, report } from '../notifications/build.js'
import { plantReview, plantRights } from './planted.js'

const almere = municipalParty(ALMERE)
const ommen = municipalParty(OMMEN)

/** Columns that say whose a row is. */
const OWNERSHIP = 'municipality,party,id,creditor,deliverer,controller,agent,principal'

/** A role that a request or job reaches, for one party, beside another whose rows must stay away. */
const WALLS: readonly {
  readonly scope: Scope & { readonly role: DbRole }
  readonly own: readonly string[]
  readonly foreign: readonly string[]
}[] = [
  {
    scope: {
      role: 'vroegsignaal_municipality',
      party: ommen,
      municipality: OMMEN,
      controller: ommen,
    },
    own: [ommen, OMMEN],
    foreign: [almere, ALMERE],
  },
  {
    scope: { role: 'vroegsignaal_job', municipality: OMMEN, controller: ommen },
    own: [ommen, OMMEN],
    foreign: [almere, ALMERE],
  },
  {
    scope: { role: 'vroegsignaal_intake', party: STROOM, controller: STROOM },
    own: [STROOM],
    foreign: [WONING],
  },
  {
    scope: { role: 'vroegsignaal_officer', party: OMMEN_OFFICER, controller: ommen },
    own: [OMMEN_OFFICER, ommen, OMMEN],
    foreign: [OFFICER, almere, ALMERE],
  },
]

/** What a role may see of everybody, and why. */
const SHARED: Readonly<Record<string, string>> = {
  'vroegsignaal_intake party': 'which municipalities take part',
  'vroegsignaal_intake party_role': 'which municipalities take part',
  'vroegsignaal_intake sealing_key': 'public keys: intake seals for any municipality',
  'vroegsignaal_intake postcode_area': 'public register',
  'vroegsignaal_municipality party': 'names of creditors that may report to it',
  'vroegsignaal_municipality executor_key': 'public keys: a municipality seals for an executor',
  'vroegsignaal_job party': 'names of creditors are shown in feeds',
  'vroegsignaal_job party_role': 'which municipality a job works for',
  'vroegsignaal_job postcode_area': 'public register',
  'vroegsignaal_job log_partition':
    'whose logs there are, for the job that forgets entries of each',
  'vroegsignaal_officer party': 'names of the parties in the log',
  'vroegsignaal_officer party_role': 'which partitions an officer reviews',
}

t.test('row-level security, beneath every WHERE clause', async (t) => {
  const hub = await startPopulatedHub(t)
  await hub.as(OFFICER).post('/v1/data-subjects/_trace', {
    reason: 'Yearly review',
    municipalityCode: ALMERE,
    ...RESIDENT,
  })
  const [woning, town] = [hub.as(WONING), hub.asMunicipality(ALMERE)]
  const trial = { batchId: id(1), notifications: [report(1)] }
  await woning.send(
    '/v1/notification-batches/_validate',
    woning.sign('validateNotificationBatch', trial),
  )
  const notifications = [{ creditorId: WONING, notificationId: id(1) }]
  const request = { requestId: id(2), reason: 'KEY_LOST', notifications }
  await town.send('/v1/redelivery-requests', town.sign('createRedeliveryRequest', request))
  await hub.sql(
    `INSERT INTO redelivery (municipality, deliverer, batch_id, position, month, creditor,
                             notification_id, digest)
     VALUES ($1, $2, $3::uuid, 0, '2026-08-01', $2, $3::uuid, sha256('a'))`,
    [ALMERE, WONING, id(1)],
  )
  await hub.sql(
    `INSERT INTO triage_profile (municipality, version, valid_from, profile, created_at)
     VALUES ($1, 1, '2026-01-01', '{}', now())`,
    [ALMERE],
  )

  await hub.sql(
    `INSERT INTO triage_draft (municipality, draft_id, offered_at, offered_by, valid_from, profile)
     VALUES ($1, $2::uuid, now(), 'a', '2026-10-01', '{}')`,
    [ALMERE, id(3)],
  )

  const { items } = (await town.get('/v1/feeds/2026-08')).body
  await town.send('/v1/outcomes', town.sign('submitOutcomes', reported(items)))
  await hub.sql(
    `INSERT INTO feedback_policy (municipality, version, valid_from, profile)
     VALUES ($1, 1, '2026-01-01', 'ddas-1.2')`,
    [ALMERE],
  )
  await hub.sql(
    `INSERT INTO statistic_month (municipality, month, kept_at) VALUES ($1, '2026-01-01', now())`,
    [ALMERE],
  )
  for (const [kind, municipality, controller, term] of [
    ['MATCH_DATA', ALMERE, '', 5],
    ['ACCESS_LOG', '', almere, 48],
  ] as const) {
    await hub.sql(
      `INSERT INTO retention_term (kind, municipality, controller, version, valid_from, term, reason,
                                   decided_by, decided_at)
       VALUES ($1, $2, $3, 1, '2026-01-01', $4, 'Council decision', 'operator', now())`,
      [kind, municipality, controller, term],
    )
  }
  await hub.sql(
    `INSERT INTO partition_decision (controller, version, confidentiality, readers, reason,
                                     decided_by, decided_at)
     VALUES ($1, 1, 'CONFIDENTIAL', ARRAY[$2 || '/fg-1'], 'Inquiry', 'operator', now())`,
    [almere, OFFICER],
  )
  for (const controller of [almere, ommen]) await plantReview(hub, controller)
  await hub.sql(
    `INSERT INTO work_text (municipality, kind, language, text, updated_at)
     VALUES ($1, 'SENDER', 'nl', 'Team', now())`,
    [ALMERE],
  )
  for (const code of [ALMERE, OMMEN]) await plantRights(hub, code)
  const keyId = 'k'.repeat(43)
  await hub.sql(
    `INSERT INTO executor_key (party, key_id, jwk, offered_at) VALUES ($1, $2, '{}', now())`,
    [EXECUTOR, keyId],
  )
  await hub.sql(
    `INSERT INTO executor_admission (municipality, executor, key_id, admitted_at)
     VALUES ($1, $2, $3, now())`,
    [ALMERE, EXECUTOR, keyId],
  )
  await hub.sql(
    `INSERT INTO assignment (municipality, assignment_id, month, case_id, executor, key_id, jwe,
                             urgency, assigned_at)
     VALUES ($1, $2::uuid, '2026-08-01', $2::uuid, $3, $4, 'x', 'NORMAL', now())`,
    [ALMERE, id(3), EXECUTOR, keyId],
  )
  for (const party of [
    WONING,
    STROOM,
    OFFICER,
    OMMEN_OFFICER,
    ...[ALMERE, OMMEN].map(municipalParty),
  ]) {
    await hub.sql(
      `INSERT INTO signed_command (party, operation, command_id, digest, at)
       VALUES ($1, 'answerAgreement', $2::uuid, sha256('a'), now())`,
      [party, id(4)],
    )
  }
  for (const looker of [WONING, STROOM, OFFICER, OMMEN_OFFICER]) {
    await hub.sql(
      `INSERT INTO lookup (lookup, party, actor_key, operation, at, items, found)
       VALUES (gen_random_uuid(), $1, 'key', 'validateNotificationBatch', now(), 1, 0)`,
      [looker],
    )
  }
  await hub.sql(
    `WITH one AS (
       INSERT INTO transfer (transfer_id, municipality, month, case_id, receiver, from_party, to_party,
                             ground, status, offered_at, digest, lapses_at, intake, closing, policy)
       VALUES ($1::uuid, $2, '2026-08-01', $1::uuid, '0180', $3, $4, 'MOVED', 'OFFERED', now(),
               sha256('a'), now(), '[]', '{}', 'ddas-1.2/0') RETURNING transfer_id)
     INSERT INTO transfer_notification (transfer_id, municipality, receiver, position, creditor,
                                        notification_id, month, stays, is_correction, shows_move)
     SELECT transfer_id, $2, '0180', 0, $5, $1::uuid, '2026-08-01', 'PURGED', false, true FROM one`,
    [id(4), ALMERE, almere, municipalParty('0180'), WONING],
  )
  await hub.sql(
    `INSERT INTO collection_pause (pause_id, municipality, asked_by, month, case_id, creditor,
                                   notification_id, months, digest, status, asked_at, answer_by)
     VALUES ($1::uuid, $2, $3, '2026-08-01', $1::uuid, $4, $1::uuid, 1, sha256('a'), 'ASKED', now(),
             '2026-09-15')`,
    [id(5), ALMERE, almere, WONING],
  )
  for (const officer of [OFFICER, OMMEN_OFFICER]) {
    await hub.sql(
      `INSERT INTO review_own_address (party, holder, households, kept_at)
       VALUES ($1, 'fg-1', '{}', now())`,
      [officer],
    )
    await hub.sql(
      `INSERT INTO console_search (search, party, holder, controller, filter, reason, created_at)
       VALUES (gen_random_uuid(), $1, 'fg-1', $2, '{}', 'Yearly review', now())`,
      [officer, officer === OFFICER ? almere : ommen],
    )
  }

  for (const { scope, own, foreign } of WALLS) {
    const { role } = scope
    await t.test(role, async (t) => {
      const tables = await hub.sql<{ name: string; columns: string[] }>(
        `SELECT c.relname AS name, array_agg(a.attname::text ORDER BY a.attname) AS columns
           FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid
          WHERE c.relnamespace = 'public'::regnamespace AND c.relkind IN ('r', 'p')
            AND NOT c.relispartition AND a.attname = ANY ($1::text[])
            AND (a.attname <> 'id' OR c.relname = 'party')
            AND has_column_privilege($2, c.oid, a.attnum, 'SELECT')
          GROUP BY 1 ORDER BY 1`,
        [`{${OWNERSHIP}}`, role],
      )
      t.ok(tables.length > 0)
      for (const { name, columns } of tables) {
        if (`${role} ${name}` in SHARED) continue
        const read = (as: Scope) =>
          inTransaction(hub.context.db, 'test.read', as, (tx) =>
            bulk<Record<string, string>>(tx, `SELECT DISTINCT ${columns.join()} FROM ${name}`),
          )
        const theirs = await hub.sql(
          `SELECT FROM ${name} WHERE ${columns.map((column) => `${column} = ANY ($1::text[])`).join(' OR ')}`,
          [`{${foreign.join()}}`],
        )
        t.ok(theirs.length > 0, `${name} holds what the other may not see`)
        const seen = await read(scope)
        const leaked = seen.filter(
          (row) => !Object.values(row).some((value) => own.includes(value)),
        )
        t.strictSame(leaked, [], `${name}: rows of others`)
        t.strictSame(await read({ role }), [], `${name}: nobody in particular sees nothing`)
      }
    })
  }

  t.test('a municipality reads the names of its creditors and of nobody else', async (t) => {
    const names = await inTransaction(hub.context.db, 'test.names', WALLS[0]!.scope, (tx) =>
      bulk(tx, 'SELECT id FROM party ORDER BY id'),
    )
    t.strictSame(names, [{ id: WONING }, { id: STROOM }])
  })

  t.test('every exception is one', async (t) => {
    for (const name of Object.keys(SHARED)) {
      const [role, table] = name.split(' ') as [DbRole, string]
      const [found] = await hub.sql<{ granted: boolean }>(
        `SELECT has_any_column_privilege($1, $2, 'SELECT') AS granted`,
        [role, table],
      )
      t.equal(found?.granted, true, name)
    }
  })
})
