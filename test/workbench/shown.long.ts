import type { Page } from 'playwright-core'
import t from 'tap'
import { backUpKey } from '../../src/crypto/key-backup.js'
import { axeFindings, noBrowser, openWindow, startBrowser } from '../helpers/browser.js'
import { ALMERE, municipalParty, STROOM, WONING } from '../helpers/hub.js'
import { startPopulatedHub } from '../helpers/populated-hub.js'
import { enrolWorker } from '../helpers/work.js'
import { beginWork, knowHub, loadKeyOf, openAll } from '../helpers/work-page.js'
import { id, withdrawal } from '../notifications/build.js'

const PASSPHRASE = 'acht kleine kano varen'
const PAID = { reportedOn: '2026-09-01' }

t.test(
  'who must not be visited, in a browser',
  { skip: noBrowser, timeout: 240_000 },
  async (t) => {
    const hub = await startPopulatedHub(t)
    const { key } = hub.sealingKeys.get(ALMERE)!
    const backup = await backUpKey(key.export({ format: 'jwk' }), PASSPHRASE)
    const almere = municipalParty(ALMERE)
    const person = await enrolWorker(hub, almere, 'cz-1', { [ALMERE]: 'COORDINATOR' })
    const browser = await startBrowser(t)
    const page = await beginWork(await openWindow(browser, hub, person))
    await loadKeyOf(page, backup, PASSPHRASE)
    await knowHub(page)
    await hub.as(WONING).submit(id(9100), [withdrawal(31, 3, PAID), withdrawal(33, 2, PAID)])
    await hub.as(STROOM).submit(id(9101), [withdrawal(32, 11, { ...PAID, creditorId: STROOM })])

    await t.test('a withdrawal of a part names the household, one of all nobody', async (t) => {
      await page.goto('/console/work/urgent')
      await openAll(page)
      const rows = page.locator('tbody tr')
      t.equal(await rows.count(), 4)
      const partly = rows.filter({ hasText: 'andere meldingen' })
      t.match(await partly.innerText(), /V\. van Verzonnen1\b/)
      t.match(await partly.innerText(), /Fictielaan 1\b/)
      const whole = rows.filter({ hasText: 'ingetrokken: betaald' }).first()
      t.match(await whole.innerText(), /niet meer vrijgegeven/)
      t.strictSame(await axeFindings(page), [])
    })

    await t.test('the printed list leaves out what was withdrawn, and bears numbers', async (t) => {
      await page.goto('/console/work/cases')
      await openAll(page)
      const visits = await printed(page, '[data-visits]')
      const { items } = (await hub.asMunicipality(ALMERE).get('/v1/feeds/2026-08')).body
      const numbers = (items as { caseId: string; statusAtPull: string }[]).map(
        ({ caseId, statusAtPull }) => ({
          number: caseId.slice(0, 8),
          isGone: statusAtPull === 'WITHDRAWN',
        }),
      )
      t.equal(numbers.filter(({ isGone }) => isGone).length, 2)
      for (const { number, isGone } of numbers) t.equal(visits.includes(number), !isGone, number)
      t.match(visits, /[0-9a-f]{8} · V\. van Verzonnen1 · Fictielaan 1/)
      t.notMatch(visits, /Verzonnen[23]/)
    })
  },
)

/** What a button of the page prints. */
async function printed(page: Page, button: string): Promise<string> {
  await page.evaluate(
    'window.print = () => { window.printed = document.querySelector(".sheet").innerText || document.querySelector(".sheet").textContent }',
  )
  await page.locator(button).click()
  return String(await page.evaluate('window.printed'))
}
