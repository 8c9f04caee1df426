import { readFileSync } from 'node:fs'
import type { Page } from 'playwright-core'
import t from 'tap'
import { backUpKey } from '../../src/crypto/key-backup.js'
import { noteSigner } from '../../src/crypto/signed-note.js'
import { signCheckpoint } from '../../src/log-tree/checkpoint.js'
import { checkLog } from '../helpers/check-log.js'
import { noBrowser, openWindow, startBrowser } from '../helpers/browser.js'
import { ALMERE, municipalParty } from '../helpers/hub.js'
import { startPopulatedHub } from '../helpers/populated-hub.js'
import { enrolWorker } from '../helpers/work.js'
import { beginWork, knowHub, loadKeyOf, openAll, ready } from '../helpers/work-page.js'

const PASSPHRASE = 'acht kleine kano varen'
const MONTH = '/console/work/months/2026-08'

t.test('what a browser opens, it checked', { skip: noBrowser, timeout: 600_000 }, async (t) => {
  const hub = await startPopulatedHub(t)
  const person = await enrolWorker(hub, municipalParty(ALMERE), 'cz-1', { [ALMERE]: 'COORDINATOR' })
  const { key } = hub.sealingKeys.get(ALMERE)!
  const browser = await startBrowser(t)
  const page = await beginWork(await openWindow(browser, hub, person))
  await loadKeyOf(page, await backUpKey(key.export({ format: 'jwk' }), PASSPHRASE), PASSPHRASE)
  await knowHub(page)

  const said = async (at: Page) => {
    await at.goto('/console/work/cases')
    await ready(at)
    await at.locator('[data-open]').click()
    await at.locator('[data-say]', { hasText: /Geopend|Niets geopend/ }).waitFor()
    return at.locator('[data-say]').innerText()
  }
  const onTheWay = (change: (text: string) => string) =>
    page.route('**/console/work/sealed', async (route) => {
      const answer = await route.fetch()
      await route.fulfill({ response: answer, body: change(await answer.text()) })
    })

  await t.test('an answer that was changed on the way is refused, and said by name', async (t) => {
    t.match(await said(page), /Geopend: 4/)
    await onTheWay((text) => text.replace(/"arrearsCents":\d+/, '"arrearsCents":1'))
    t.match(await said(page), /Niets geopend: de handtekening van de hub klopt niet/)
    t.notMatch(await page.locator('main').innerText(), /Verzonnen/, 'nothing of it is shown')
    await page.unroute('**/console/work/sealed')
  })

  await t.test('a hub that changed a case since it closed the month is found out', async (t) => {
    const [row] = await hub.sql<{ item: string; case_id: string }>(
      'SELECT item, case_id FROM feed_item WHERE municipality = $1 AND position = 1',
      [ALMERE],
    )
    const put = (item: string) =>
      hub.sql('UPDATE feed_item SET item = $3 WHERE municipality = $1 AND case_id = $2::uuid', [
        ALMERE,
        row!.case_id,
        item,
      ])
    await put(row!.item.replace(/"workBin":"[^"]+"/, '"workBin":"other"'))
    t.match(await said(page), /Niets geopend: de zaken zijn niet die waarmee de maand is gesloten/)
    await put(row!.item)
    t.match(await said(page), /Geopend: 4/)
  })

  await t.test('keys that are not the kept ones are refused, and shown as others', async (t) => {
    await page.goto('/console/work/keys')
    await ready(page)
    const shown = JSON.parse((await page.locator('[data-hub]').getAttribute('data-hub'))!)
    const x = 'MKBCTNIcKUSDii11ySs3526iDZ8AiTo7Tu6KPAqv7D4'
    const y = '4Etl6SRW2YiLUrN5vfvVHuhp7x8PxltmWWlbbM4IFyM'
    const other = { ...shown, keys: [{ kty: 'EC', crv: 'P-256', x, y }] }
    const file = { name: 'hub.json', mimeType: 'application/json' }
    const load = async (identity: object) => {
      const buffer = Buffer.from(JSON.stringify(identity))
      await page.locator('#hub-file').setInputFiles({ ...file, buffer })
      await page.locator('[data-hub-load] button').click()
    }
    await load(other)
    await page.locator('[data-hub-said]', { hasText: 'andere sleutels' }).waitFor()
    t.match(await said(page), /Niets geopend: de handtekening van de hub klopt niet/)
    await page.goto('/console/work/keys')
    await ready(page)
    await load(shown)
    await page.locator('[data-hub-said]', { hasText: 'gelijk aan' }).waitFor()
    await page.goto('/console/work/urgent')
    await openAll(page)
    t.match(await page.locator('main').innerText(), /Verzonnen3/, 'the lane is checked and opened')
  })

  await t.test('a log that is not the one that was seen before is found out', async (t) => {
    const kept = (note?: string) => {
      const asked =
        note === undefined ? `get('checkpoint')` : `put(${JSON.stringify(note)}, 'checkpoint')`
      return page.evaluate(`new Promise((done) => {
        const request = indexedDB.open('vroegsignaal-keys')
        request.onsuccess = () => {
          const asked = request.result.transaction('hub', 'readwrite').objectStore('hub').${asked}
          asked.onsuccess = () => done(asked.result)
        }
      })`)
    }
    const seen = String(await kept())
    const [origin, size] = seen.split('\n')
    t.ok(Number(size) > 1, 'opening kept the checkpoint of the month')
    const signer = noteSigner(origin!, hub.context.keys.log)
    const root = Buffer.alloc(32, 7)
    const another = (at: number) => signCheckpoint({ origin: origin!, size: at, root }, signer)
    for (const at of [Number(size), Number(size) - 1]) {
      await kept(another(at))
      const waiting = page.waitForEvent('download')
      t.match(await said(page), /Geopend: 4/, 'people are helped first')
      const alarm = page.locator('[data-log-alarm]', { hasText: 'Er is iets uit weggehaald' })
      await alarm.waitFor()
      const evidence = readFileSync(await (await waiting).path(), 'utf8')
      t.match(evidence, another(at), 'what was seen before')
      t.match(evidence, seen, 'and what is shown now')
      t.equal(await kept(), another(at), 'what was kept stays')
    }
    await kept(another(Number(size) - 1))
    await page.route('**/console/work/history', (route) => route.abort())
    t.match(await said(page), /Geopend: 4/)
    await page.locator('[data-log-unchecked]', { hasText: 'de hub gaf geen antwoord' }).waitFor()
    t.equal(await page.locator('[data-log-alarm]').count(), 0, 'silence is no evidence')
    t.equal(await kept(), another(Number(size) - 1), 'nor a new beginning')
    await page.unroute('**/console/work/history')
    await kept(seen)
    t.match(await said(page), /Geopend: 4/)
    t.equal(await page.locator('[data-log-alarm], [data-log-unchecked]').count(), 0)
  })

  await t.test('a month is opened whole, saved, and only then acknowledged', async (t) => {
    await page.goto('/console/work/months')
    t.match(await page.locator('tbody').innerText(), /2026-08\s+4\s+nog niet/)
    await page.goto(MONTH)
    await ready(page)
    t.match(await page.locator('main').innerText(), /na 14 dagen bij de hub gewist/)
    const [saved, button] = [page.locator('#saved'), page.locator('[data-acknowledge-button]')]
    t.ok(await button.isDisabled())
    await page.locator('[data-open-month]').click()
    await page.locator('[data-say]', { hasText: 'Geopend: 4' }).waitFor()
    t.ok(await saved.isDisabled(), 'opened is not saved')
    const waiting = page.waitForEvent('download')
    await page.locator('[data-keep=json]').click()
    const file = JSON.parse(readFileSync(await (await waiting).path(), 'utf8'))
    t.equal(file.cases.length, 4)
    t.equal(file.statement.count, 4)
    t.match(file.cases[0].notifications[0].identity, { person: { surname: /Verzonnen/ } })
    await button.click()
    t.equal((await hub.sql('SELECT 1 FROM feed WHERE acknowledged_at IS NOT NULL')).length, 0)
    await saved.check()
    await button.click()
    await page.getByText('Bevestigd op').waitFor()
    t.match(await page.locator('main').innerText(), /blijven tot di 15 sep 2026/)
    t.equal(await page.locator('[data-acknowledge]').count(), 0)
    const [entry] = await hub.sql<{ record: string; actor: string }>(
      `SELECT actor, convert_from(record, 'UTF8') AS record FROM log_entry
        WHERE operation = 'acknowledgeFeed'`,
    )
    t.equal(entry?.actor, municipalParty(ALMERE))
    t.match(entry?.record, file.statement.root)
  })

  await t.test('a root that is not the one that was closed acknowledges nothing', async (t) => {
    await hub.sql('UPDATE feed SET acknowledged_at = NULL WHERE municipality = $1', [ALMERE])
    await page.goto(MONTH)
    await ready(page)
    const send = (root: string, saved: string) =>
      page.evaluate(
        `fetch('${MONTH}', { method: 'POST', body: new URLSearchParams({
          token: document.querySelector('[data-acknowledge] [name=token]').value,
          count: '4', root: '${root}', saved: '${saved}' }) }).then(({ status }) => status)`,
      )
    t.equal(await send('0'.repeat(64), 'yes'), 409)
    t.equal(await send('0'.repeat(64), ''), 400, 'nor one that nobody saved')
    t.equal((await hub.sql('SELECT 1 FROM feed WHERE acknowledged_at IS NOT NULL')).length, 0)
  })

  await t.test('afterwards the whole log verifies', (t) => checkLog(t, hub.context))
})
