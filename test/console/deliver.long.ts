import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import type { Page } from 'playwright-core'
import t from 'tap'
import { issueForRequest } from '../../certs/issue.js'
import { newPassword } from '../../certs/pkcs12.js'
import { registerCertificate } from '../../src/registry/index.js'
import { jwkSetOf } from '../../src/crypto/hub-keys.js'
import { HEADINGS, tenant } from '../cli/delivery/sheet.js'
import { workbookOf } from '../cli/files/zip.js'
import { axeFindings, noBrowser, openWindow, startBrowser } from '../helpers/browser.js'
import { bundleScripts } from '../helpers/bundle.js'
import { checkLog } from '../helpers/check-log.js'
import { lastLine, runCommand } from '../helpers/command.js'
import { enrolPerson } from '../helpers/console.js'
import { startHub, WONING } from '../helpers/hub.js'
import { ALWAYS, testAuthority } from '../helpers/pki.js'
import { OPERATOR } from '../helpers/registry.js'
import { checked, csv, keyFile, loadKeyFile, NAUGHTY, PERSON } from './deliver-page.js'
import { keptFile, sheetXml, signedIn } from './deliver-page.js'

t.test('a landlord delivers from a browser', { skip: noBrowser, timeout: 600_000 }, async (t) => {
  await bundleScripts()
  const hub = await startHub(t)
  const landlord = await enrolPerson(hub, WONING, 'verhuurder-1')
  const browser = await startBrowser(t)
  const { signing } = hub.as(WONING).party
  const folder = t.testdir({})
  const password = newPassword()
  const file = keyFile(signing, password)
  const stored = async () => {
    const [row] = await hub.sql<{ count: string }>('SELECT count(*) FROM notification')
    return Number(row!.count)
  }
  const loadKey = (page: Page) => loadKeyFile(page, file, password)
  const kept = (page: Page, name: string) => keptFile(page, name, folder)

  await t.test('from file to receipt, and the person goes in signed bodies only', async (t) => {
    const window = await openWindow(browser, hub, landlord)
    const page = await signedIn(window)
    const complaints: string[] = []
    page.on('console', (message) => complaints.push(message.text()))
    page.on('pageerror', (error) => complaints.push(error.message))
    const sent: { url: string; body: string; signature: string | undefined }[] = []
    page.on('request', (request) => {
      const signature = request.headers()['payload-signature']
      sent.push({ url: request.url(), body: request.postData() ?? '', signature })
    })

    await page.locator('#key-files').setInputFiles(file)
    await page.locator('#key-password').fill('another password')
    await page.getByRole('button', { name: 'Sleutel laden' }).click()
    await page.locator('#problem', { hasText: 'Met dit wachtwoord' }).waitFor()
    await loadKey(page)
    t.equal(await page.locator('#key-print').innerText(), signing.fingerprint)

    const wrong = [
      tenant(1),
      tenant(2, { Bedrag: 'geheim', Postcode: '0000 AA' }),
      tenant(3, { 'Achterstand sinds': '' }),
      tenant(1),
      tenant(4, { Gemeente: '9999' }),
    ]
    await page.locator('#file').setInputFiles(csv(wrong))
    await page.locator('#columns table').waitFor()
    t.match(await page.locator('#columns').innerText(), /C\tBedrag/)
    t.equal(await page.locator('select[data-column="2"]').inputValue(), 'arrears')
    t.match(await page.locator('#columns tbody tr').nth(2).innerText(), /1\.234,56/)
    await checked(page)
    const rows = await page.locator('#findings tbody tr').allInnerTexts()
    t.match(rows, [
      /^3\tC\tAchterstand\tgeweigerd\t.*AMOUNT_UNREADABLE/,
      /^3\tJ\tPostcode\tgeweigerd\t.*POSTCODE_UNREADABLE/,
      /^4\tD\t.*geweigerd\tDeze cel is leeg.*CELL_MISSING/,
      /^5\t.*ROW_REPEATED/,
      /^6\tA\t.*MUNICIPALITY/,
    ])
    t.match(await page.locator('#work-status').innerText(), /^1 rijen .*Geweigerd: 4/)
    t.equal(await stored(), 0, 'nothing is delivered by checking')
    await page.locator('#send').click()
    t.equal(await page.locator('#done button').count(), 0, 'refused rows stop it unless told')

    await page.locator('#file').setInputFiles(csv([tenant(1), tenant(2), tenant(3)]))
    await checked(page)
    await page.locator('#send').click()
    await page.locator('#done button').first().waitFor()
    t.match(await page.locator('#work-status').innerText(), /3 meldingen aanvaard, 0 geweigerd/)
    t.equal(await stored(), 3)

    for (const { url } of sent) t.notMatch(url, PERSON)
    const carrying = sent.filter(({ body }) => PERSON.test(body))
    t.ok(carrying.length > 0)
    t.ok(carrying.every(({ url, signature }) => signature && /notification-batches/.test(url)))
    const origin = `https://localhost:${hub.port}/`
    t.strictSame(
      sent.filter(({ url }) => !url.startsWith(origin) && !url.startsWith('blob:')),
      [],
    )
    t.strictSame(complaints, [])

    const receipt = await kept(page, 'Ontvangstbewijs bewaren (HTML)')
    const text = readFileSync(receipt, 'utf8')
    t.notMatch(text, /Verzonnen|Fictielaan|1315 ?(?:ZZ|S[ADS])|post\.example/)
    t.notMatch(readFileSync(await kept(page, 'Verslag bewaren (CSV)'), 'utf8'), PERSON)

    await t.test('the receipt computes itself without a network, in a browser', async (t) => {
      const offline = await browser.newContext({ offline: true })
      const verdict = async (path: string) => {
        const reader = await offline.newPage()
        await reader.goto(pathToFileURL(path).href)
        await reader.locator('[data-verdict=none]').waitFor({ state: 'hidden' })
        const said = await reader.locator('[data-verdict]:visible').getAttribute('data-verdict')
        t.strictSame(await axeFindings(reader), [])
        return `${said} ${await reader.locator('#rows').textContent()}`.trim()
      }
      t.equal(await verdict(receipt), 'valid')
      const forged = join(folder, 'forged.html')
      writeFileSync(forged, text.replace('ACCEPTED\\"', 'REJECTED\\"'))
      t.equal(await verdict(forged), 'invalid', 'a document that was changed')
      const id = /<td>([0-9a-f-]{36})<\/td>/.exec(text)![1]!
      writeFileSync(forged, text.replace(`<td>${id}</td>`, `<td>${'0'.repeat(36)}</td>`))
      t.equal(await verdict(forged), 'invalid 2', 'a table that says something else')
      writeFileSync(forged, text.replace(/("itemDigests":\[")[0-9a-f]{64}/, `$1${'0'.repeat(64)}`))
      t.equal(await verdict(forged), 'invalid', 'items other than those that were sent')
      await offline.close()
    })

    await t.test('and the program for the command line checks it too', async (t) => {
      const keys = join(folder, 'keys.json')
      writeFileSync(keys, JSON.stringify(jwkSetOf(hub.context.keys)))
      const check = (path: string) =>
        runCommand(['creditor', 'receipt', path, '--keys', keys, '--json'])
      const good = await check(receipt)
      t.equal(good.code, 0, good.stderr)
      t.match(lastLine(good), { valid: true, batches: [{ deliverer: WONING }] })
      const forged = join(folder, 'forged-2.html')
      writeFileSync(forged, text.replace('ACCEPTED\\"', 'REJECTED\\"'))
      const bad = await check(forged)
      t.equal(bad.code, 1)
      t.match(bad.stdout + bad.stderr, 'receipt.signature')
    })

    await t.test('the same rows in another file are recognised', async (t) => {
      await page.reload()
      await page.locator('#key-ready').waitFor({ state: 'visible' })
      await page.locator('#file').setInputFiles(csv([tenant(2), tenant(9)], 'anders.csv'))
      await checked(page)
      t.match(await page.locator('#work-status').innerText(), /^1 rijen .*Eerder afgeleverd: 1/)
    })
    await window.close()
  })

  await t.test('a lost answer and a reload lose nothing and deliver nothing twice', async (t) => {
    const window = await openWindow(browser, hub, landlord)
    const page = await signedIn(window)
    await loadKey(page)
    const before = await stored()
    const rows = Array.from({ length: 1003 }, (_, index) => tenant(1000 + index))
    const long = csv(rows, 'lang.csv')
    await page.locator('#file').setInputFiles(long)
    await checked(page)
    let isLost = false
    await page.route('**/v1/notification-batches', async (route) => {
      // The hub takes it in, and the answer is lost on the way.
      if (!isLost) await route.fetch()
      isLost = true
      await route.abort('connectionreset')
    })
    await page.locator('#send').click()
    while (!isLost) await page.waitForTimeout(50)
    await page.reload()
    await page.locator('#unfinished .utrecht-alert').waitFor()
    t.match(await page.locator('#unfinished').innerText(), /lang\.csv/)
    await page.locator('#history tbody').getByText('1000 van 1003').waitFor()
    t.equal(await stored(), before + 1000, 'what the hub had taken in is known without the file')

    await page.locator('#file').setInputFiles(csv([tenant(1)], 'ander.csv'))
    await page.locator('#problem', { hasText: 'een ander bestand' }).waitFor()
    await page.unroute('**/v1/notification-batches')
    await page.locator('#file').setInputFiles(long)
    await page.locator('#done button').first().waitFor()
    t.equal(await stored(), before + 1003)
    t.equal(await page.locator('#unfinished .utrecht-alert').count(), 0)
    await window.close()
  })

  await t.test('a key made in the browser, and a workbook whose headings need help', async (t) => {
    const window = await openWindow(browser, hub, landlord)
    const page = await signedIn(window)
    await page.getByRole('button', { name: 'Nieuwe sleutel maken' }).click()
    const [asked] = await Promise.all([
      page.waitForEvent('download'),
      page.getByRole('button', { name: 'Aanvraag bewaren' }).click(),
    ])
    await asked.saveAs(join(folder, 'signing.csr'))
    await page.reload()
    const request = readFileSync(join(folder, 'signing.csr'), 'utf8')
    const subject = { commonName: 'Party', organisationNumber: WONING }
    const authority = await testAuthority()
    const pem = await issueForRequest(authority, 'signing', request, subject, ALWAYS)
    await registerCertificate(hub.context, OPERATOR, { party: WONING, purpose: 'signing', pem })
    const made = { name: 'signing.pem', mimeType: 'text/plain', buffer: Buffer.from(pem) }
    await page.locator('#key-certificate').setInputFiles(made)
    await page.getByRole('button', { name: 'Certificaat laden' }).click()
    await page.locator('#key-ready').waitFor({ state: 'visible' })

    const headings = HEADINGS.map((name) => (name === 'Naam' ? 'Wie het is' : name))
    const buffer = workbookOf({
      sheets: { Huur: sheetXml([headings.slice(0, -1), tenant(50).slice(0, -1)]) },
    })
    const mimeType = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet'
    await page.locator('#file').setInputFiles({ name: 'huur.xlsx', mimeType, buffer })
    await page.locator('#study').waitFor({ state: 'visible' })
    await page.locator('#choices button[type=submit]').click()
    await page.locator('#given-naturalPerson').waitFor()
    t.match(await page.locator('#problem').innerText(), /Natuurlijk persoon/)
    await page.locator('select[data-column="6"]').selectOption('surname')
    await page.locator('#given-naturalPerson').fill('ja')
    await page.locator('#choices button[type=submit]').click()
    await page.locator('#send-form').waitFor({ state: 'visible' })
    t.match(await page.locator('#work-status').innerText(), /^1 rijen/)
    await page.locator('#send').click()
    await page.locator('#done button').first().waitFor()
    t.match(await page.locator('#work-status').innerText(), /1 meldingen aanvaard/)
    await window.close()
  })

  await t.test('strange texts in every cell and heading do nothing', async (t) => {
    const window = await openWindow(browser, hub, landlord)
    const page = await signedIn(window)
    await loadKey(page)
    const rows = NAUGHTY.map((text, at) =>
      HEADINGS.map((_, column) => ((column + at) % 3 === 0 ? text : tenant(70 + at)[column]!)),
    )
    const headings = [...HEADINGS, ...NAUGHTY]
    await page.locator('#file').setInputFiles(csv(rows, '<b onclick=x>.csv', headings))
    await checked(page)
    t.ok((await page.locator('#findings tbody tr').count()) > NAUGHTY.length)
    t.match(await page.locator('#columns').innerText(), /<script>window\.planted/)
    t.equal(await page.evaluate('window.planted'), undefined)
    t.equal(await page.locator('main img, main script').count(), 0)
    await window.close()
  })

  await t.test('it is accessible in both languages, and by keyboard alone', async (t) => {
    const window = await openWindow(browser, hub, landlord)
    const page = await signedIn(window)
    const judge = async (name: string) => {
      for (const width of [1280, 320]) {
        await page.setViewportSize({ width, height: 900 })
        t.strictSame(await axeFindings(page), [], `${name} ${width}`)
        const wide = Number(await page.evaluate('document.documentElement.scrollWidth'))
        t.ok(wide <= width, `${name} fits ${width}`)
      }
      await page.setViewportSize({ width: 1280, height: 900 })
    }
    await judge('without a key')
    await loadKey(page)
    await page.locator('button[lang=en]').click()
    await page.waitForSelector('html[lang=en]')
    await page.locator('#key-ready').waitFor({ state: 'visible' })
    await page.locator('#file').setInputFiles(csv([tenant(80), tenant(81, { Postcode: 'x' })]))
    await page.locator('#study').waitFor({ state: 'visible' })
    const press = async (id: string, key: string) => {
      for (let step = 0; step < 90; step += 1) {
        await page.keyboard.press('Tab')
        const at = await page.evaluate(
          `document.activeElement.id || document.activeElement.dataset.name`,
        )
        if (at === id) return page.keyboard.press(key)
      }
      return t.fail(`the keyboard does not reach ${id}`)
    }
    await press('check', 'Enter')
    await page.locator('#send-form').waitFor({ state: 'visible' })
    t.match(await page.locator('#findings').innerText(), /Postal code\trefused/)
    await judge('checked')
    await press('partial', 'Space')
    await press('send', 'Enter')
    await page.locator('#done button').first().waitFor()
    t.match(await page.locator('#work-status').innerText(), /1 notifications accepted, 1 refused/)
    await judge('delivered')
    await window.close()
  })

  await t.test('without script it says what to do', async (t) => {
    const window = await openWindow(browser, hub, landlord, { script: false })
    const page = await window.newPage()
    await page.goto('/console')
    await page.getByRole('button', { name: 'Aanmelden' }).click()
    await page.waitForURL('**/console/deliver')
    t.match(await page.locator('#no-script').innerText(), /opdrachtregel/)
    await window.close()
  })

  await t.test('afterwards the whole log verifies', async (t) => {
    await checkLog(t, hub.context)
  })
})
