import { randomUUID } from 'node:crypto'
import t from 'tap'
import { reseal } from '../../src/client/index.js'
import { checkLog } from '../helpers/check-log.js'
import { ALMERE, OFFICER, WONING } from '../helpers/hub.js'
import { startPopulatedHub } from '../helpers/populated-hub.js'
import { sealingKeysOf } from '../helpers/served.js'
import { id } from '../notifications/build.js'
import { transfersOn } from './transfer-setting.js'

t.test('a transfer that comes to nothing', async (t) => {
  const hub = await startPopulatedHub(t)
  const { almere, ommen, caseOf, trial, prepare, offer, decide } = await transfersOn(hub)

  await t.test('wrong turns are refused, each with its code', async (t) => {
    for (const [to, code] of [
      ['9999', 'transfer.receiver'],
      ['0180', 'transfer.receiver'],
      [ALMERE, 'transfer.receiver'],
    ] as const) {
      t.match(await prepare(1, to), { status: 409, body: { code } }, `${to} cannot receive`)
    }
    const others = await ommen.post('/v1/transfers/_prepare', trial(1, ALMERE))
    t.match(others, { status: 404, body: { code: 'transfer.case_unknown' } }, 'of somebody else')
    const { body: plan } = await prepare(2)
    const sealed = reseal(plan, sealingKeysOf(hub, ALMERE))
    const [envelope] = sealed.envelopes
    const fields = { transferId: randomUUID(), ...trial(2), ground: 'MOVED', ...sealed }
    for (const envelopes of [
      [{ ...envelope!, jwe: envelope!.jwe.replace(/^[^.]+/, 'e30') }],
      [{ ...envelope!, notificationId: id(3) }],
      [envelope!, envelope!],
      [envelope!, { ...envelope!, notificationId: id(1) }],
    ]) {
      const signed = almere.sign('offerTransfer', { ...fields, envelopes })
      const answer = await almere.send('/v1/transfers', signed)
      t.match(answer, { status: 400, body: { code: 'transfer.sealed' } })
    }
    const otherKey = { ...sealed.deliveryKey, keyId: hub.sealingKeys.get(ALMERE)!.kid }
    const signed = almere.sign('offerTransfer', { ...fields, deliveryKey: otherKey })
    t.match(await almere.send('/v1/transfers', signed), { body: { code: 'transfer.key' } })
    t.strictSame((await almere.get('/v1/transfers')).body.transfers, [], 'nothing was kept')
  })

  await t.test('an offer is refused, or withdrawn', async (t) => {
    const refused = (await offer(2)).answer.body.transferId
    t.match(await decide(ommen, refused, 'REFUSE', 'NOT_RESIDENT'), {
      status: 200,
      body: { status: 'REFUSED', refusal: 'NOT_RESIDENT' },
    })
    t.match(await decide(ommen, refused, 'REFUSE', 'NOT_RESIDENT'), { status: 200 }, 'again')
    t.match(await decide(ommen, refused, 'ACCEPT'), { body: { code: 'transfer.conflict' } })
    t.match(await ommen.get(`/v1/transfers/${refused}`), { body: { code: 'transfer.unknown' } })
    const withdrawn = (await offer(2)).answer.body.transferId
    t.match(await decide(almere, withdrawn, 'WITHDRAW'), { body: { status: 'WITHDRAWN' } })
    t.match(await decide(ommen, withdrawn, 'ACCEPT'), { body: { code: 'transfer.conflict' } })
  })

  await t.test('a held case stays, also when the request comes after the offer', async (t) => {
    const transferId = (await offer(1)).answer.body.transferId as string
    const hold = (number: number) =>
      hub.sql(
        `WITH request AS (
           INSERT INTO rights_request (request, municipality, kind, registered_at, party, holder, reason,
                                       effects, policy, ends_on, key_year, tokens, entry)
           VALUES (gen_random_uuid(), $1, 'OBJECTION', now(), $2, 'fg-1', 'File', '{}', 'rights/1',
                   '2027-01-01', 2026, '{}', gen_random_uuid()) RETURNING request)
         INSERT INTO rights_hold (municipality, creditor, notification_id, request, month, withheld,
                                  held_at)
         SELECT $1, $3, $4::uuid, request, '2026-08-01', 'OBJECTION', now() FROM request`,
        [ALMERE, OFFICER, WONING, id(number)],
      )
    const lift = () => hub.sql('UPDATE rights_hold SET lifted_at = now()')
    await hold(1)
    t.match(await ommen.get(`/v1/transfers/${transferId}`), { body: { code: 'transfer.held' } })
    t.match(await decide(ommen, transferId, 'ACCEPT'), { body: { code: 'transfer.held' } })
    await lift()
    await hold(2)
    t.match(await prepare(2), { status: 409, body: { code: 'transfer.held' } })
    await lift()
    await hub.sql(
      `INSERT INTO legal_hold (hold_id, municipality, case_id, reason, placed_by, placed_at)
       VALUES (gen_random_uuid(), $1, $2::uuid, 'Court', 'operator', $3::timestamptz)`,
      [ALMERE, caseOf(2).caseId, hub.context.clock.now()],
    )
    t.match(await prepare(2), { status: 409, body: { code: 'transfer.held' } })
    await hub.sql('DELETE FROM legal_hold')
  })

  await t.test('and the log verifies', (t) => checkLog(t, hub.context))
})
