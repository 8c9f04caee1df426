import { randomUUID } from 'node:crypto'
import t from 'tap'
import { runMatch } from '../../src/cases/index.js'
import type { Month } from '../../src/kernel/calendar.js'
import { RULES } from '../contract/cases/triage.js'
import { checkLog } from '../helpers/check-log.js'
import { ALMERE, municipalParty, WONING, type Calling } from '../helpers/hub.js'
import { startPopulatedHub } from '../helpers/populated-hub.js'
import { served, TRACE } from '../helpers/served.js'
import { id, report } from '../notifications/build.js'

t.test('a municipality changes how its cases are weighed', async (t) => {
  const hub = await startPopulatedHub(t)
  const town = hub.asMunicipality(ALMERE)
  const colleague = await hub.colleagueOf(municipalParty(ALMERE))
  const offer = (fields: object) =>
    town.send('/v1/triage-profile', town.sign('putTriageProfile', { ...fields }), 'PUT')
  const approve = (draftId: string, as: Calling) => {
    return as.send('/v1/triage-profile/_approve', as.sign('approveTriageProfile', { draftId }))
  }
  const show = async () => (await town.get('/v1/triage-profile')).body
  const draft = { draftId: randomUUID(), validFrom: '2026-09-01', profile: RULES }

  await t.test('at first it has the profile of the hub', async (t) => {
    t.match(await show(), { current: { version: 0 }, later: [], drafts: [] })
  })

  await t.test('mistakes are refused together, each with its place', async (t) => {
    const profile = { ...RULES, lowPriorityBin: 'NOWHERE', contactStrategy: [] }
    const wrong = await offer({ ...draft, draftId: randomUUID(), profile })
    t.match(wrong, {
      status: 400,
      body: { code: 'triage.invalid', errors: [{ pointer: '/profile/lowPriorityBin' }] },
    })
    const past = await offer({ ...draft, draftId: randomUUID(), validFrom: '2026-08-31' })
    t.match(past, { status: 409, body: { code: 'triage.conflict' } })
  })

  await t.test('a preview shows what it would have done, and keeps nothing', async (t) => {
    const fields = { profile: { ...RULES, thresholdCents: 100_000_00 }, months: 2 }
    const { status, body } = await town.post('/v1/triage-profile/_preview', fields)
    t.equal(status, 200, JSON.stringify(body))
    t.strictSame(body.months, ['2026-08'])
    const after = body.bins.reduce((sum: number, bin: { after: number }) => sum + bin.after, 0)
    t.equal(after, body.cases, 'nothing is dropped')
    t.match(body.bins[0], { workBin: 'URGENT', after: 1 }, 'urgency passes the threshold')
    t.ok(body.moves.some(({ reason }: any) => reason.code === 'BELOW_THRESHOLD')) // eslint-disable-line @typescript-eslint/no-explicit-any -- JSON as it came
    t.match(await show(), { current: { version: 0 }, drafts: [] })
  })

  await t.test('an offer changes nothing until somebody else approves it', async (t) => {
    t.match(await offer(draft), { status: 202, body: { status: 'OFFERED' } })
    t.match(await offer(draft), { status: 202 }, 'the same again is the same')
    const other = await offer({ ...draft, validFrom: '2026-10-01' })
    t.match(other, { status: 409, body: { code: 'triage.conflict' } })
    t.match(await show(), { current: { version: 0 }, drafts: [{ draftId: draft.draftId }] })
    t.match(await approve(draft.draftId, town), {
      status: 403,
      body: { code: 'triage.second_person' },
    })
    t.match(await approve(randomUUID(), colleague), { body: { code: 'triage.unknown' } })
    t.match(await approve(draft.draftId, colleague), {
      status: 200,
      body: { status: 'APPROVED', version: 1 },
    })
    t.match(await approve(draft.draftId, colleague), { body: { version: 1 } }, 'again: no change')
    t.match(await show(), { current: { version: 1, validFrom: '2026-09-01' }, drafts: [] })
  })

  await t.test('from then on cases name its version, with reasons', async (t) => {
    const { body } = await hub
      .as(WONING)
      .submit(id(9400), [
        report(41, { reportedOn: '2026-09-01', arrearsCents: 4_000, oldestDueOn: '2026-07-20' }),
      ])
    t.match(body, { counts: { rejected: 0 } }, JSON.stringify(body))
    const found = await runMatch(hub.context, served(ALMERE), '2026-09' as Month, TRACE)
    t.match(found!.cases, [
      {
        workBin: 'REMAINING',
        ruleVersion: /triage-1$/,
        reasons: [{ code: 'TOO_FEW_SECTORS', nl: /soorten vaste lasten/, en: /fixed costs/ }],
      },
    ])
  })

  await t.test('two at once get two versions, and all of it is in the log', async (t) => {
    const drafts = [randomUUID(), randomUUID()]
    for (const draftId of drafts) await offer({ ...draft, draftId, validFrom: '2026-11-01' })
    const answers = await Promise.all(drafts.map((one) => approve(one, colleague)))
    t.strictSame(answers.map(({ body }) => body.version).sort(), [2, 3])
    t.equal((await show()).later.length, 2)
    await checkLog(t, hub.context)
  })
})
