import { readFileSync } from 'node:fs'
import t from 'tap'
import { backUpKey } from '../../src/crypto/key-backup.js'
import { runMatch } from '../../src/cases/index.js'
import { buildDelivery } from '../../src/client/ddas/index.js'
import { openFeed } from '../../src/client/index.js'
import { CONTACT_KINDS, OUTCOMES, PARTS_OF_DAY } from '../../src/console/work/case-form.js'
import type { Month } from '../../src/kernel/calendar.js'
import { axeFindings, noBrowser, openWindow, startBrowser } from '../helpers/browser.js'
import { checkLog } from '../helpers/check-log.js'
import { enrolPerson } from '../helpers/console.js'
import { checkUnderStandard } from '../helpers/ddas.js'
import { ALMERE, municipalParty, WONING } from '../helpers/hub.js'
import { EXECUTOR, startPopulatedHub } from '../helpers/populated-hub.js'
import { closeMonth, identityOf, sealingKeysOf, served, TRACE } from '../helpers/served.js'
import { enrolWorker, workerAt } from '../helpers/work.js'
import { beginWork, knowHub, loadKeyOf, ready } from '../helpers/work-page.js'
import { id, report } from '../notifications/build.js'

const PASSPHRASE = 'acht kleine kano varen'
const CASES = '/console/work/cases/2026-08'
/** More than one part of what a browser opens at a time. */
const MANY = 1_003

t.test('the whole breadth of the workbench', { timeout: 600_000 }, async (t) => {
  const hub = await startPopulatedHub(t)
  const almere = municipalParty(ALMERE)
  const person = await enrolWorker(hub, almere, 'cz-1', { [ALMERE]: 'COORDINATOR' })
  const worker = await workerAt(t, hub, person, ALMERE)
  const town = hub.asMunicipality(ALMERE)
  const feed = await openFeed(
    identityOf(hub.context),
    [(await town.get('/v1/feeds/2026-08')).body],
    sealingKeysOf(hub, ALMERE),
    hub.context.clock.now(),
  )
  const found = feed.cases.find(({ notifications }) => notifications.length === 2)!
  const page = `${CASES}/${found.caseId}`

  await t.test(
    'all ten kinds of contact, each with its part of day and who was reached',
    async (t) => {
      t.equal(CONTACT_KINDS.length, 10)
      const tried = CONTACT_KINDS.map((kind, at) => ({
        kind,
        on: '2026-09-01',
        partOfDay: PARTS_OF_DAY[at % 3]!,
        reached: at % 2 === 0,
      }))
      for (const [at, { kind, on, partOfDay, reached }] of tried.entries()) {
        const fields = { kind, on, part: partOfDay, reached: reached ? 'yes' : 'no' }
        const form = { token: worker.token, version: String(at), ...fields }
        t.equal((await worker.submit(`${page}/attempts`, form)).status, 303, kind)
      }
      const { items } = (await town.get('/v1/outcomes/2026-08')).body
      const kept = items.find(({ caseId }: { caseId: string }) => caseId === found.caseId)
      t.strictSame(kept.report.contactAttempts, tried)
      const shown = (await worker.get(page)).text
      t.match(shown, /huisbezoek[^]*ochtend/i)
      const ending = { outcome: 'NO_CONTACT', closedOn: '2026-09-01', takenUpOn: '2026-09-01' }
      const built = buildDelivery({
        from: '2026-08-01',
        to: '2026-08-31',
        now: hub.context.clock.now(),
        municipalityCode: ALMERE,
        supplierCode: 'test',
        organisation: { naam: 'Gemeente Almere' },
        cases: [found],
        urgent: [],
        outcomes: new Map([[found.caseId, { ...kept.report, ...ending }]]),
      })
      checkUnderStandard(t, built.delivery)
      const kinds = built.delivery.leveringen.flatMap(({ vroegsignaalzaken }) =>
        vroegsignaalzaken.flatMap(({ contactpogingen }) =>
          contactpogingen.map(({ soort }) => soort),
        ),
      )
      t.equal(new Set(kinds).size, 10, 'each has a value of its own in the national standard')
    },
  )

  await t.test('beside every outcome stands its definition, in both languages', async (t) => {
    const definitions = new Map<string, Set<string>>()
    for (const language of ['en', 'nl'] as const) {
      const back = { token: worker.token, language, back: page }
      await worker.submit('/console/language', back)
      const { text } = await worker.get(page)
      t.match(text, new RegExp(`<html[^>]* lang="${language}"`))
      for (const outcome of OUTCOMES) {
        const [, said = ''] =
          new RegExp(`id="definition-${outcome}">([^<]{15,})</span>`).exec(text) ?? []
        t.not(said, '', `${outcome} in ${language}`)
        const known = definitions.get(outcome) ?? new Set()
        definitions.set(outcome, known.add(said))
      }
      const foreign =
        language === 'en' ? /Meldingen|Uitkomst|Contactpoging/ : /Notifications|Outcome</
      t.notMatch(text.slice(text.indexOf('<main'), text.indexOf('data-letter')), foreign)
    }
    for (const [outcome, said] of definitions) t.equal(said.size, 2, outcome)
  })

  await t.test('a month of more than 1,000 cases', { skip: noBrowser }, async (t) => {
    const fresh = { reportedOn: '2026-09-01', email: [] }
    const items = Array.from({ length: MANY }, (_, at) =>
      report(2_000 + at, {
        ...fresh,
        address: { postcode: '1315ZZ', houseNumber: 1_000 + at, street: 'Fictielaan' },
      }),
    )
    const { body, text } = await hub.as(WONING).submit(id(9_500), items)
    t.equal(body.counts?.rejected, 0, text.slice(0, 300))
    hub.context.clock.set('2026-10-01T06:00:00Z')
    await runMatch(hub.context, served(ALMERE), '2026-09' as Month, TRACE)
    await closeMonth(hub.context, ALMERE, '2026-09')
    const browser = await startBrowser(t)
    const seen = await beginWork(await openWindow(browser, hub, person))
    const { key } = hub.sealingKeys.get(ALMERE)!
    await loadKeyOf(seen, await backUpKey(key.export({ format: 'jwk' }), PASSPHRASE), PASSPHRASE)
    await knowHub(seen)
    const parts: string[] = []
    seen.on('request', (request) => {
      if (request.url().endsWith('/sealed')) parts.push(request.postData() ?? '')
    })

    await t.test('is opened in parts, kept whole, and acknowledged at once', async (t) => {
      await seen.goto('/console/work/months/2026-09')
      await ready(seen)
      await seen.locator('[data-open-month]').click()
      await seen.locator('[data-say]', { hasText: `Geopend: ${MANY}` }).waitFor()
      t.strictSame(
        parts.map((sent) => new URLSearchParams(sent).get('from')),
        ['0', '1000'],
      )
      for (const form of ['csv', 'json']) {
        const waiting = seen.waitForEvent('download')
        await seen.locator(`[data-keep=${form}]`).click()
        const file = readFileSync(await (await waiting).path(), 'utf8')
        if (form === 'json') t.equal(JSON.parse(file).cases.length, MANY)
        else t.match(file.split('\r\n')[0], /,withheld,disputed,brp$/)
      }
      await seen.locator('#saved').check()
      await seen.locator('[data-acknowledge-button]').click()
      await seen.getByText('Bevestigd op').waitFor()
      const rows = await hub.sql(
        `SELECT 1 FROM feed WHERE month = '2026-09-01' AND acknowledged_at IS NOT NULL`,
      )
      t.equal(rows.length, 1)
    })

    await t.test('a part that is left out on the way is missed', async (t) => {
      await hub.sql('UPDATE feed SET acknowledged_at = NULL WHERE municipality = $1', [ALMERE])
      await seen.route('**/months/2026-09/sealed', async (route) => {
        const isSecond = (route.request().postData() ?? '').includes('from=1000')
        return isSecond ? route.fulfill({ status: 503, body: '' }) : route.continue()
      })
      await seen.goto('/console/work/months/2026-09')
      await ready(seen)
      await seen.locator('[data-open-month]').click()
      await seen.locator('[data-open-month]:not([disabled])').waitFor()
      t.notMatch(await seen.locator('[data-say]').innerText(), /Geopend/)
      t.ok(await seen.locator('#saved').isDisabled(), 'nothing can be acknowledged')
    })

    await t.test(
      'an executor’s own pages are accessible, before and after it is admitted',
      async (t) => {
        const party = await openWindow(browser, hub, await enrolPerson(hub, EXECUTOR, 'vr-1'))
        const door = await party.newPage()
        await door.goto('/console')
        await door.locator('main form button').click()
        const paths = ['executor-key', 'choose']
        const check = async (path: string) => {
          await door.goto(`/console/work/${path}`)
          for (const language of ['en', 'nl']) {
            await door.locator(`button[lang=${language}]`).click()
            await door.waitForSelector(`html[lang=${language}]`)
            for (const width of [320, 1280]) {
              await door.setViewportSize({ width, height: 900 })
              t.strictSame(await axeFindings(door), [], `${path} ${language} ${width}`)
              const wide = Number(await door.evaluate('document.documentElement.scrollWidth'))
              t.ok(wide <= width, `${path} fits: ${wide}`)
            }
          }
        }
        for (const path of paths) await check(path)
        await door.goto('/console/work/executor-key')
        await ready(door)
        await door.locator('#new-passphrase').fill(PASSPHRASE)
        const waiting = door.waitForEvent('download')
        await door.locator('[data-make] button').click()
        const keyId = (await waiting).suggestedFilename().replace('.backup', '')
        await door.getByRole('button', { name: 'Bied de nieuwe sleutel aan' }).click()
        await door.getByText(keyId).first().waitFor()
        await seen.goto('/console/work/executors')
        await seen.locator('#executor').fill(EXECUTOR)
        await seen.locator('#keyId').fill(keyId)
        await seen.getByRole('button', { name: 'Laat toe' }).click()
        await seen.getByText(EXECUTOR).first().waitFor()
        await door.goto('/console/work/choose')
        await door.getByRole('button', { name: /Werk voor/ }).click()
        await door.waitForURL(/assigned/)
        for (const path of ['assigned', ...paths]) await check(path)
      },
    )
  })

  await t.test('afterwards the whole log verifies', (t) => checkLog(t, hub.context))
})
