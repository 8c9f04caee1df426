import type { BrowserContext, Page } from 'playwright-core'
import t from 'tap'
import { sequencePending } from '../../src/access-log/index.js'
import type { Month } from '../../src/kernel/calendar.js'
import { makePlans } from '../../src/reviews/index.js'
import { axeFindings, noBrowser, openWindow, startBrowser } from '../helpers/browser.js'
import { checkLog } from '../helpers/check-log.js'
import { enrolPerson } from '../helpers/console.js'
import { ALMERE, municipalParty, OFFICER, startHub, WONING } from '../helpers/hub.js'
import { TRACE } from '../helpers/served.js'
import { id, report } from '../notifications/build.js'

/** What was asked for, and where: nothing may come from elsewhere, and no address may tell anything. */
function watch(page: Page): { readonly requests: string[]; readonly complaints: string[] } {
  const requests: string[] = []
  const complaints: string[] = []
  page.on('request', (request) => requests.push(request.url()))
  page.on('console', (message) => complaints.push(message.text()))
  page.on('pageerror', (error) => complaints.push(error.message))
  return { requests, complaints }
}

/** Opens what stands in details, so that it is judged too. */
async function unfold(page: Page): Promise<void> {
  const folded = page.locator('details:not([open]) > summary')
  while ((await folded.count()) > 0) await folded.first().click()
}

t.test('the console in a browser', { skip: noBrowser, timeout: 600_000 }, async (t) => {
  const hub = await startHub(t)
  const officer = await enrolPerson(hub, OFFICER, 'fg-1')
  const browser = await startBrowser(t)
  for (let batch = 0; batch < 3; batch += 1) {
    await hub.as(WONING).submit(id(1000 + batch), [report(batch + 1)])
  }
  await hub.as(WONING).post('/v1/access-log/_search', { reason: 'x' })
  await sequencePending(hub.context)
  const almere = municipalParty(ALMERE)
  await makePlans(hub.context, '2026-08' as Month, TRACE)

  const signedIn = async (window: BrowserContext): Promise<Page> => {
    const page = await window.newPage()
    await page.goto('/console')
    await page.getByRole('button', { name: 'Aanmelden' }).click()
    await page.waitForURL('**/console/overview')
    return page
  }
  const ask = async (page: Page) => {
    await page.goto('/console/search')
    await page.locator('#reason').fill('Verzoek 2026-118')
    await page.locator('#controller').selectOption(almere)
    await page.locator('#action').selectOption('INTAKE')
    await page.locator('main form button').first().click()
    await page.waitForURL(/\/console\/search\/[0-9a-f-]{36}$/)
  }

  t.test('every page is accessible, in both languages, also on a small screen', async (t) => {
    const window = await openWindow(browser, hub, officer)
    const page = await window.newPage()
    const { requests, complaints } = watch(page)
    let languages = ['nl', 'en']
    // In both languages, and in one of them on a screen of 320 pixels too: the parts are the same.
    const judge = async (name: string) => {
      for (const [at, language] of languages.entries()) {
        if (at > 0) await page.locator(`button[lang=${language}]`).click()
        await page.waitForSelector(`html[lang=${language}]`)
        await unfold(page)
        await page.setViewportSize({ width: 320, height: 900 })
        const wide = Number(await page.evaluate('document.documentElement.scrollWidth'))
        t.ok(wide <= 320, `${name} ${language} fits a small screen`)
        if (at > 0) t.strictSame(await axeFindings(page), [], `${name} ${language} small`)
        await page.setViewportSize({ width: 1280, height: 900 })
        t.strictSame(await axeFindings(page), [], `${name} ${language}`)
      }
      languages = languages.reverse()
    }
    await page.goto('/console')
    await judge('door')
    await page.locator('main form button').click()
    await page.waitForURL('**/console/overview')
    await judge('overview')
    await page.goto('/console/overview?log=hub')
    await judge('overview of the hub')
    await page.goto('/console/search')
    await judge('search')
    await page.locator('#traceId').fill('<b>no trace</b>')
    await page.locator('#reason').fill('x')
    await page.locator('main form button').first().click()
    await page.waitForSelector('[role=alert]')
    t.strictSame(await axeFindings(page), [], 'mistakes')
    await ask(page)
    await judge('results')
    await page.locator('tbody a').first().click()
    await page.waitForURL('**/entries/*')
    await judge('entry')
    await page.goto('/console/resident')
    await judge('resident')
    const typed = {
      municipality: ALMERE,
      surname: 'Verzonnen1',
      postcode: '1315ZZ',
      houseNumber: '1',
      reason: 'Verzoek 2026-118',
    }
    for (const [field, text] of Object.entries(typed)) await page.locator(`#${field}`).fill(text)
    await page.locator('main form button').first().click()
    await page.waitForSelector('tbody')
    for (const width of [1280, 320]) {
      await page.setViewportSize({ width, height: 900 })
      t.strictSame(await axeFindings(page), [], `trail ${width}`)
    }
    t.equal(new URL(page.url()).pathname, '/console/resident')
    await page.goto(`/console/review?log=${almere}`)
    await judge('review')
    await page.locator('tbody a').first().click()
    await page.waitForURL(/\/console\/review\/[0-9a-f-]{36}$/)
    await judge('plan')
    await page.locator('tbody a').first().click()
    await page.waitForURL('**/review/items/*')
    await page.locator('button[value=ASSIGN]').click()
    await page.locator('#text').fill('Waarom <b>dit</b>?')
    await page.locator('button[value=ASK]').click()
    await page.locator('button[value=DECIDE]').waitFor()
    await judge('item')
    await page.goto('/console/questions')
    t.strictSame(await axeFindings(page), [], 'questions')
    await page.goto('/console/rights')
    await judge('rights')
    for (const [field, text] of Object.entries({ ...typed, initials: 'V.' })) {
      if (field !== 'municipality') await page.locator(`#${field}`).fill(text)
    }
    await page.locator('main form button').last().click()
    await page.waitForURL(/\/console\/rights\/[0-9a-f-]{36}$/)
    await page.locator('form[action$="/extend"]').waitFor()
    await judge('request for access')
    await page.locator('form[action$="/answer"] button').click()
    await page.locator('.good', { hasText: /antwoord gegeven|answer given/ }).waitFor()
    await page.goto('/console/rights')
    await page.locator('#kind').selectOption('OBJECTION')
    for (const [field, text] of Object.entries({ ...typed, initials: 'V.' })) {
      if (field !== 'municipality') await page.locator(`#${field}`).fill(text)
    }
    await page.locator('main form button').last().click()
    await page.waitForURL(/\/console\/rights\/[0-9a-f-]{36}$/)
    await judge('request')
    await page.goto('/console/registers')
    await judge('registers')
    await page.goto('/console/breach')
    await judge('breach')
    await page.locator('#party').fill(WONING)
    await page.locator('#reason').fill('Incident 26-41')
    await page.locator('main form button').first().click()
    await page.waitForSelector('tbody')
    t.strictSame(await axeFindings(page), [], 'breach found')
    await page.goto('/console/nothing')
    t.strictSame(await axeFindings(page), [], 'refusal')
    await page.goto('/console/overview')
    await page.locator('form[action$=sign-out] button').click()
    await page.waitForURL('**/console/signed-out')
    await judge('signed out')
    const elsewhere = requests.filter(
      (url) => !url.startsWith(`https://localhost:${hub.port}/console`),
    )
    t.strictSame(elsewhere, [])
    const told = /2026-118|INTAKE|000000990|Verzonnen|1315 ?(?:ZZ|S[ADS])/
    t.notOk(requests.some((url) => told.test(url.replace(/[?]log=.*/, ''))))
    const odd = complaints.filter((text) => !/status of 40[04]/.test(text))
    t.strictSame(odd, [])
    await window.close()
  })

  t.test('everything works without script, but the check of a proof', async (t) => {
    const window = await openWindow(browser, hub, officer, { script: false })
    const page = await signedIn(window)
    await ask(page)
    await page.locator('#name').fill('Intake')
    await page.getByRole('button', { name: 'Zoekvraag bewaren' }).click()
    await page.waitForURL(/\/console\/search\/[0-9a-f-]{36}$/)
    t.match(await page.locator('h1').innerText(), /Intake/)
    const [file] = await Promise.all([
      page.waitForEvent('download'),
      page.getByRole('button', { name: 'CSV' }).click(),
    ])
    t.equal(file.suggestedFilename(), 'log.csv')
    await page.locator('tbody a').first().click()
    await page.waitForURL('**/entries/*')
    t.match(await page.locator('[data-verdict=none]').innerText(), /script/)
    await page.locator('button[lang=en]').click()
    await page.waitForSelector('html[lang=en]')
    t.match(page.url(), /\/entries\//, 'the same page in the other language')
    await page.getByRole('button', { name: 'Sign out' }).click()
    await page.waitForURL('**/console/signed-out')
    await page.goBack()
    await page.reload()
    t.match(page.url(), /\/console$/, 'nothing is shown again after signing out')
    await window.close()
  })

  t.test('the keyboard alone is enough', async (t) => {
    const window = await openWindow(browser, hub, officer)
    const page = await window.newPage()
    const focused = () =>
      page.evaluate(`document.activeElement.textContent.trim() || document.activeElement.id`)
    const tabTo = async (wanted: RegExp) => {
      for (let step = 0; step < 60; step += 1) {
        await page.keyboard.press('Tab')
        const name = String(await focused())
        if (!wanted.test(name)) continue
        const outline = await page.evaluate('getComputedStyle(document.activeElement).outlineStyle')
        t.not(outline, 'none', `${name} shows where the focus is`)
        return
      }
      t.fail(`the keyboard does not reach ${wanted}`)
    }
    await page.goto('/console')
    await page.keyboard.press('Tab')
    t.equal(await focused(), 'Naar de inhoud', 'the first stop leads past the frame')
    const box = await page.locator('.skip').boundingBox()
    t.ok(box !== null && box.y >= 0, 'and can be seen')
    await page.keyboard.press('Enter')
    await tabTo(/^Aanmelden$/)
    await page.keyboard.press('Enter')
    await page.waitForURL('**/console/overview')
    await tabTo(/^Zoeken in het logboek$/)
    await page.keyboard.press('Enter')
    await page.waitForURL('**/console/search')
    await tabTo(/^reason$/)
    await page.keyboard.type('Verzoek 2026-118')
    await tabTo(/^Zoeken$/)
    await page.keyboard.press('Enter')
    await page.waitForURL(/\/console\/search\/[0-9a-f-]{36}$/)
    await tabTo(/^\d+$/)
    await page.keyboard.press('Enter')
    await page.waitForURL('**/entries/*')
    await tabTo(/^De vastlegging zelf/)
    await page.keyboard.press('Enter')
    t.ok(await page.locator('#record').isVisible())
    await page.goto('/console/registers')
    await tabTo(/^Alles als JSON$/)
    await page.goto('/console/breach')
    await tabTo(/^party$/)
    await page.keyboard.type(WONING)
    await tabTo(/^reason$/)
    await page.keyboard.type('Incident 26-41')
    await tabTo(/^Zoek huishoudens$/)
    await page.keyboard.press('Enter')
    await page.waitForSelector('tbody')
    await window.close()
  })

  t.test('what is inline does not run, also when it is planted', async (t) => {
    const window = await openWindow(browser, hub, officer)
    const page = await signedIn(window)
    const ran = await page.evaluate(`(() => {
      const script = document.createElement('script')
      script.textContent = 'window.planted = true'
      document.body.append(script)
      return window.planted === true
    })()`)
    t.equal(ran, false)
    await window.close()
  })

  t.test('afterwards the whole log verifies', async (t) => {
    await checkLog(t, hub.context)
  })
})
