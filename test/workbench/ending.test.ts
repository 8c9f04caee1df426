import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import t from 'tap'
import type { components } from '../../src/generated/openapi.js'
import { packageRoot } from '../../src/package-root.js'
import { checkLog } from '../helpers/check-log.js'
import { ALMERE, municipalParty } from '../helpers/hub.js'
import { startPopulatedHub } from '../helpers/populated-hub.js'
import { enrolWorker, workerAt } from '../helpers/work.js'
import { id } from '../notifications/build.js'

type Report = components['schemas']['CaseOutcome']

const MONTH = '2026-08'
const DAY = '2026-09-01'

t.test('what was reported stays, whoever fills in the rest at the workbench', async (t) => {
  const hub = await startPopulatedHub(t)
  const almere = hub.asMunicipality(ALMERE)
  const person = await enrolWorker(hub, municipalParty(ALMERE), 'cs-1', { [ALMERE]: 'CONSULTANT' })
  const worker = await workerAt(t, hub, person, ALMERE)
  const { token } = worker
  const { items } = (await almere.get(`/v1/feeds/${MONTH}`)).body as {
    items: components['schemas']['FeedItem'][]
  }
  const item = items.find(({ notifications }) => notifications.length === 2)!
  const { caseId } = item
  const creditors = item.notifications.map(({ creditorId }) => creditorId)
  const page = `/console/work/cases/${MONTH}/${caseId}`
  const latest = async () => {
    const rows = await hub.sql<{ report: Report }>(
      'SELECT report FROM outcome WHERE case_id = $1 ORDER BY version DESC LIMIT 1',
      [caseId],
    )
    return rows[0]?.report
  }
  const versions = () =>
    hub.sql('SELECT version FROM outcome WHERE case_id = $1', [caseId]).then((all) => all.length)
  const save = async (fields: Readonly<Record<string, string>>) =>
    worker.submit(`${page}/ending`, { token, version: String(await versions()), ...fields })
  const attempt = async (kind: string, more: Readonly<Record<string, string>> = {}) => {
    const version = String(await versions())
    const fields = { token, version, kind, on: DAY, reached: 'yes', ...more }
    return worker.submit(`${page}/attempts`, fields)
  }
  const text = async () => (await worker.get(page)).text.replaceAll(/\s+/g, ' ')

  const bySoftware: Report = {
    caseId,
    month: MONTH,
    notifications: item.notifications.map(({ creditorId, notificationId }) => ({
      ...{ creditorId, notificationId },
      status: 'TAKEN_UP' as const,
    })),
    takenUpOn: DAY,
    contactAttempts: [{ kind: 'TELEPHONE', on: DAY, reached: true }],
    decision: { action: 'PHONE', on: DAY },
    offerAcceptedOn: DAY,
    firstConversationOn: DAY,
    helpAcceptedOn: DAY,
    planMade: true,
    planMadeOn: DAY,
    consentToShare: {
      ...{ given: true, on: DAY, creditors, givenBy: 'RESIDENT' as const },
      what: ['HELP_ACCEPTED'],
    },
  }
  const fields = { reportId: id(9700), outcomes: [bySoftware] }
  const { status } = await almere.send('/v1/outcomes', almere.sign('submitOutcomes', fields))
  t.equal(status, 200)

  await t.test('an ending changes what was asked about, and nothing else', async (t) => {
    const ended = await save({ outcome: 'QUICK_FIX', closedOn: DAY })
    t.match(ended, { status: 303, headers: { location: `${page}?saved=2` } })
    t.strictSame(await latest(), { ...bySoftware, outcome: 'QUICK_FIX', closedOn: DAY })
    t.match(await attempt('LETTER', { reached: 'no' }), { status: 303 })
    const { contactAttempts, ...rest } = (await latest())!
    t.equal(contactAttempts.length, 2)
    const { contactAttempts: _, ...before } = bySoftware
    t.strictSame(rest, { ...before, outcome: 'QUICK_FIX', closedOn: DAY })
  })

  await t.test('the form shows all of it, each day with what it means', async (t) => {
    const shown = await text()
    for (const name of ['offerAcceptedOn', 'firstConversationOn', 'helpAcceptedOn', 'planMadeOn']) {
      t.match(shown, new RegExp(`id="${name}" name="${name}" type="date" value="${DAY}"`), name)
    }
    t.match(shown, /<option value="PHONE" selected >bellen|<option value="PHONE" selected>bellen/)
    t.match(shown, /vier weken, of drie werkdagen in een crisis \(Wgs art\. 4\)/)
    t.match(shown, /een mens beslist, vóór de eerste benadering/)
  })

  await t.test('what was emptied is no longer true', async (t) => {
    const emptied = await save({ outcome: '', closedOn: '', decision: '', decidedOn: '' })
    t.match(emptied, { status: 303 })
    const { decision, outcome, closedOn, offerAcceptedOn } = (await latest())!
    t.strictSame(
      [decision, outcome, closedOn, offerAcceptedOn],
      [undefined, undefined, undefined, DAY],
    )
  })

  await t.test('what deserves a second look is said after it was kept', async (t) => {
    const saved = await save({ takenUpOn: DAY })
    t.match(saved.headers, { location: `${page}?saved=4&mind=NOT_DECIDED` })
    const after = (await worker.get(String(saved.headers['location']))).text.replaceAll(/\s+/g, ' ')
    t.match(after, /role="status" data-warnings[^]*Let op: er staat niet bij wat een mens/)
    const decided = await save({ decision: 'VISIT', decidedOn: DAY })
    t.match(decided.headers, { location: `${page}?saved=5` }, 'nothing is left to say')
    t.strictSame((await latest())!.decision, { action: 'VISIT', on: DAY })
    const forged = await worker.get(`${page}?saved=5&mind=<b>x</b>+NONSENSE`)
    t.notMatch(forged.text, /data-warnings/)
  })

  await t.test('half of what belongs together is refused beside its field', async (t) => {
    const known = await versions()
    const whole = {
      ...{ consentGiven: 'yes', consentOn: DAY, consentBy: 'RESIDENT' },
      ...{ share_0: 'yes', what_HELP_ACCEPTED: 'yes', closedOn: '', outcome: '' },
    }
    const halves: [Readonly<Record<string, string>>, string, RegExp][] = [
      [{ ...whole, consentOn: '' }, 'consentOn', /Zonder dag is er geen toestemming/],
      [{ ...whole, consentGiven: '' }, 'consentGiven', /Zeg of de inwoner instemt/],
      [{ ...whole, share_0: '' }, 'consentGiven', /welke schuldeiser het mag weten/],
      [{ ...whole, what_HELP_ACCEPTED: '' }, 'consentGiven', /wat de schuldeiser mag weten/],
      [{ ...whole, consentOn: '1 september' }, 'consentOn', /Dit is geen dag/],
      [
        { referralTo: 'DEBT_HELP', referralKind: '', referralOn: '' },
        'referralKind',
        /horen bij elk/,
      ],
      [{ decision: 'VISIT', decidedOn: '' }, 'decidedOn', /wat u besliste en wanneer/],
      [{ planMade: '', planMadeOn: DAY }, 'planMade', /zeg ook of het is gemaakt/],
      [{ outcome: 'MADE_UP' }, 'outcome', /geen keuze van de lijst/],
      [{ outcome: 'QUICK_FIX', closedOn: '' }, 'closedOn', /horen bij elkaar/],
      [{ takenUpOn: '2027-01-01' }, 'takenUpOn', /in de toekomst/],
    ]
    for (const [fields, field, said] of halves) {
      const refused = await save({ helpAcceptedOn: '2026-08-31', ...fields })
      t.equal(refused.status, 400, field)
      const shown = refused.text.replaceAll(/\s+/g, ' ')
      t.match(shown, `href="#${field}"`, field)
      t.ok(shown.includes(`id="${field}"`), `there is a field ${field}`)
      const [, after = ''] = shown.split(
        field === 'outcome' ? 'id="outcome"' : `id="${field}-notes"`,
      )
      t.match(after.slice(0, 400), said, `beside ${field}`)
      t.match(shown, /name="helpAcceptedOn" type="date" value="2026-08-31"/, 'typed is kept')
    }
    t.equal(await versions(), known, 'nothing was kept')
    t.match(await save(whole), { status: 303 })
    t.strictSame((await latest())!.consentToShare, {
      ...{ given: true, on: DAY, creditors: [creditors[0]], what: ['HELP_ACCEPTED'] },
      givenBy: 'RESIDENT',
    })
  })

  await t.test('an attempt without its day is refused, and what was typed is kept', async (t) => {
    const refused = await attempt('CARD', { on: '', part: 'EVENING' })
    t.match(refused, { status: 400, text: /Zeg welke soort poging het was/ })
    t.match(
      refused.text.replaceAll(/\s+/g, ' '),
      /value="CARD" selected[^]*value="EVENING" selected/,
    )
  })

  await t.test('a report names notifications and holds nothing else of a case', async (t) => {
    const other = items.find((one) => one.caseId !== caseId && one.notifications.length === 1)!
    const path = `/console/work/cases/${MONTH}/${other.caseId}/attempts`
    const fields = { token, version: '0', kind: 'LETTER', on: DAY, reached: 'no' }
    t.match(await worker.submit(path, fields), { status: 303 })
    const [row] = await hub.sql<{ report: Report }>(
      'SELECT report FROM outcome WHERE case_id = $1',
      [other.caseId],
    )
    const { creditorId, notificationId } = other.notifications[0]!
    t.strictSame(row?.report.notifications, [{ creditorId, notificationId, status: 'TAKEN_UP' }])
  })

  await t.test('a report of an earlier version loses what does not belong in it', async (t) => {
    const notification = { ...item.notifications[0]!, status: 'TAKEN_UP' }
    t.ok(notification.sealedIdentity)
    const old = JSON.stringify({ ...bySoftware, notifications: [notification] })
    const [last] = await hub.sql<{ version: number }>(
      `UPDATE outcome SET report = $2::text::jsonb
        WHERE case_id = $1 AND version = 1 RETURNING version`,
      [caseId, old],
    )
    t.equal(last?.version, 1)
    const file = join(packageRoot(), 'migrations/0067_reports_of_references.sql')
    const statements = readFileSync(file, 'utf8').split('--> statement-breakpoint')
    for (const statement of statements) await hub.sql(statement, [])
    const [row] = await hub.sql<{ report: Report }>(
      'SELECT report FROM outcome WHERE case_id = $1 AND version = 1',
      [caseId],
    )
    t.strictSame(row?.report, { ...bySoftware, notifications: [bySoftware.notifications[0]] })
  })

  await t.test('afterwards the whole log verifies', (t) => checkLog(t, hub.context))
})
