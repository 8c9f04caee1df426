import { createPrivateKey } from 'node:crypto'
import type { Page } from 'playwright-core'
import t from 'tap'
import { runMatch } from '../../src/cases/index.js'
import { sequencePending } from '../../src/access-log/index.js'
import { backUpKey } from '../../src/crypto/key-backup.js'
import { axeFindings, noBrowser, openWindow, startBrowser } from '../helpers/browser.js'
import { checkLog } from '../helpers/check-log.js'
import { ALMERE, municipalParty, OMMEN, STROOM, WONING } from '../helpers/hub.js'
import { startPopulatedHub } from '../helpers/populated-hub.js'
import { closeMonth, served, TRACE } from '../helpers/served.js'
import { enrolWorker, workerAt } from '../helpers/work.js'
import { beginWork, knowHub, loadKeyOf, openAll, ready } from '../helpers/work-page.js'
import { id, withdrawal } from '../notifications/build.js'

const PASSPHRASE = 'acht kleine kano varen'
const PERSON = /Verzonnen|1315 ?(?:ZZ|S[ADS])|31600000000/

t.test('a case goes to another municipality', { skip: noBrowser, timeout: 600_000 }, async (t) => {
  const hub = await startPopulatedHub(t)
  // What of the household's two creditors one may not report in Ommen.
  await hub.sql(
    `UPDATE agreement SET valid_until = '2026-08-31' WHERE creditor = $1 AND municipality = $2
        AND sector = 'WATER'`,
    [STROOM, OMMEN],
  )
  const browser = await startBrowser(t)
  const sent: string[] = []
  const complaints: string[] = []
  const atWork = async (code: string, holder = 'cz-1') => {
    const person = await enrolWorker(hub, municipalParty(code), holder, {
      [code]: 'COORDINATOR',
    })
    const window = await openWindow(browser, hub, person)
    const page = await beginWork(window)
    page.on('request', (request) => sent.push(`${request.url()} ${request.postData() ?? ''}`))
    page.on('console', (message) => {
      if (!message.text().startsWith('[DOM]')) complaints.push(message.text())
    })
    page.on('pageerror', (error) => complaints.push(error.message))
    return page
  }
  const withKey = async (page: Page, code: string) => {
    const { key } = hub.sealingKeys.get(code)!
    // Through its PEM: the generator behind the key can stand still while it is exported as JWK.
    const plain = createPrivateKey(key.export({ type: 'pkcs8', format: 'pem' }))
    await loadKeyOf(page, await backUpKey(plain.export({ format: 'jwk' }), PASSPHRASE), PASSPHRASE)
    await knowHub(page)
  }
  const [almere, ommen] = [await atWork(ALMERE), await atWork(OMMEN)]
  const [known] = await hub.sql<{ case_id: string }>(
    'SELECT case_id FROM feed_item WHERE municipality = $1 AND cardinality(creditors) = 2',
    [ALMERE],
  )
  const caseId = known!.case_id
  const place = `/console/work/cases/2026-08/${caseId}`

  await t.test('without a key the browser offers nothing', async (t) => {
    await almere.goto(`${place}/transfer?to=${OMMEN}`)
    await almere.locator('[data-say]', { hasText: 'geen sleutel' }).waitFor()
    t.ok(await almere.locator('[data-offer]').isDisabled())
    await withKey(almere, ALMERE)
    await ommen.goto('/console/work/cases')
    t.equal(await ommen.locator('[data-announced]').count(), 0, 'nothing waits there')
  })

  await t.test('it is looked at, sealed anew in the browser, and offered', async (t) => {
    await almere.goto(place)
    await almere.locator('#to').selectOption(OMMEN)
    await almere.getByRole('button', { name: 'Bekijk wat mee kan' }).click()
    await almere.waitForURL(/transfer\?to=/)
    const shown = await almere.locator('main').innerText()
    t.match(shown, /gaat mee/)
    t.match(shown, /heeft daar geen overeenkomst/)
    t.match(shown, hub.sealingKeys.get(OMMEN)!.kid)
    await axeBoth(t, almere)
    await ready(almere)
    await almere.locator('#told').fill('x'.repeat(43))
    await almere.locator('[data-offer]').click()
    await almere.locator('[data-say]', { hasText: 'een andere sleutel' }).waitFor()
    await almere.locator('#told').fill(hub.sealingKeys.get(OMMEN)!.kid)
    await almere.locator('[data-offer]').click()
    await almere.waitForURL('**/console/work/transfers')
    await almere.locator('td', { hasText: 'aangeboden' }).first().waitFor()
    await axeBoth(t, almere)
    await almere.goto(place)
    await almere.locator('[data-moved]', { hasText: 'die er nog over beslist' }).waitFor()
  })

  await t.test('the receiver is told of it, opens it, and accepts', async (t) => {
    for (const where of ['cases', 'urgent']) {
      await ommen.goto(`/console/work/${where}`)
      await ommen.locator('[data-announced]', { hasText: 'andere gemeenten: 1' }).waitFor()
    }
    await axeBoth(t, ommen)
    await withKey(ommen, OMMEN)
    await ommen.goto('/console/work/transfers')
    await ommen
      .getByRole('link', { name: /Bekijk/ })
      .first()
      .click()
    await ommen.waitForURL(/transfers\/[0-9a-f-]{36}/)
    t.notMatch(await ommen.locator('main').innerText(), PERSON)
    await openAll(ommen)
    const offered = await ommen.locator('main').innerText()
    t.match(offered, /V\. van Verzonnen1/)
    t.match(offered, /\+31600000000/)
    t.notMatch(offered, /drinkwater/, 'what stays behind is not its business')
    await axeBoth(t, ommen)
    await ommen.getByRole('button', { name: 'Aanvaard de zaak' }).click()
    await ommen.locator('[role=status]', { hasText: 'Aanvaard.' }).waitFor()
    await openAll(ommen)
    t.match(await ommen.locator('main').innerText(), /V\. van Verzonnen1/, 'at once')
  })

  await t.test('at the sender a tombstone is left', async (t) => {
    await almere.goto(place)
    await almere.locator('[data-moved]', { hasText: 'overgedragen aan' }).waitFor()
    await almere.locator('td', { hasText: 'overgedragen' }).first().waitFor()
    const [left] = await hub.sql<{ n: number }>(
      `SELECT count(*)::int AS n FROM envelope WHERE municipality = $1 AND jwe IS NOT NULL
          AND notification_id = $2::uuid`,
      [ALMERE, id(1)],
    )
    t.equal(left?.n, 0)
  })

  await t.test('nobody’s name ever left a browser', async (t) => {
    t.strictSame(
      sent.filter((text) => PERSON.test(text)),
      [],
    )
    t.strictSame(complaints, [])
  })

  await t.test('only a form of this session that holds envelopes is taken', async (t) => {
    const person = await enrolWorker(hub, municipalParty(ALMERE), 'cz-3', {
      [ALMERE]: 'COORDINATOR',
    })
    const visitor = await workerAt(t, hub, person, ALMERE)
    const [other] = await hub.sql<{ case_id: string }>(
      'SELECT case_id FROM feed_item WHERE municipality = $1 AND $2::uuid = ANY (notification_ids)',
      [ALMERE, id(2)],
    )
    const form = `/console/work/cases/2026-08/${other!.case_id}/transfer`
    const fields = { to: OMMEN, ground: 'MOVED', sealed: '{}' }
    t.equal((await visitor.submit(form, fields)).status, 403, 'without its token')
    const { token } = visitor
    const jwe = 'a.b.c.d.e'
    const key = { id: 'k'.repeat(22), keyId: 'n'.repeat(43), jwe }
    const one = { creditorId: WONING, notificationId: id(2), jwe }
    for (const sealed of [
      '',
      'V. van Verzonnen2',
      '[]',
      '{"deliveryKey":null,"envelopes":[]}',
      JSON.stringify({ deliveryKey: key, envelopes: [] }),
      JSON.stringify({ deliveryKey: { ...key, id: 'short' }, envelopes: [one] }),
      JSON.stringify({ deliveryKey: key, envelopes: [{ ...one, jwe: 'V. van Verzonnen2' }] }),
      JSON.stringify({ deliveryKey: key, envelopes: [{ ...one, notificationId: 'x' }] }),
      JSON.stringify({ deliveryKey: key, envelopes: [{ ...one, creditorId: 1 }] }),
    ]) {
      const refused = await visitor.submit(form, { token, ...fields, sealed })
      t.match(refused, { status: 400, text: /transfer\.sealed/ })
      t.notMatch(refused.text, /Verzonnen/)
    }
    const sealed = JSON.stringify({ deliveryKey: key, envelopes: [one] })
    t.match(await visitor.submit(form, { token, ...fields, sealed }), {
      status: 409,
      text: /transfer\.key/,
    })
    t.match(await visitor.get(`${form}?to=${ALMERE}`), {
      status: 409,
      text: /transfer\.receiver/,
    })
    t.match(await visitor.get(`/console/work/transfers/${id(1)}`), { status: 404 })
  })

  await t.test('when the month closes it is a case like any other', async (t) => {
    hub.context.clock.set('2026-09-20T09:00:00Z')
    await sequencePending(hub.context)
    await runMatch(hub.context, served(OMMEN), '2026-09' as never, TRACE)
    await closeMonth(hub.context, OMMEN, '2026-09')
    const page = await atWork(OMMEN, 'cz-2')
    await withKey(page, OMMEN)
    await page.goto('/console/work/cases?month=2026-09')
    await page.locator('tbody a').first().click()
    await page.waitForURL(/cases\/2026-09\//)
    await openAll(page)
    t.match(await page.locator('[data-work=case]').innerText(), /V\. van Verzonnen1/)
    t.match(await page.locator('main').innerText(), /Party 001000/)
    await hub
      .as(WONING)
      .submit(id(9310), [withdrawal(41, 1, { reportedOn: '2026-10-01' })])
      .then(({ body }) => t.match(body, { counts: { rejected: 0 } }))
    await page.reload()
    await page.locator('td', { hasText: 'ingetrokken' }).first().waitFor()
    await page.goto('/console/work/transfers')
    await page.locator('td', { hasText: 'geen bezoek: 1 van 1' }).first().waitFor()
  })

  await t.test('everything stands in both logs, which verify', async (t) => {
    const entries = await hub.sql(
      `SELECT operation, action, count(*)::int AS n FROM log_entry
        WHERE controller = $1 AND operation ~ 'Transfer$' AND action <> 'VIEW'
        GROUP BY 1, 2 ORDER BY 1, 2`,
      [municipalParty(ALMERE)],
    )
    t.strictSame(entries, [
      { operation: 'decideTransfer', action: 'TRANSFER', n: 1 },
      { operation: 'getTransfer', action: 'PULL', n: 2 },
      { operation: 'offerTransfer', action: 'DENIED', n: 1 },
      { operation: 'offerTransfer', action: 'TRANSFER', n: 1 },
      { operation: 'prepareTransfer', action: 'PULL', n: 2 },
    ])
    await checkLog(t, hub.context)
  })
})

/** In Dutch on a screen and in English on a telephone. */
async function axeBoth(
  t: { strictSame: (found: unknown, wanted: unknown, about: string) => unknown },
  page: Page,
) {
  const where = page.url()
  await page.locator('button[lang=en]').click()
  await page.waitForSelector('html[lang=en]')
  await page.setViewportSize({ width: 320, height: 900 })
  t.strictSame(await axeFindings(page), [], `${where} en`)
  const wide = Number(await page.evaluate('document.documentElement.scrollWidth'))
  t.strictSame(wide <= 320, true, `${where} fits: ${wide}`)
  await page.setViewportSize({ width: 1280, height: 900 })
  await page.locator('button[lang=nl]').click()
  await page.waitForSelector('html[lang=nl]')
  t.strictSame(await axeFindings(page), [], `${where} nl`)
}
