import t from 'tap'
import { backUpKey } from '../../src/crypto/key-backup.js'
import type { components } from '../../src/generated/openapi.js'
import { axeFindings, noBrowser, openWindow, startBrowser } from '../helpers/browser.js'
import { checkLog } from '../helpers/check-log.js'
import { ALMERE, municipalParty } from '../helpers/hub.js'
import { startPopulatedHub } from '../helpers/populated-hub.js'
import { enrolWorker, workerAt } from '../helpers/work.js'
import { beginWork, knowHub, loadKeyOf, openAll } from '../helpers/work-page.js'

type Report = components['schemas']['CaseOutcome']

const MONTH = '2026-08'
const DAY = '2026-09-01'
const BULK = '/console/work/bulk'
const PASSPHRASE = 'acht kleine kano varen'

t.test('the same about several cases', { timeout: 120_000 }, async (t) => {
  const hub = await startPopulatedHub(t)
  const almere = municipalParty(ALMERE)
  const person = await enrolWorker(hub, almere, 'cs-1', { [ALMERE]: 'CONSULTANT' })
  const worker = await workerAt(t, hub, person, ALMERE)
  const { token } = worker
  /** What the page offers to choose: `case.version`, in its order. */
  const offered = async () =>
    [...(await worker.get(BULK)).text.matchAll(/value="([0-9a-f-]{36}\.\d+)"/g)].map(
      ([, value]) => value!,
    )
  const send = (act: string, chosen: readonly string[], more: Readonly<Record<string, string>>) =>
    worker.submit(BULK, {
      ...{ token, month: MONTH, filter: '', act },
      ...Object.fromEntries(chosen.map((value, at) => [`case_${at}`, value])),
      ...more,
    })
  const letter = { kind: 'LETTER', on: DAY, reached: 'no' }
  const latest = () =>
    hub.sql<{ case_id: string; version: number; report: Report }>(
      `SELECT DISTINCT ON (case_id) case_id, version, report FROM outcome
        ORDER BY case_id, version DESC`,
      [],
    )
  const entries = async () =>
    (await hub.sql(`SELECT FROM log_entry WHERE operation = 'submitOutcomes'`, [])).length
  const plain = (text: string) => text.replaceAll(/\s+/g, ' ')

  await t.test('the list of cases leads to it', async (t) => {
    const { text } = await worker.get('/console/work/cases?stage=OPEN')
    t.match(text, /href="\/console\/work\/bulk\?stage=OPEN&#38;month=2026-08"/)
    t.equal((await offered()).length, 4)
  })

  await t.test('one attempt for all that were chosen, each in a report of its own', async (t) => {
    const chosen = (await offered()).slice(0, 3)
    const done = await send('attempt', chosen, letter)
    t.match(done, { status: 200, text: /Vastgelegd: 3\. Niet vastgelegd: 0\./ })
    const rows = await latest()
    t.equal(rows.length, 3)
    for (const { report, version } of rows) {
      t.equal(version, 1)
      t.strictSame(report.contactAttempts, [{ kind: 'LETTER', on: DAY, reached: false }])
      t.equal(report.takenUpOn, DAY)
    }
    t.equal(await entries(), 3, 'one entry for each')
  })

  await t.test(
    'sent twice, or overtaken by somebody: nothing twice and nothing undone',
    async (t) => {
      const chosen = await offered()
      const [first, ...rest] = chosen as [string, ...string[]]
      const [caseId] = first.split('.')
      const path = `/console/work/cases/${MONTH}/${caseId}/attempts`
      const [, version = ''] = first.split('.')
      const call = { token, version, kind: 'TELEPHONE', on: DAY, reached: 'yes' }
      t.equal((await worker.submit(path, call)).status, 303)
      const done = await send('attempt', chosen, letter)
      t.match(done, { status: 200, text: /Vastgelegd: 3\. Niet vastgelegd: 1\./ })
      t.match(plain(done.text), new RegExp(`${caseId!.slice(0, 8)}.{0,200}niet vastgelegd.*Iemand`))
      const again = await send('attempt', rest, letter)
      t.match(again, { text: /Vastgelegd: 0\. Niet vastgelegd: 3\./ })
      const one = (await latest()).find(({ case_id }) => case_id === caseId)!
      t.strictSame(one.report.contactAttempts.map(({ kind }) => kind).sort(), [
        'LETTER',
        'TELEPHONE',
      ])
    },
  )

  await t.test('one ending, which leaves those alone that have one', async (t) => {
    const [first] = await offered()
    const end = { outcome: 'NO_CONTACT', closedOn: DAY, takenUpOn: '2026-08-31' }
    t.match(await send('ending', [first!], end), { text: /Vastgelegd: 1\. Niet vastgelegd: 0\./ })
    const done = await send('ending', await offered(), { ...end, outcome: 'NT_OTHER' })
    t.match(done.text, /Vastgelegd: 3\. Niet vastgelegd: 1\./)
    t.match(plain(done.text), /niet vastgelegd.*De zaak had al een uitkomst/)
    const rows = await latest()
    const [ended] = rows.filter(({ report }) => report.outcome === 'NO_CONTACT')
    t.match(first, ended!.case_id)
    for (const { report } of rows) {
      t.equal(report.takenUpOn, DAY, 'as it was recorded first')
      t.ok(report.contactAttempts.length > 0, 'attempts stay')
      const standing = report.outcome === 'NT_OTHER' ? 'NT_OTHER' : 'TAKEN_UP'
      for (const { status } of report.notifications) t.equal(status, standing)
    }
  })

  await t.test('what is wrong is said, and what was chosen and typed stays', async (t) => {
    const chosen = (await offered()).slice(0, 2)
    const before = await entries()
    const refusals: [string, readonly string[], Readonly<Record<string, string>>, RegExp][] = [
      ['attempt', [], letter, /Kies eerst een of meer zaken/],
      ['attempt', chosen, { ...letter, on: '' }, /Zeg welke soort poging/],
      ['ending', chosen, { outcome: 'QUICK_FIX', closedOn: '' }, /horen bij elkaar/],
      ['ending', chosen, { outcome: 'FOLLOW_UP_FIN', closedOn: DAY }, /geen keuze van de lijst/],
    ]
    for (const [act, cases, fields, said] of refusals) {
      const refused = await send(act, cases, { part: 'EVENING', ...fields })
      t.match(refused, { status: 400, text: said })
      const checked = plain(refused.text).match(/data-chosen="[^"]+" checked/g) ?? []
      t.equal(checked.length, cases.length)
      t.match(plain(refused.text), /value="EVENING" selected/)
    }
    t.equal(await entries(), before)
    const stranger = '11111111-1111-4111-8111-111111111111.0'
    t.match(await send('attempt', [stranger], letter), { text: /De zaak is er niet/ })
    t.equal((await send('attempt', chosen, { ...letter, token: '' })).status, 403)
  })

  await t.test('letters of the chosen cases in one go', { skip: noBrowser }, async (t) => {
    const { key } = hub.sealingKeys.get(ALMERE)!
    const browser = await startBrowser(t)
    const page = await beginWork(await openWindow(browser, hub, person))
    await loadKeyOf(page, await backUpKey(key.export({ format: 'jwk' }), PASSPHRASE), PASSPHRASE)
    await knowHub(page)
    await page.goto(BULK)
    await openAll(page)
    await page.locator('#all').check()
    t.equal(await page.locator('[data-chosen]:checked').count(), 4)
    await page.locator('[data-chosen]').first().uncheck()
    await page.evaluate('window.print = () => {}')
    await page.locator('[data-print="LETTER-nl"]').click()
    const said = page.locator('[data-printed]', { hasText: /\d/ })
    await said.waitFor()
    t.match(await said.textContent(), /Bladen: 3\. .*: 0\./)
    const sheets = await page.locator('.sheet > pre').allTextContents()
    t.equal(sheets.length, 3)
    t.equal(new Set(sheets).size, 3, 'each to its own household')
    for (const sheet of sheets) t.match(sheet, /Verzonnen\d/)
    await page.evaluate(`dispatchEvent(new Event('afterprint'))`)
    t.strictSame(await axeFindings(page), [])
    await page.setViewportSize({ width: 390, height: 844 })
    const widest = await page.evaluate('document.documentElement.scrollWidth')
    t.ok(Number(widest) <= 390, `fits a phone: ${String(widest)}`)
    t.strictSame(await axeFindings(page), [])
  })

  await t.test('afterwards the whole log verifies', (t) => checkLog(t, hub.context))
})
