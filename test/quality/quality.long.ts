import t from 'tap'
import { writePartyFolder } from '../cli/delivery/party-folder.js'
import { axeFindings, noBrowser, openWindow, startBrowser } from '../helpers/browser.js'
import { checkLog } from '../helpers/check-log.js'
import { lastLine, runCommand } from '../helpers/command.js'
import { enrolPerson } from '../helpers/console.js'
import { startHub, WONING } from '../helpers/hub.js'
import { id, report } from '../notifications/build.js'

t.test('quality of deliveries, as people see it', { timeout: 600_000 }, async (t) => {
  const hub = await startHub(t)
  const woning = hub.as(WONING)
  await woning.submit(id(100), [
    report(1),
    report(2),
    report(3),
    report(4, { municipalityCode: '9999' }),
  ])

  await t.test('on the command line, for people, spreadsheets and scripts', async (t) => {
    const party = await writePartyFolder(t.testdir({}), hub, woning)
    const ask = (...more: string[]) =>
      runCommand(['creditor', 'quality', '--month', '2026-08', '--party', party, ...more])
    const [json, csv] = [await ask('--json'), await ask('--csv')]
    t.match(lastLine(json), { month: '2026-08', creditors: [{ creditorId: WONING }] })
    t.equal(csv.code, 0, csv.stderr)
    t.match(csv.stdout, /^creditor,sector,measure,code,value,unit,median\n/)
    t.match(csv.stdout, `${WONING},RENT,rejectedShare,,250,per mille,`)
    t.match(csv.stdout, `${WONING},RENT,error,UNKNOWN_MUNICIPALITY,1,items,`)
  })

  await t.test('as a page, accessible in both languages', { skip: noBrowser }, async (t) => {
    const person = await enrolPerson(hub, WONING, 'verhuurder-2')
    const window = await openWindow(await startBrowser(t), hub, person)
    const page = await window.newPage()
    await page.goto('/console')
    await page.getByRole('button', { name: 'Aanmelden' }).click()
    await page.waitForURL('**/console/deliver')
    await page.getByRole('link', { name: 'Kwaliteit' }).click()
    await page.waitForURL('**/console/quality')
    t.equal(await page.locator('svg.chart').count(), 1)
    t.match(await page.locator('main').innerText(), /minder dan vijf schuldeisers/)
    t.match(await page.locator('main').innerText(), /Geweigerd\s+25/)
    for (const language of ['nl', 'en']) {
      await page.goto('/console/quality?month=2026-08')
      await page.locator(`button[lang=${language}]`).click()
      for (const width of [1280, 320]) {
        await page.setViewportSize({ width, height: 900 })
        t.strictSame(await axeFindings(page), [], `${language} ${width}`)
        const wide = Number(await page.evaluate('document.documentElement.scrollWidth'))
        t.ok(wide <= width, `${language} fits ${width}`)
      }
    }
    await page.goto('/console/quality?month=2026-07')
    t.match(await page.locator('main').innerText(), /Nothing was delivered in this month/)
    await window.close()
  })

  await t.test('afterwards the whole log verifies', async (t) => {
    await checkLog(t, hub.context)
  })
})
