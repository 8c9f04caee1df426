import t from 'tap'
import { OMMEN, startHub, STROOM, type TestHub, WONING } from '../helpers/hub.js'
import { id, report, withdrawal, type AnyItem } from '../notifications/build.js'

/** Closes the feed of Almere's August without anything in it. */
async function closeAugust(hub: TestHub): Promise<void> {
  await hub.sql(
    `INSERT INTO feed (municipality, month, closed_at, items, root, statement, statement_signature,
                       checkpoint, closing_entry, closing_number, intake_entries)
     VALUES ('0034', '2026-08-01', now(), 0, sha256(''), '{}', '', '', gen_random_uuid(), 1, '[]')`,
  )
}

function urgentOf(hub: TestHub) {
  return hub.sql<{ notification_id: string; reason: string; deadline: string | null }>(
    `SELECT notification_id, reason, ground, deadline_on AS deadline, month, intake_number
       FROM urgent_item ORDER BY intake_number, position`,
  )
}

/** Energy that is about to end, or worse. */
const energy = (number: number, overrides: AnyItem = {}) =>
  report(number, { creditorId: STROOM, sector: 'ENERGY_ELECTRICITY', ...overrides })

t.test('changes in a month that is open', async (t) => {
  const hub = await startHub(t)

  t.test('a crisis and an end of supply go into the daily lane with their deadline', async (t) => {
    const { body } = await hub.as(STROOM).submit(id(1000), [
      energy(1),
      energy(2, { crisis: true, crisisGround: 'SUPPLY_TERMINATION' }),
      energy(3, {
        kind: 'END_OF_SUPPLY',
        predecessorId: id(1),
        plannedTerminationOn: '2026-10-20',
      }),
    ])
    t.strictSame(body.counts, { accepted: 3, acceptedWithWarnings: 0, rejected: 0 })
    t.match(await urgentOf(hub), [
      {
        notification_id: id(2),
        reason: 'CRISIS',
        ground: 'SUPPLY_TERMINATION',
        deadline: '2026-08-13',
        intake_number: String(body.logEntries[0].number),
      },
      { notification_id: id(3), reason: 'END_OF_SUPPLY', deadline: '2026-10-20' },
    ])
    t.equal((await urgentOf(hub)).length, 2)
  })

  t.test(
    'corrections and withdrawals of a month that is still open wait for its feed',
    async (t) => {
      const woning = hub.as(WONING)
      await woning.submit(id(41000), [report(40001), report(40002)])
      const { body } = await woning.submit(id(41001), [
        report(40011, { kind: 'CORRECTION', predecessorId: id(40001), arrearsCents: 50_000 }),
        withdrawal(40012, 40002),
      ])
      t.equal(body.counts.accepted, 2, JSON.stringify(body.items))
      t.equal((await urgentOf(hub)).length, 2, 'those of before')
      const rows = await hub.sql(
        `SELECT n.kind, n.sector, n.arrears_cents, n.withdrawal_reason, n.address_pseudonym IS NULL AS nobody,
              n.legal_basis, e.jwe IS NULL AS unsealed
         FROM notification n LEFT JOIN envelope e USING (municipality, month, creditor, notification_id)
        WHERE n.batch_id = $1 ORDER BY position`,
        [id(41001)],
      )
      t.match(rows, [
        {
          kind: 'CORRECTION',
          sector: 'RENT',
          arrears_cents: '50000',
          nobody: false,
          unsealed: false,
        },
        {
          kind: 'WITHDRAWAL',
          sector: 'RENT',
          arrears_cents: null,
          withdrawal_reason: 'PAID',
          nobody: true,
          legal_basis: 'BGS_RENT',
          unsealed: true,
        },
      ])
    },
  )

  t.test(
    'what follows another notification must be of the same creditor and municipality',
    async (t) => {
      const hub = await startHub(t)
      const woning = hub.as(WONING)
      await woning.submit(id(21000), [report(20001), report(20002), withdrawal(20003, 20002)])
      const code = async (item: AnyItem) => {
        const { body } = await woning.submit(item['notificationId'] as string, [item])
        const [result] = body.items
        return result.status === 'REJECTED'
          ? `${result.errors[0].code} ${result.errors[0].pointer}`
          : result.status
      }
      const elsewhere = { municipalityCode: OMMEN, address: { postcode: '7731AA', houseNumber: 4 } }
      t.equal(
        await code(report(20011, { kind: 'CORRECTION', predecessorId: id(20001), ...elsewhere })),
        'MUNICIPALITY_CHANGED /municipalityCode',
      )
      t.equal(
        await code(withdrawal(20012, 20001, { municipalityCode: OMMEN })),
        'MUNICIPALITY_CHANGED /municipalityCode',
      )
      t.equal(await code(withdrawal(20013, 20099)), 'PREDECESSOR_UNKNOWN /predecessorId')
      t.equal(await code(withdrawal(20014, 20014)), 'PREDECESSOR_UNKNOWN /predecessorId')
      t.equal(
        await code(report(20015, { kind: 'UPDATE', predecessorId: id(20003) })),
        'PREDECESSOR_CLOSED /predecessorId',
      )
      const { body } = await hub
        .as(STROOM)
        .submit(id(20016), [withdrawal(20016, 20001, { creditorId: STROOM })])
      t.equal(body.items[0].errors[0].code, 'PREDECESSOR_UNKNOWN', "another's id is not found")

      // Only the identifier is still kept: the record went with its term.
      await hub.sql(`DELETE FROM notification WHERE notification_id = $1`, [id(20001)])
      t.equal(await code(withdrawal(20017, 20001)), 'PREDECESSOR_CLOSED /predecessorId')
    },
  )

  t.test('one batch may hold a report and what follows it, in that order', async (t) => {
    const { body } = await hub
      .as(WONING)
      .submit(id(31000), [
        withdrawal(30002, 30001),
        report(30001),
        report(30003, { kind: 'CORRECTION', predecessorId: id(30001) }),
      ])
    t.match(body.items, [
      { status: 'REJECTED', errors: [{ code: 'PREDECESSOR_UNKNOWN' }] },
      { status: 'ACCEPTED' },
      { status: 'ACCEPTED' },
    ])
  })

  t.test('a withdrawal is taken in although the mandate has ended', async (t) => {
    const woning = hub.as(WONING)
    await woning.submit(id(51000), [report(50001)])
    await hub.sql(`UPDATE mandate SET valid_until = '2026-08-09'`)
    const { body } = await woning.submit(id(51001), [withdrawal(50002, 50001), report(50003)])
    t.match(body.items, [{ status: 'ACCEPTED' }, { status: 'REJECTED' }])
  })
})

t.test('after closing they go into the daily lane, so that nobody visits on them', async (t) => {
  const hub = await startHub(t)
  const woning = hub.as(WONING)
  await woning.submit(id(1000), [
    report(1),
    report(2),
    report(3),
    report(4, { municipalityCode: OMMEN, address: { postcode: '7731AA', houseNumber: 4 } }),
  ])
  await closeAugust(hub)
  hub.context.clock.set('2026-09-02T09:00:00Z')
  const now = { reportedOn: '2026-09-02' }
  const { body } = await woning.submit(id(1001), [
    report(11, { ...now, kind: 'CORRECTION', predecessorId: id(1) }),
    withdrawal(12, 2, now),
    report(13, { ...now, kind: 'UPDATE', predecessorId: id(3), arrearsCents: 999_999 }),
    withdrawal(14, 4, { ...now, municipalityCode: OMMEN }),
  ])
  t.equal(body.counts.accepted, 4, JSON.stringify(body.items))
  t.match(await urgentOf(hub), [
    { notification_id: id(11), reason: 'CORRECTION_AFTER_CLOSE', month: '2026-09-01' },
    { notification_id: id(12), reason: 'WITHDRAWAL_AFTER_CLOSE', month: '2026-09-01' },
    // Its month is over and will be closed as it ended, without this.
    { notification_id: id(14), reason: 'WITHDRAWAL_AFTER_CLOSE', month: '2026-09-01' },
  ])
  t.equal((await urgentOf(hub)).length, 3)
})
