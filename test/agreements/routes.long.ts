import { randomUUID } from 'node:crypto'
import { join } from 'node:path'
import t from 'tap'
import { answerForMunicipality } from '../../src/agreements/index.js'
import { inTransaction } from '../../src/db/transaction.js'
import { bulk } from '../../src/db/bulk.js'
import type { Day } from '../../src/kernel/calendar.js'
import { registerAgency } from '../../src/mandates/index.js'
import {
  ALMERE,
  KANTOOR,
  municipalParty,
  OMMEN,
  startHub,
  STROOM,
  WONING,
  type Calling,
} from '../helpers/hub.js'
import { writePartyFolder } from '../cli/delivery/party-folder.js'
import { checkLog } from '../helpers/check-log.js'
import { lastLine, runCommand } from '../helpers/command.js'
import { OPERATOR } from '../helpers/registry.js'
import { id, report } from '../notifications/build.js'

const PATH = '/v1/agreements'
const INSURED = { sector: 'HEALTH_INSURANCE' as const }

t.test('agreements, from the offer to the end', async (t) => {
  const hub = await startHub(t)
  const [woning, almere, ommen] = [
    hub.as(WONING),
    hub.asMunicipality(ALMERE),
    hub.asMunicipality(OMMEN),
  ]
  let count = 0
  const offer = (by: Calling, number: number, fields: object = {}) =>
    by.send(
      PATH,
      by.sign('offerAgreement', {
        requestId: id(7000 + number),
        agreementId: id(number),
        reference: `Overeenkomst ${number}`,
        creditorId: WONING,
        municipalityCode: ALMERE,
        ...INSURED,
        startsOn: '2026-01-01',
        ...fields,
      }),
    )
  const answer = (by: Calling, number: number, said: string, fields: object = {}) =>
    by.send(
      `${PATH}/${id(number)}/_answer`,
      by.sign('answerAgreement', {
        requestId: randomUUID(),
        agreementId: id(number),
        answer: said,
        ...fields,
      }),
    )
  const delivered = async (by: Calling = woning, fields: object = {}) => {
    count += 1
    const { body } = await by.submit(id(8000 + count), [report(count, { ...INSURED, ...fields })])
    return body.items[0]
  }

  t.test(
    'an offer gives no mandate, its acceptance does, with its id on the receipt',
    async (t) => {
      const offered = await offer(woning, 1)
      t.match(
        offered,
        { status: 201, body: { agreementId: id(1), state: 'OFFERED' } },
        offered.text,
      )
      t.match(await offer(woning, 1), { status: 201, body: { state: 'OFFERED' } }, 'once more')
      t.match(await delivered(), { status: 'REJECTED', errors: [{ code: 'NO_MANDATE' }] })
      const accepted = await answer(almere, 1, 'ACCEPT')
      t.match(accepted, { status: 200, body: { state: 'ACCEPTED', creditorName: /Party/ } })
      const item = await delivered()
      t.match(
        item,
        { status: /^ACCEPTED/, agreementId: id(1), mandateId: id(1) },
        JSON.stringify(item),
      )
    },
  )

  t.test('suspending and ending hold from the next request on', async (t) => {
    t.match(await answer(almere, 1, 'SUSPEND'), { body: { state: 'SUSPENDED' } })
    t.match(await delivered(), { errors: [{ code: 'NO_MANDATE' }] })
    t.match(await answer(almere, 1, 'RESUME'), { body: { state: 'ACCEPTED' } })
    t.match(await delivered(), { status: /^ACCEPTED/ })
    const later = await answer(woning, 1, 'END', { fromOn: '2026-12-01' })
    t.match(later, { status: 200, body: { state: 'ACCEPTED', endsOn: '2026-11-30' } })
    t.match(await answer(woning, 1, 'END'), { status: 200, body: { state: 'ENDED' } })
    t.match(await delivered(), { errors: [{ code: 'NO_MANDATE' }] })
    t.match(await answer(almere, 1, 'RESUME'), {
      status: 409,
      body: { code: 'agreement.conflict' },
    })
  })

  t.test('who may not is told so', async (t) => {
    t.match(await offer(woning, 2), { status: 201 })
    t.match(await answer(woning, 2, 'ACCEPT'), {
      status: 403,
      body: { code: 'party.role_not_allowed' },
    })
    t.match(await answer(ommen, 2, 'ACCEPT'), { status: 404, body: { code: 'agreement.unknown' } })
    t.match(await answer(hub.as(STROOM), 2, 'END'), {
      status: 404,
      body: { code: 'agreement.unknown' },
    })
    t.match(await offer(hub.as(STROOM), 3), { status: 403, body: { code: 'party.not_served' } })
    t.match(await offer(woning, 3, { municipalityCode: '9999' }), {
      status: 400,
      body: { code: 'request.invalid', errors: [{ pointer: '/municipalityCode' }] },
    })
    t.match(await offer(woning, 3, { endsOn: '2025-12-31' }), {
      status: 400,
      body: { code: 'request.invalid', errors: [{ pointer: '/endsOn' }] },
    })
    const taken = { status: 409, body: { code: 'agreement.conflict' } }
    t.match(await offer(woning, 2, { reference: 'Iets anders' }), taken)
    t.match(await offer(woning, 4, { reference: 'Overeenkomst 2' }), taken)
    t.match(await offer(hub.as(STROOM), 2, { creditorId: STROOM }), taken, 'an id of another')
  })

  t.test('an agent speaks for its principals, each with an agreement of its own', async (t) => {
    const kantoor = hub.as(KANTOOR)
    await registerAgency(hub.context, OPERATOR, {
      agent: KANTOOR,
      principal: STROOM,
      validFrom: '2026-01-01' as Day,
      validUntil: null,
    })
    t.match(await offer(kantoor, 5, { creditorId: STROOM }), { status: 201 })
    t.match(await answer(almere, 5, 'ACCEPT'), { status: 200 })
    const own = await delivered(kantoor, { creditorId: STROOM })
    t.match(own, { status: /^ACCEPTED/, agreementId: id(5) })
    t.match(await delivered(kantoor), { errors: [{ code: 'NO_MANDATE' }] }, 'not for the other one')
    const rows = await hub.sql<{ controller: string; objects: Record<string, unknown> }>(
      `SELECT controller, (convert_from(record, 'UTF8')::jsonb) -> 'objects' AS objects FROM log_entry
        WHERE operation = 'submitNotificationBatch' AND actor = $1 ORDER BY number`,
      [KANTOOR],
    )
    const town = rows.find(({ controller }) => controller === municipalParty(ALMERE))
    t.match(town?.objects, { deliverer: KANTOOR, creditors: [STROOM] }, 'both names in its log')
    t.match(rows.find(({ controller }) => controller === KANTOOR)?.objects, { creditors: [STROOM] })
  })

  t.test('each side lists its own', async (t) => {
    const mine = await almere.get(PATH)
    t.ok(
      mine.body.agreements.every(
        (one: { municipalityCode: string }) => one.municipalityCode === ALMERE,
      ),
    )
    const theirs = await woning.get(PATH)
    t.ok(theirs.body.agreements.every((one: { creditorId: string }) => one.creditorId === WONING))
    const states = new Set(theirs.body.agreements.map((one: { state: string }) => one.state))
    t.strictSame(states, new Set(['ACCEPTED', 'ENDED', 'OFFERED']))
    const { mandates } = (await woning.get('/v1/mandates')).body
    t.notOk(
      mandates.some((one: { mandateId: string }) => one.mandateId === id(1)),
      'ended',
    )
    t.match(await woning.get(`${PATH}?cursor=nonsense`), {
      status: 400,
      body: { code: 'feed.cursor' },
    })
  })

  t.test('what one process ends, another refuses on its next request', async (t) => {
    const other = await hub.beside()
    t.match(await offer(woning, 6), { status: 201 })
    t.match(await answer(almere, 6, 'ACCEPT'), { status: 200 })
    const there = other.as(WONING)
    t.match(await delivered(there), { agreementId: id(6) })
    t.match(await answer(almere, 6, 'SUSPEND'), { status: 200 })
    t.match(await delivered(there), { errors: [{ code: 'NO_MANDATE' }] })
    await answerForMunicipality(hub.context, OPERATOR, id(6), { answer: 'RESUME' })
    t.match(await delivered(there), { agreementId: id(6) })
    await answerForMunicipality(hub.context, OPERATOR, id(6), { answer: 'END' })
    t.match(await delivered(there), { errors: [{ code: 'NO_MANDATE' }] })
  })

  t.test('both sides do so from the command line', async (t) => {
    const folder = t.testdir({})
    const town = ['--party', await writePartyFolder(join(folder, 'almere'), hub, almere)]
    const landlord = ['--party', await writePartyFolder(join(folder, 'woning'), hub, woning)]
    const terms = ['--creditor', WONING, '--municipality', ALMERE, '--sector', 'WATER']
    const offering = ['creditor', 'agreements', 'offer', ...landlord, ...terms, '--id', id(7)]
    const about = ['--reference', 'Water 2027', '--from', '2027-01-01', '--json']
    const offered = await runCommand([...offering, ...about])
    t.equal(offered.code, 0, offered.stderr)
    t.match(lastLine(offered), { agreementId: id(7), state: 'OFFERED' })
    const accepted = await runCommand(['municipality', 'agreements', 'accept', id(7), ...town])
    t.match(accepted, { code: 0, stdout: `${id(7)} is ACCEPTED` }, accepted.stderr)
    const ending = ['creditor', 'agreements', 'end', id(7), ...landlord, '--from', '2027-07-01']
    t.match(lastLine(await runCommand([...ending, '--json'])), { endsOn: '2027-06-30' })
    const listed = await runCommand(['municipality', 'agreements', ...town])
    t.match(listed.stdout, /ACCEPTED +Party \d+ +0034 +WATER +2027-01-01 +2027-06-30 +Water 2027/)
    t.match(await runCommand(['municipality', 'agreements', 'accept', 'all', ...town]), { code: 2 })
  })

  t.test('beneath the code, a creditor cannot accept, resume or prolong', async (t) => {
    const as = (statement: string) =>
      inTransaction(
        hub.context.db,
        'test.wall',
        { role: 'vroegsignaal_intake', party: WONING, controller: WONING },
        (tx) => bulk(tx, statement),
      )
    const where = `WHERE agreement_id = '${id(2)}'`
    const accepting = `accepted_by = 'hub', accepted_at = now()`
    await t.rejects(as(`UPDATE agreement SET state = 'ACCEPTED', ${accepting} ${where}`))
    await t.rejects(as(`UPDATE agreement SET state = 'ACCEPTED' ${where}`))
    await as(`UPDATE agreement SET valid_until = '2027-01-01' ${where}`)
    await t.rejects(as(`UPDATE agreement SET valid_until = '2099-12-31' ${where}`))
    await t.rejects(as(`UPDATE agreement SET valid_until = NULL ${where}`))
    await t.rejects(
      hub.sql(`UPDATE agreement SET state = 'OFFERED', ended_at = NULL, ended_by = NULL
                              WHERE agreement_id = '${id(6)}'`),
    )
  })

  t.test('everybody concerned finds it in its log, and the log verifies', async (t) => {
    const rows = await hub.sql(
      `SELECT DISTINCT controller FROM log_entry
        WHERE operation = 'answerAgreement' AND actor = $1 ORDER BY controller`,
      [municipalParty(ALMERE)],
    )
    t.strictSame(
      rows.map((row) => row['controller']),
      [WONING, STROOM, municipalParty(ALMERE)].sort(),
    )
    await checkLog(t, hub.context)
  })
})
