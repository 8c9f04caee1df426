import type { Page } from 'playwright-core'
import t from 'tap'
import { sequencePending } from '../../src/access-log/index.js'
import { runMatch } from '../../src/cases/index.js'
import { backUpKey } from '../../src/crypto/key-backup.js'
import type { Month } from '../../src/kernel/calendar.js'
import { axeFindings, noBrowser, openWindow, startBrowser } from '../helpers/browser.js'
import { ALMERE, municipalParty, startHub, WONING } from '../helpers/hub.js'
import { closeMonth, served, TRACE } from '../helpers/served.js'
import { enrolWorker } from '../helpers/work.js'
import { beginWork, knowHub, loadKeyOf, openAll, ready } from '../helpers/work-page.js'
import { id, report } from '../notifications/build.js'

const CASES = 200
const MONTH = '2026-08' as Month
const PASSPHRASE = 'acht kleine kano varen'
const LAPTOP = { width: 1366, height: 768 }
const PHONE = { width: 390, height: 844 }

t.test(
  '200 cases, on a laptop and at the door',
  { skip: noBrowser, timeout: 600_000 },
  async (t) => {
    const hub = await startHub(t)
    const crisis = { crisis: true, crisisGround: 'EVICTION' }
    const items = Array.from({ length: CASES }, (_, at) =>
      report(at + 1, at % 40 === 0 ? crisis : {}),
    )
    const { status } = await hub.as(WONING).submit(id(9000), items)
    t.equal(status, 202)
    await runMatch(hub.context, served(ALMERE), MONTH, TRACE)
    await closeMonth(hub.context, ALMERE, MONTH)
    await sequencePending(hub.context)
    const almere = municipalParty(ALMERE)
    const person = await enrolWorker(hub, almere, 'cz-1', { [ALMERE]: 'COORDINATOR' })
    const { key } = hub.sealingKeys.get(ALMERE)!
    const browser = await startBrowser(t)
    const page = await beginWork(await openWindow(browser, hub, person, LAPTOP))
    await loadKeyOf(page, await backUpKey(key.export({ format: 'jwk' }), PASSPHRASE), PASSPHRASE)
    await knowHub(page)
    await page.goto('/console/work/cases')
    const first = await page.locator('tbody a').first().getAttribute('href')
    const paths = [
      '/console/work/cases',
      first!,
      ...[
        'urgent',
        'choose',
        'months',
        `months/${MONTH}`,
        'executors',
        'numbers',
        'texts',
        'keys',
      ].map((name) => `/console/work/${name}`),
    ]

    for (const [name, size] of [
      ['laptop', LAPTOP],
      ['phone', PHONE],
    ] as const) {
      await t.test(`nothing is scrolled sideways on a ${name}, and all can be hit`, async (t) => {
        await page.setViewportSize(size)
        for (const path of paths) {
          await page.goto(path)
          for (const language of ['en', 'nl']) {
            await page.locator(`button[lang=${language}]`).click()
            await page.waitForSelector(`html[lang=${language}]`)
            if (path.includes('/cases') || path.endsWith('urgent')) await opened(page)
            const folded = page.locator('details:not([open]) > summary')
            while ((await folded.count()) > 0) await folded.first().click()
            const where = `${path.replace(first!, 'case')} ${language}`
            t.strictSame(await page.evaluate(TOO_WIDE), [], `${where} fits`)
            t.strictSame(await page.evaluate(TOO_SMALL), [], `${where} can be hit`)
            if (path.includes('/cases')) t.strictSame(await axeFindings(page), [], where)
          }
        }
      })
    }

    await t.test('the list of 200 stands complete on a phone, as cards', async (t) => {
      await page.goto('/console/work/cases')
      await openAll(page)
      t.equal(await page.locator('tbody tr').count(), CASES)
      const card = page.locator('tbody tr').nth(7)
      t.match(await card.innerText(), /Verzonnen\d+/)
      const { width } = (await card.boundingBox())!
      t.ok(width > 300 && width <= PHONE.width, 'a card is as wide as the screen lets it')
      t.strictSame(await page.evaluate(OVERFLOWING), [], 'no line lies over another')
    })

    await t.test('from the list to the outcome by keyboard alone, and always seen', async (t) => {
      await page.setViewportSize(LAPTOP)
      await page.goto('/console/work/cases')
      await ready(page)
      const tabTo = async (selector: string) => {
        for (let step = 0; step < 80; step += 1) {
          await page.keyboard.press('Tab')
          const [is, isSeen] = (await page.evaluate(focusedIs(selector))) as [boolean, boolean]
          if (!isSeen) t.fail(`focus is not seen before ${selector}`)
          if (is) return
        }
        t.fail(`the keyboard does not reach ${selector}`)
      }
      await tabTo('[data-open]')
      await page.keyboard.press('Enter')
      await page.locator('[data-say]', { hasText: 'Geopend' }).waitFor()
      await tabTo('tbody a')
      await page.keyboard.press('Enter')
      await page.waitForURL(/cases\/2026-08\//)
      await ready(page)
      await tabTo('#kind')
      await page.keyboard.press('ArrowDown')
      await tabTo('form[action$=attempts] button')
      await page.keyboard.press('Enter')
      await page.waitForURL(/saved=1/)
      await ready(page)
      await tabTo('[name=outcome]')
      await page.keyboard.press('ArrowDown')
      await page.keyboard.press('ArrowDown')
      await tabTo('#closedOn')
      // As Chromium asks for a day in its own language.
      await page.keyboard.type('09012026')
      await tabTo('form[action$=ending] button')
      await page.keyboard.press('Enter')
      await page.waitForURL(/saved=2/)
      const [row] = await hub.sql<{ outcome: string; kind: string }>(
        `SELECT outcome, report -> 'contactAttempts' -> 0 ->> 'kind' AS kind
           FROM outcome WHERE version = 2`,
      )
      t.strictSame(row, { outcome: 'LOST_CONTACT', kind: 'TELEPHONE' })
    })
  },
)

/** Opens what there is to open, in whichever language the page is. */
async function opened(page: Page): Promise<void> {
  await ready(page)
  const button = page.locator('[data-open]')
  if ((await button.count()) === 0) return
  await button.click()
  await page.locator('[data-say]', { hasText: /Geopend|Opened/ }).waitFor()
}

/** What is wider than the screen, or than the box that it would have to be scrolled in. */
const TOO_WIDE = `[document.documentElement, ...document.querySelectorAll('.scroll')]
  .filter(({ scrollWidth, clientWidth }) => scrollWidth > clientWidth + 1)
  .map(({ tagName, scrollWidth, textContent }) => tagName + ' ' + scrollWidth + ' ' + textContent.trim().slice(0, 40))`

/** Cells that are lower than what stands in them. */
const OVERFLOWING = `[...document.querySelectorAll('.stacked tbody tr > *')]
  .filter(({ scrollHeight, clientHeight }) => scrollHeight > clientHeight + 1)
  .map(({ textContent }) => textContent.trim().slice(0, 40)).slice(0, 3)`

/**
 * Targets under 24 by 24 pixels (WCAG 2.2, success criterion 2.5.8); links within a sentence are its
 * exception, and so is what cannot be seen.
 */
const TOO_SMALL = `[...document.querySelectorAll('a, button, input, select, textarea, summary')]
  .filter((each) => each.checkVisibility() && each.type !== 'hidden' && !each.closest('.skip, p'))
  .map((each) => [each, each.getBoundingClientRect()])
  .filter(([, { width, height }]) => width < 24 || height < 24)
  .map(([each, { width, height }]) => each.outerHTML.slice(0, 80) + ' ' + width + 'x' + height)`

/** Whether the focus is there, and whether it can be seen wherever it is. */
function focusedIs(selector: string): string {
  return `(() => {
    const focused = document.activeElement
    if (focused === null || focused === document.body) return [false, true]
    const { outlineStyle, outlineWidth } = getComputedStyle(focused)
    const { width, height } = focused.getBoundingClientRect()
    const isSeen = outlineStyle !== 'none' && parseFloat(outlineWidth) >= 2 && width > 0 && height > 0
    return [focused.matches(${JSON.stringify(selector)}), isSeen]
  })()`
}
