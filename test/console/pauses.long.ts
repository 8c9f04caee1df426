import t from 'tap'
import { pausesOn } from '../collection-pauses/setting.js'
import { axeFindings, noBrowser, openWindow, startBrowser } from '../helpers/browser.js'
import { enrolPerson, tokenIn, visitorWith } from '../helpers/console.js'
import { KANTOOR, STROOM, WONING } from '../helpers/hub.js'
import { startPopulatedHub } from '../helpers/populated-hub.js'
import { id } from '../notifications/build.js'

const PLACE = '/console/pauses'

t.test('people of a creditor answer what a municipality asks', { timeout: 600_000 }, async (t) => {
  const hub = await startPopulatedHub(t)
  const { asked, seen, withdraw } = await pausesOn(hub)
  const enrolled = await enrolPerson(hub, WONING, 'debiteuren-1')
  const landlord = await visitorWith(t, hub, enrolled)
  await landlord.submit('/console/sign-in')
  t.match((await landlord.get(PLACE)).text, /Er wordt niets van u gevraagd/)
  const token = tokenIn((await landlord.get('/console/deliver')).text)
  const first = await asked(2)
  const second = await asked(1, { months: 3 })
  const answer = (pause: string, more: Readonly<Record<string, string>>) =>
    landlord.submit(PLACE, { token, pause, at: '0', creditor: WONING, ...more })

  await t.test('what is asked, and nothing about the household', async (t) => {
    const { text } = await landlord.get(PLACE)
    t.match(text, id(2))
    t.match(text, /U kunt tot en met di 15 sep 2026 antwoorden \(praktijk, geen wet\)/)
    t.match(text, /drie maanden/)
    t.notMatch(text, /Verzonnen|1315 ?(?:ZZ|S[ADS])|Fictielaan/)
    t.match(await seen(first), { readAt: String })
  })

  await t.test('only with the token, and only what the form can say', async (t) => {
    t.match(await answer(first, { token: '', answer: 'CONFIRM' }), { status: 403 })
    t.match(await answer(first, { answer: 'MAYBE' }), { status: 400 })
    t.match(await answer(first, { answer: 'CONFIRM', until_0: 'soon' }), { status: 400 })
    t.match(await answer(first, { answer: 'CONFIRM', until_0: '2027-09-01' }), { status: 400 })
    t.match(await answer(first, { answer: 'DECLINE', refusal_0: 'BECAUSE' }), { status: 400 })
    t.match(await answer('"><script>', { answer: 'CONFIRM' }), { status: 404 })
    const other = await visitorWith(t, hub, await enrolPerson(hub, STROOM, 'debiteuren-2'))
    await other.submit('/console/sign-in')
    const own = tokenIn((await other.get('/console/deliver')).text)
    const fields = { token: own, pause: first, at: '0', answer: 'CONFIRM' }
    t.match(await other.submit(PLACE, fields), { status: 404, text: /pause\.unknown/ })
    t.match(await other.get(`${PLACE}?creditor=${WONING}`), { status: 403 })
    t.match(await seen(first), { status: 'ASKED' })
  })

  await t.test('confirmed until a day, or declined with a reason', async (t) => {
    const confirmed = { answer: 'CONFIRM', until_0: '2026-09-20' }
    t.match(await answer(first, confirmed), { status: 303, headers: { location: PLACE } })
    t.match(await seen(first), { status: 'CONFIRMED', untilOn: '2026-09-20' })
    t.match((await landlord.get(PLACE)).text, /U wacht tot en met zo 20 sep 2026/)
    t.match(await answer(second, { answer: 'DECLINE', refusal_0: 'IN_COURT' }), { status: 303 })
    t.match(await seen(second), { status: 'DECLINED', refusal: 'IN_COURT' })
    await withdraw(first)
    t.match((await landlord.get(PLACE)).text, /De gemeente trok dit in op di 1 sep 2026/)
  })

  await t.test('an agent chooses for whom', async (t) => {
    const pauseId = await asked(3)
    const agent = await visitorWith(t, hub, await enrolPerson(hub, KANTOOR, 'beheer-1'))
    await agent.submit('/console/sign-in')
    const own = await agent.get(PLACE)
    t.match(own.text, `<option value="${WONING}"`)
    t.notMatch(own.text, id(3))
    const principal = `${PLACE}?creditor=${WONING}`
    t.match((await agent.get(principal)).text, id(3))
    const said = { token: tokenIn(own.text), pause: pauseId, at: '0', creditor: WONING }
    const sent = await agent.submit(PLACE, { ...said, answer: 'CONFIRM' })
    t.match(sent, { status: 303, headers: { location: principal } })
    t.match(await seen(pauseId), { status: 'CONFIRMED', untilOn: '2026-10-01' })
  })

  await t.test('for everybody: in both languages', { skip: noBrowser }, async (t) => {
    await asked(2)
    const browser = await startBrowser(t)
    const window = await openWindow(browser, hub, enrolled)
    const page = await window.newPage()
    await page.goto('/console')
    await page.locator('main form button').click()
    await page.waitForURL('**/console/deliver')
    await page.goto(PLACE)
    for (const [language, title] of [
      ['en', 'Pauses of collection'],
      ['nl', 'Incassopauzes'],
    ] as const) {
      await page.locator(`button[lang=${language}]`).click()
      await page.locator('h1', { hasText: title }).waitFor()
      t.strictSame(await axeFindings(page), [], language)
    }
    await page.locator('[data-asked=ASKED] button', { hasText: 'Ik wacht met incasso' }).click()
    await page.locator('[data-asked=CONFIRMED]', { hasText: id(2) }).waitFor()
  })
})
