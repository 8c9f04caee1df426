import t from 'tap'
import { newPrivateJwk } from '../../src/browser/work/private-key.js'
import { backUpKey } from '../../src/crypto/key-backup.js'
import { noBrowser, openWindow, startBrowser } from '../helpers/browser.js'
import { checkLog } from '../helpers/check-log.js'
import { enrolPerson, tokenIn, visitorWith } from '../helpers/console.js'
import { ALMERE, municipalParty, WONING } from '../helpers/hub.js'
import { EXECUTOR, startPopulatedHub } from '../helpers/populated-hub.js'
import { enrolWorker, workerAt } from '../helpers/work.js'
import { beginWork, knowHub, loadKeyOf, openAll, ready } from '../helpers/work-page.js'
import { id, report } from '../notifications/build.js'

const PASSPHRASE = 'acht kleine kano varen'

t.test('a crisis in the browser', { skip: noBrowser, timeout: 600_000 }, async (t) => {
  const hub = await startPopulatedHub(t)
  const almere = municipalParty(ALMERE)
  const person = await enrolWorker(hub, almere, 'cz-1', { [ALMERE]: 'COORDINATOR' })
  const leader = await workerAt(t, hub, person, ALMERE)
  const door = await visitorWith(t, hub, await enrolPerson(hub, EXECUTOR, 'vrijwilliger-1'))
  await door.submit('/console/sign-in')
  const { x, y, kid } = (await newPrivateJwk()) as { x: string; y: string; kid: string }
  const token = tokenIn((await door.get('/console/work/executor-key')).text)
  t.equal((await door.submit('/console/work/executor-key', { token, x, y })).status, 303)
  const admitted = { token: leader.token, executor: EXECUTOR, keyId: kid }
  t.equal((await leader.submit('/console/work/executors', admitted)).status, 303)

  const crisis = { crisis: true, crisisGround: 'EVICTION', reportedOn: '2026-09-01' }
  const { body } = await hub.as(WONING).submit(id(9400), [report(77, crisis)])
  t.match(body, { counts: { rejected: 0 } }, JSON.stringify(body))
  const [row] = await hub.sql<{ case_id: string }>(
    'SELECT case_id FROM urgent_item WHERE notification_id = $1::uuid',
    [id(77)],
  )
  const caseId = row!.case_id
  const place = `/console/work/cases/2026-09/${caseId}`

  const browser = await startBrowser(t)
  const page = await beginWork(await openWindow(browser, hub, person))
  const { key } = hub.sealingKeys.get(ALMERE)!
  await loadKeyOf(page, await backUpKey(key.export({ format: 'jwk' }), PASSPHRASE), PASSPHRASE)
  await knowHub(page)

  await t.test(
    'its names are opened on the page of its case, before the month is closed',
    async (t) => {
      await page.goto(place)
      await openAll(page)
      t.match(await page.locator('main').innerText(), /Verzonnen77/)
      const refused = await leader.submit('/console/work/running/sealed', {
        token: leader.token,
        month: '2026-09',
        cases: `${caseId} ${id(5)}`,
      })
      t.equal(refused.status, 404, 'all of what was asked, or nothing')
    },
  )

  await t.test(
    'an answer that was changed on the way, or of another case, is refused',
    async (t) => {
      for (const change of [
        (text: string) => text.replace(/"arrearsCents":\d+/, '"arrearsCents":1'),
        (text: string) => text.replaceAll(caseId, id(5)),
      ]) {
        await page.route('**/console/work/running/sealed', async (route) => {
          const answer = await route.fetch()
          await route.fulfill({ response: answer, body: change(await answer.text()) })
        })
        await page.goto(place)
        await ready(page)
        await page.locator('[data-open]').click()
        await page.locator('[data-say]', { hasText: 'Niets geopend' }).waitFor()
        t.notMatch(await page.locator('main').innerText(), /Verzonnen/)
        await page.unroute('**/console/work/running/sealed')
      }
    },
  )

  await t.test('it is given to an executor there, also once the lane was ticked off', async (t) => {
    const { items } = (await hub.asMunicipality(ALMERE).get('/v1/feeds/urgent')).body
    const ticked = Object.fromEntries(
      (items as { urgentId: string }[]).map(({ urgentId }, at) => [`seen${at}`, urgentId]),
    )
    await leader.submit('/console/work/urgent', { token: leader.token, ...ticked })
    await page.goto(place)
    await openAll(page)
    await page.locator('[data-assign] button').click()
    await page.getByText(/Deze zaak is gegeven aan/).waitFor()
    const [given] = await hub.sql<{ executor: string; month: string }>(
      `SELECT executor, month::text AS month FROM assignment
        WHERE case_id = $1::uuid AND jwe IS NOT NULL`,
      [caseId],
    )
    t.match(given, { executor: EXECUTOR, month: /^2026-09/ })
  })

  await t.test('every opening is in the log, with whom it was about', async (t) => {
    const looks = await hub.sql<{ subjects: string }>(
      `SELECT count(s.entry)::text AS subjects FROM log_entry e JOIN log_subject s USING (entry)
        WHERE e.operation = 'workSealed' AND e.objects -> 'cases' ? $1 GROUP BY e.entry`,
      [caseId],
    )
    t.equal(looks.length, 4)
    t.ok(looks.every(({ subjects }) => subjects === '1'))
    await checkLog(t, hub.context)
  })
})
