import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import t from 'tap'
import { rightsSubjectOf } from '../../src/identity/index.js'
import { dayOf, type Day } from '../../src/kernel/calendar.js'
import { liftRequest, registerRequest, type RightKind } from '../../src/rights/index.js'
import { writeKeyOf, writePartyFolder } from '../cli/delivery/party-folder.js'
import { checkLog } from '../helpers/check-log.js'
import { lastLine, runCommand } from '../helpers/command.js'
import { ALMERE, municipalParty, OFFICER, OMMEN, WONING } from '../helpers/hub.js'
import { EXECUTOR, OMMEN_OFFICER, startPopulatedHub } from '../helpers/populated-hub.js'
import { closeMonth, served, TRACE } from '../helpers/served.js'
import { runMatch } from '../../src/cases/index.js'
import type { components } from '../../src/generated/openapi.js'
import { id, report, withdrawal } from '../notifications/build.js'
import { transfersOn } from './transfer-setting.js'

type Schemas = components['schemas']

t.test('what follows a transfer', { timeout: 600_000 }, async (t) => {
  const hub = await startPopulatedHub(t)
  const { almere, ommen, caseOf, offer, decide, feedback } = await transfersOn(hub)
  const folder = t.testdir({})
  const at = async (name: string, town: typeof almere, code: string) => {
    const path = await writePartyFolder(join(folder, name), hub, town)
    writeKeyOf(path, hub, code)
    return ['--party', path]
  }
  const [here, there] = [await at('almere', almere, ALMERE), await at('ommen', ommen, OMMEN)]
  const transfer = (...words: string[]) => runCommand(['municipality', 'transfer', ...words])

  const urgent = () => runCommand(['municipality', 'urgent', '--out', join(folder, 'u'), ...there])

  let transferId = ''
  await t.test('the command hands a case over, from end to end', async (t) => {
    const { caseId } = caseOf(1)
    const check = await transfer('check', '2026-08', caseId, '--to', OMMEN, ...here)
    t.match(check, { code: 0, stdout: /goes/ }, check.stderr)
    const wrong = ['--key', 'x'.repeat(43)]
    const other = await transfer('offer', '2026-08', caseId, '--to', OMMEN, ...wrong, ...here)
    t.match(other, { code: 1, stderr: /not the one that you were told/ })
    const key = ['--key', hub.sealingKeys.get(OMMEN)!.kid, '--json']
    const made = await transfer('offer', '2026-08', caseId, '--to', OMMEN, ...key, ...here)
    t.equal(made.code, 0, made.stderr)
    transferId = (lastLine(made) as Schemas['Transfer']).transferId
    t.match((await transfer('list', ...there)).stdout, transferId)
    t.match(
      (await urgent()).stdout,
      /Offered by other municipalities: 1, the first until 2026-09-15/,
    )
    const out = join(folder, 'offered.json')
    const shown = await transfer('show', transferId, '--out', out, ...there)
    t.match(shown, { code: 0, stdout: /2 of 2 notifications opened/ }, shown.stderr)
    t.notMatch(shown.stdout, /Verzonnen/)
    t.match(readFileSync(out, 'utf8'), /Verzonnen1/)
    t.match(await transfer('accept', transferId, ...here), { code: 1, stderr: /transfer\.unknown/ })
    t.match(await transfer('accept', transferId, ...there), { code: 0, stdout: /feed of 2026-09/ })
    t.match(await transfer('refuse', transferId, '--reason', 'OTHER', ...there), { code: 1 })
  })

  const lapsed = async (about = transferId) => {
    const { transfers } = (await ommen.get('/v1/transfers')).body as Schemas['TransferList']
    return transfers
      .find((one) => one.transferId === about)!
      .notifications.map((one) => [one.notificationId, one.lapsed])
  }

  await t.test('a correction by the creditor reaches the receiver, and stays sealed', async (t) => {
    const corrected = report(61, {
      kind: 'CORRECTION',
      predecessorId: id(1),
      reportedOn: '2026-09-01',
      arrearsCents: 5_000,
    })
    const { body } = await hub.as(WONING).submit(id(9310), [corrected])
    t.match(body, { counts: { rejected: 0 } }, JSON.stringify(body))
    t.strictSame(await lapsed(), [
      [id(1), 'CORRECTED'],
      [id(11), undefined],
    ])
    const { body: content } = await ommen.get(`/v1/transfers/${transferId}`)
    const [first] = (content as Schemas['TransferContent']).notifications
    t.match(first!.sealedIdentity, { withheld: 'CORRECTED' })
    t.notOk(first!.sealedIdentity.jwe, 'nobody visits by what was wrong')
    t.match((await transfer('list', ...there)).stdout, /1 of 2 taken back/)
    t.match((await urgent()).stdout, /No visit: 1 notifications taken over/)
    const [held] = await hub.sql<{ n: number }>(
      'SELECT count(*)::int AS n FROM envelope WHERE notification_id = $1::uuid AND municipality = $2',
      [id(61), OMMEN],
    )
    t.equal(held?.n, 0, 'what is new in it stands with the one that it was sent to')
  })

  await t.test('so does a payment, before the month is closed', async (t) => {
    const paid = withdrawal(62, 61, { reportedOn: '2026-09-01' })
    const { body } = await hub.as(WONING).submit(id(9311), [paid])
    t.match(body, { counts: { rejected: 0 } }, JSON.stringify(body))
    t.strictSame((await lapsed())[0], [id(1), 'CORRECTED'])
    hub.context.clock.set('2026-09-20T09:00:00Z')
    await runMatch(hub.context, served(OMMEN), '2026-09' as never, TRACE)
    await closeMonth(hub.context, OMMEN, '2026-09')
    const { items } = (await ommen.get('/v1/feeds/2026-09')).body as Schemas['FeedPage']
    const [taken] = items.filter((one) => one.transferred?.transferId === transferId)
    t.match(
      taken!.notifications.map((one) => one.sealedIdentity.withheld),
      ['CORRECTED', undefined],
    )
  })

  const subjectOf = (code: string, number: number) => {
    const { person, address } = report(number)
    const today = dayOf(hub.context.clock.now())
    return rightsSubjectOf(hub.context.epochs, code, { person, address } as never, today)!
  }
  const register = (code: string, number: number, kind: RightKind) => {
    const officer = {
      id: code === ALMERE ? OFFICER : OMMEN_OFFICER,
      fingerprint: 'a'.repeat(64),
      holder: 'fg-1',
      controllers: [municipalParty(code)],
      trace: TRACE,
    }
    const asked = { municipality: code, kind, reason: 'Dossier', receivedOn: '2026-09-10' as Day }
    const request = registerRequest(hub.context, officer, asked, subjectOf(code, number))
    return request.then((made) => ({ made, officer }))
  }
  const sealedAt = async (about: string) => {
    const { body } = await ommen.get(`/v1/transfers/${about}`)
    return (body as Schemas['TransferContent']).notifications[0]!.sealedIdentity
  }

  await t.test('a request at the receiver finds what was taken over', async (t) => {
    await hub.sql(
      `INSERT INTO feedback_policy (municipality, version, valid_from, profile)
       VALUES ($1, 1, '2026-01-01', 'strict-2023')`,
      [ALMERE],
    )
    const about = (await offer(2)).answer.body.transferId as string
    await decide(ommen, about, 'ACCEPT')
    t.ok((await sealedAt(about)).jwe)
    const { made, officer } = await register(OMMEN, 2, 'OBJECTION')
    t.match(await sealedAt(about), { withheld: 'OBJECTION', jwe: undefined })
    t.strictSame(await lapsed(about), [[id(2), 'OBJECTION']])
    t.strictSame(
      (await feedback(WONING)).at(-1),
      [id(2), 'STOPPED_ON_REQUEST', ALMERE],
      'and its creditor hears nothing of a move that policy does not tell',
    )
    await liftRequest(hub.context, officer, made)
    t.ok((await sealedAt(about)).jwe, 'lifted, it goes on')
    t.strictSame((await feedback(WONING)).at(-1), [id(2), 'RESUMED_ON_REQUEST', ALMERE])
    const told = await hub.sql<{ record: string }>(
      `SELECT convert_from(record, 'UTF8') AS record FROM log_entry
        WHERE controller = $1 AND action = 'FEEDBACK' AND position($2::bytea IN record) > 0`,
      [WONING, Buffer.from(id(2))],
    )
    t.equal(told.length, 2, 'stopped, and going on')
    for (const { record } of told) {
      t.match(record, `"${ALMERE}"`)
      t.notMatch(record, `"${OMMEN}"`, 'nor does its own part of the log name the receiver')
      t.notMatch(record, municipalParty(OMMEN))
      t.notMatch(record, OMMEN_OFFICER)
    }
    await register(OMMEN, 2, 'ERASURE')
    t.notOk((await sealedAt(about)).jwe)
    const kept = await hub.sql(
      `SELECT municipality FROM envelope WHERE notification_id = $1::uuid AND jwe IS NOT NULL`,
      [id(2)],
    )
    t.strictSame(kept, [], 'erased here and there')
    const { made: none } = await register(OMMEN, 12, 'OBJECTION')
    const found = await hub.sql('SELECT FROM rights_hold WHERE request = $1::uuid', [none])
    t.equal(found.length, 0, 'what stayed in Almere is not its business')
  })

  await t.test('erasure at the sender reaches envelope and executor of the receiver', async (t) => {
    const about = (await offer(3)).answer.body.transferId as string
    const { body } = await decide(ommen, about, 'ACCEPT')
    const month = (body as Schemas['Transfer']).month!
    await closeMonth(hub.context, OMMEN, month)
    const visiting = async () =>
      (await hub.sql('SELECT FROM assignment WHERE jwe IS NOT NULL')).length
    await hub.sql(
      `INSERT INTO assignment (municipality, assignment_id, month, case_id, executor, key_id, jwe,
                               urgency, assigned_at)
       VALUES ($1, $2::uuid, $3::date, $2::uuid, $4, 'k', 'a.b.c.d.e', 'CRISIS', now())`,
      [OMMEN, (body as Schemas['Transfer']).caseId!, `${month}-01`, EXECUTOR],
    )
    t.equal(await visiting(), 1)
    await register(ALMERE, 3, 'ERASURE')
    t.equal(await visiting(), 0, 'nobody goes there any more')
    const left = await hub.sql(
      `SELECT purge_reason FROM envelope
        WHERE municipality = $1 AND notification_id = $2::uuid`,
      [OMMEN, id(3)],
    )
    t.strictSame(left, [{ purge_reason: 'ERASURE' }])
  })

  await t.test('afterwards the whole log verifies', (t) => checkLog(t, hub.context))
})
