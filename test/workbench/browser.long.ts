import { readFileSync } from 'node:fs'
import type { Page } from 'playwright-core'
import t from 'tap'
import { backUpKey } from '../../src/crypto/key-backup.js'
import { openSheet } from '../../src/cli/files/open-sheet.js'
import { axeFindings, noBrowser, openWindow, startBrowser } from '../helpers/browser.js'
import { enrolPerson } from '../helpers/console.js'
import { ALMERE, municipalParty } from '../helpers/hub.js'
import { EXECUTOR, startPopulatedHub } from '../helpers/populated-hub.js'
import { enrolWorker } from '../helpers/work.js'
import { beginWork as begin, knowHub, loadKeyOf, openAll, ready } from '../helpers/work-page.js'

const PASSPHRASE = 'acht kleine kano varen'

t.test('the workbench in a browser', { skip: noBrowser, timeout: 600_000 }, async (t) => {
  const hub = await startPopulatedHub(t)
  const almere = municipalParty(ALMERE)
  const first = await enrolWorker(hub, almere, 'cz-1', { [ALMERE]: 'COORDINATOR' })
  const second = await enrolWorker(hub, almere, 'cs-1', { [ALMERE]: 'CONSULTANT' })
  const { key, kid } = hub.sealingKeys.get(ALMERE)!
  const backup = await backUpKey(key.export({ format: 'jwk' }), PASSPHRASE)
  const browser = await startBrowser(t)

  const loadKey = (page: Page, passphrase = PASSPHRASE) => loadKeyOf(page, backup, passphrase)
  const window = await openWindow(browser, hub, first)
  const sent: string[] = []
  const complaints: string[] = []
  const page = await begin(window)
  page.on('request', (request) => sent.push(`${request.url()} ${request.postData() ?? ''}`))
  // Hints about password managers are no complaints: no manager should keep these.
  page.on('console', (message) => {
    if (!message.text().startsWith('[DOM]')) complaints.push(message.text())
  })
  page.on('pageerror', (error) => complaints.push(error.message))

  await t.test('without a key the page says so; a wrong passphrase loads none', async (t) => {
    await ready(page)
    t.match(await page.locator('[data-say]').innerText(), /geen sleutel/)
    await loadKey(page, 'een heel andere zin')
    t.match(await page.locator('[data-load-said]').innerText(), /opent niet/)
    await loadKey(page)
    await page.locator('[data-keys]', { hasText: kid }).waitFor()
    t.match(await page.locator('[data-keys]').innerText(), new RegExp(kid))
    t.match(await page.locator('[data-hub-said]').innerText(), /Nog niets bewaard/)
    await page.goto('/console/work/cases')
    await ready(page)
    t.match(await page.locator('[data-say]').innerText(), /kent de sleutels van de hub nog niet/)
    t.ok(await page.locator('[data-open]').isDisabled(), 'nothing is opened unchecked')
    await knowHub(page)
    const kept = `new Promise((done) => {
      const request = indexedDB.open('vroegsignaal-keys')
      request.onsuccess = () => {
        const all = request.result.transaction('keys').objectStore('keys').getAll()
        all.onsuccess = () => done(all.result.map(({ key }) => key.extractable))
      }
    })`
    t.strictSame(await page.evaluate(kept), [false], 'no page can read it out again')
  })

  await t.test(
    'a list is opened, taken along and printed without more than a visitor needs',
    async (t) => {
      await page.goto('/console/work/cases')
      t.notMatch(await page.locator('main').innerText(), /Verzonnen/)
      await openAll(page)
      t.match(await page.locator('main').innerText(), /V\. van Verzonnen1/)
      t.match(await page.locator('main').innerText(), /1315 ZZ/)
      const files = new Map<string, Buffer>()
      let workbook = ''
      for (const form of ['json', 'csv', 'xlsx']) {
        const waiting = page.waitForEvent('download')
        await page.locator(`[data-take=${form}]`).click()
        const file = await waiting
        t.equal(file.suggestedFilename(), `2026-08.${form}`)
        workbook = await file.path()
        files.set(form, readFileSync(workbook))
      }
      t.equal(JSON.parse(files.get('json')!.toString()).cases.length, 4)
      t.match(files.get('csv')!.toString(), /^\ufeffcaseId,/)
      t.equal(files.get('csv')!.toString().trim().split('\r\n').length, 6)
      const rows = await sheetRows(workbook)
      t.equal(rows.length, 6)
      t.match(rows.join(' '), /Verzonnen1/)
      await page.evaluate(
        'window.print = () => { window.printed = document.querySelector(".sheet").innerText || document.querySelector(".sheet").textContent }',
      )
      await page.locator('[data-visits]').click()
      const visits = String(await page.evaluate('window.printed'))
      t.match(visits, /Bezoeklijst 2026-08/)
      t.match(visits, /V\. van Verzonnen1 · Fictielaan 1 · 1315 ZZ/)
      t.notMatch(visits, /Party|huur|1200|€/, 'neither creditors nor amounts')
    },
  )

  await t.test('a case is opened at the door, and its letter filled in here', async (t) => {
    await page.setViewportSize({ width: 360, height: 760 })
    await page.goto('/console/work/cases?class=MULTIPLE')
    await page.locator('tbody a').first().click()
    await page.waitForURL(/cases\/2026-08\//)
    await openAll(page)
    t.match(await page.locator('[data-work=case]').innerText(), /\+31600000000/)
    await page.evaluate(
      'window.print = () => { window.printed = document.querySelector(".sheet").textContent }',
    )
    await page.locator('[data-print=LETTER-nl]').click()
    const letter = String(await page.evaluate('window.printed'))
    t.match(letter, /Geachte V\. van Verzonnen1,/)
    t.match(letter, /1 september 2026/)
    t.notMatch(letter, /[{}]|Party 001000/)
    await page.locator('#kind').selectOption('CARD')
    await page.locator('form[action$=attempts] button').click()
    await page.waitForURL(/saved=1/)
    await page.setViewportSize({ width: 1280, height: 900 })
  })

  await t.test(
    'nobody’s name ever left the browser, and nothing came from elsewhere',
    async (t) => {
      t.strictSame(
        sent.filter((text) => /Verzonnen|1315 ?(?:ZZ|S[ADS])|31600000000|kano/.test(text)),
        [],
      )
      t.strictSame(
        sent.filter(
          (text) =>
            !text.startsWith(`https://localhost:${hub.port}/console`) && !text.startsWith('blob:'),
        ),
        [],
      )
      t.strictSame(complaints, [])
    },
  )

  await t.test(
    'a new key is made here, backed up, offered, and confirmed by a second person',
    async (t) => {
      await page.goto('/console/work/keys')
      await ready(page)
      await page.locator('#new-passphrase').fill('te kort')
      await page.locator('[data-make] button').click()
      t.match(await page.locator('[data-make-said]').innerText(), /minstens 12/)
      await page.locator('#new-passphrase').fill(PASSPHRASE)
      const waiting = page.waitForEvent('download')
      await page.locator('[data-make] button').click()
      const made = await waiting
      t.match(made.suggestedFilename(), /^[\w-]{43}\.backup$/)
      await page.getByRole('button', { name: 'Bied de nieuwe sleutel aan' }).click()
      const words = page.locator('[data-challenge]')
      await words.filter({ hasText: /^.{43}$/ }).waitFor()
      const [answer, keyId] = [await words.innerText(), await words.getAttribute('data-key')]
      const confirm = async (by: Page) => {
        await by.goto('/console/work/keys')
        await by.locator('#keyId').fill(keyId!)
        await by.locator('#challenge').fill(answer)
        await by.getByRole('button', { name: 'Bevestig' }).click()
      }
      await confirm(page)
      t.match(await page.locator('main').innerText(), /sealing_key\.second_person/)
      const other = await openWindow(browser, hub, second)
      const colleague = await begin(other)
      await confirm(colleague)
      await colleague.waitForSelector('table')
      t.match(
        await colleague.locator('table').last().innerText(),
        new RegExp(`${keyId}\\s+2\\s+in gebruik`),
      )
      // The colleague restores it from the backup, and the old one stands beside it.
      await colleague.locator('#key-file').setInputFiles(await made.path())
      await colleague.locator('#passphrase').fill(PASSPHRASE)
      await ready(colleague)
      await colleague.locator('[data-load] button').click()
      await colleague.locator('[data-keys] code').waitFor()
      // And takes over what the first one compared, as a file.
      await page.goto('/console/work/keys')
      await ready(page)
      const saving = page.waitForEvent('download')
      await page.locator('[data-hub-file]').click()
      const known = await saving
      t.equal(known.suggestedFilename(), 'hub.json')
      await colleague.locator('#hub-file').setInputFiles(await known.path())
      await colleague.locator('[data-hub-load] button').click()
      await colleague.locator('[data-hub-said]', { hasText: 'gelijk' }).waitFor()
      await colleague.goto('/console/work/cases')
      await ready(colleague)
      await colleague.locator('[data-open]').click()
      const lost = colleague.locator('[data-lost] button')
      await lost.waitFor({ state: 'visible' })
      await lost.click()
      t.match(
        await colleague.locator('main').innerText(),
        /Gevraagd voor 5 meldingen/,
        'what no key here opens is asked for anew',
      )
      await other.close()
    },
  )

  await t.test('a case is given to an executor, who opens it at the door', async (t) => {
    const party = await openWindow(browser, hub, await enrolPerson(hub, EXECUTOR, 'vr-1'))
    const door = await party.newPage()
    await door.goto('/console')
    await door.locator('main form button').click()
    await door.goto('/console/work/executor-key')
    await ready(door)
    await door.locator('#new-passphrase').fill(PASSPHRASE)
    const waiting = door.waitForEvent('download')
    await door.locator('[data-make] button').click()
    const name = (await waiting).suggestedFilename().replace('.backup', '')
    await door.getByRole('button', { name: 'Bied de nieuwe sleutel aan' }).click()
    await page.goto('/console/work/executors')
    await page.locator('#executor').fill(EXECUTOR)
    await page.locator('#keyId').fill(name)
    await page.getByRole('button', { name: 'Laat toe' }).click()
    await page.goto('/console/work/cases?class=MULTIPLE')
    await page.locator('tbody a').first().click()
    await openAll(page)
    await page.getByRole('button', { name: 'Geef de zaak' }).click()
    await page.getByText('Deze zaak is gegeven aan').waitFor()
    await door.goto('/console/work/choose')
    await door.getByRole('button', { name: /Werk voor/ }).click()
    await door.locator('tbody a').first().click()
    await openAll(door)
    t.match(await door.locator('[data-work=assigned]').innerText(), /V\. van Verzonnen1/)
    t.match(await door.locator('[data-work=assigned]').innerText(), /\+31600000000/)
    t.strictSame(await axeFindings(door), [])
    t.strictSame(
      sent.filter((text) => /Verzonnen|1315 ?(?:ZZ|S[ADS])|31600000000/.test(text)),
      [],
    )
    await party.close()
  })

  await t.test('every page is accessible, in both languages, also on a small screen', async (t) => {
    const [case1] = await hub.sql<{ case_id: string }>(
      `SELECT case_id FROM feed_item WHERE municipality = $1 LIMIT 1`,
      [ALMERE],
    )
    const paths = [
      'choose',
      'cases',
      `cases/2026-08/${case1!.case_id}`,
      'urgent',
      'executors',
      'months',
      'months/2026-08',
      'numbers',
      'texts',
      'keys',
    ]
    for (const path of paths) {
      await page.goto(`/console/work/${path}`)
      for (const language of ['nl', 'en']) {
        if (language === 'en') await page.locator('button[lang=en]').click()
        await page.waitForSelector(`html[lang=${language}]`)
        const folded = page.locator('details:not([open]) > summary')
        while ((await folded.count()) > 0) await folded.first().click()
        const isSmall = language === 'en'
        await page.setViewportSize({ width: isSmall ? 320 : 1280, height: 900 })
        t.strictSame(await axeFindings(page), [], `${path} ${language}`)
        const wide = Number(await page.evaluate('document.documentElement.scrollWidth'))
        t.ok(wide <= (isSmall ? 320 : 1280), `${path} fits: ${wide}`)
      }
      await page.locator('button[lang=nl]').click()
    }
  })

  await t.test('the keyboard alone is enough', async (t) => {
    await page.setViewportSize({ width: 1280, height: 900 })
    await page.goto('/console/work/cases')
    await ready(page)
    const tabTo = async (wanted: RegExp) => {
      for (let step = 0; step < 60; step += 1) {
        await page.keyboard.press('Tab')
        const name = String(await page.evaluate('document.activeElement.textContent.trim()'))
        if (wanted.test(name)) return
      }
      t.fail(`the keyboard does not reach ${wanted}`)
    }
    await tabTo(/^Open in deze browser$/)
    await page.keyboard.press('Enter')
    await page.locator('[data-say]', { hasText: 'Geopend' }).waitFor()
    await tabTo(/^[0-9a-f]{8}$/)
    await page.keyboard.press('Enter')
    await page.waitForURL(/cases\/2026-08\//)
    t.pass('a case is reached and opened')
  })
})

/** Rows of a workbook, as the strict reader of spreadsheets sees them. */
async function sheetRows(path: string): Promise<readonly string[]> {
  const rows: string[] = []
  for await (const row of (await openSheet(path)).rows()) rows.push(JSON.stringify(row))
  return rows
}
