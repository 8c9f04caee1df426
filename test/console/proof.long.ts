import type { BrowserContext, Page } from 'playwright-core'
import t from 'tap'
import { sequencePending } from '../../src/access-log/index.js'
import { noBrowser, openWindow, startBrowser } from '../helpers/browser.js'
import { enrolPerson } from '../helpers/console.js'
import { ALMERE, municipalParty, OFFICER, startHub, WONING } from '../helpers/hub.js'
import { id, report } from '../notifications/build.js'

t.test('the proof of an entry in a browser', { skip: noBrowser, timeout: 600_000 }, async (t) => {
  const hub = await startHub(t)
  const officer = await enrolPerson(hub, OFFICER, 'fg-1')
  const browser = await startBrowser(t)
  for (let batch = 0; batch < 3; batch += 1) {
    await hub.as(WONING).submit(id(1000 + batch), [report(batch + 1)])
  }
  await hub.as(WONING).post('/v1/access-log/_search', { reason: 'x' })
  await sequencePending(hub.context)
  const almere = municipalParty(ALMERE)

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

  t.test('an entry is proven in the browser, and one that was changed is not', async (t) => {
    const window = await openWindow(browser, hub, officer)
    const page = await signedIn(window)
    await ask(page)
    await page.locator('tbody a').first().click()
    await page.waitForURL('**/entries/*')
    const proven = page.locator('[data-verdict=proven]')
    await proven.waitFor({ state: 'visible' })
    t.match(await page.locator('[data-verdict]:visible').allInnerTexts(), [
      /Nagerekend in uw browser/,
    ])
    const [edited] = await hub.sql<{ entry: string }>(
      `UPDATE log_entry SET record = convert_to(replace(convert_from(record, 'UTF8'),
              '"count":1', '"count":2'), 'UTF8')
        WHERE entry = $1::uuid RETURNING entry`,
      [page.url().split('/').at(-1)!],
    )
    t.ok(edited)
    await page.reload()
    await page.locator('[data-verdict=disproven]').waitFor({ state: 'visible' })
    t.notOk(await proven.isVisible())
    await hub.sql(
      `UPDATE log_entry SET record = convert_to(replace(convert_from(record, 'UTF8'),
              '"count":2', '"count":1'), 'UTF8') WHERE entry = $1::uuid`,
      [edited!.entry],
    )
    await window.close()
  })

  t.test('nor one whose proof leads elsewhere or whose checkpoint nobody signed', async (t) => {
    for (const [part, plant] of [
      ['path', `text.startsWith('0') ? '1' + text.slice(1) : '0' + text.slice(1)`],
      ['index', `String(Number(text) + 1)`],
      // The last digit of the signature but its padding: the key it names stays the same.
      [
        'checkpoint',
        `text.replace(/(.)(=*\\n)$/, (_, last, end) => (last === 'A' ? 'Q' : 'A') + end)`,
      ],
      ['verifier', `text.slice(0, -3) + (text.at(-3) === 'A' ? 'B' : 'A') + text.slice(-2)`],
    ] as const) {
      const window = await openWindow(browser, hub, officer)
      const page = await signedIn(window)
      await ask(page)
      // When the page has been read and before any script of it runs.
      await page.addInitScript({
        content: `document.addEventListener('readystatechange', () => {
          const shown = document.getElementById('${part}')
          if (document.readyState !== 'interactive' || shown === null) return
          const text = shown.textContent
          shown.textContent = ${plant}
          shown.dataset.planted = String(shown.textContent !== text)
        })`,
      })
      await page.locator('tbody a').first().click()
      await page.waitForURL('**/entries/*')
      await page.locator('[data-verdict=disproven]').waitFor({ state: 'visible' })
      t.equal(await page.locator(`#${part}`).getAttribute('data-planted'), 'true', part)
      t.equal(await page.locator('[data-verdict]:visible').count(), 1, `${part}: and nothing else`)
      await window.close()
    }
  })
})
