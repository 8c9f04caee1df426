import t from 'tap'
import { pausesOn } from '../collection-pauses/setting.js'
import { axeFindings, noBrowser, openWindow, startBrowser } from '../helpers/browser.js'
import { formsIn } from '../helpers/forms.js'
import { ALMERE, municipalParty, WONING } from '../helpers/hub.js'
import { startPopulatedHub } from '../helpers/populated-hub.js'
import { enrolWorker, workerAt } from '../helpers/work.js'
import { beginWork } from '../helpers/work-page.js'
import { id } from '../notifications/build.js'

const almere = municipalParty(ALMERE)

t.test('a pause is asked from the page of a case', { timeout: 600_000 }, async (t) => {
  const hub = await startPopulatedHub(t)
  const { caseOf, answer, read, seen } = await pausesOn(hub)
  const person = await enrolWorker(hub, almere, 'cs-1', { [ALMERE]: 'CONSULTANT' })
  const worker = await workerAt(t, hub, person, ALMERE)
  const page = `/console/work/cases/2026-08/${caseOf(2).caseId}`
  const { token } = worker
  const text = async () => (await worker.get(page)).text.replaceAll(/\s+/g, ' ')
  const consenting = (version: number, more: Readonly<Record<string, string>> = {}) =>
    worker.submit(`${page}/ending`, {
      ...{ token, version: String(version), takenUpOn: '2026-09-01', status_0: 'TAKEN_UP' },
      ...{ consentGiven: 'yes', consentOn: '2026-09-01', consentBy: 'RESIDENT', share_0: 'yes' },
      ...{ what_COLLECTION_PAUSE: 'yes', ...more },
    })
  const ask = (more: Readonly<Record<string, string>> = {}) =>
    worker.submit(`${page}/pauses`, { token, at: '0', months_0: '1', ...more })

  await t.test('not before the resident consents', async (t) => {
    t.match(await text(), /Er is geen toestemming vastgelegd om deze schuldeiser/)
    t.notMatch(await text(), /te wachten <\/button>/)
    t.match(await ask(), { status: 409, text: /pause\.no_consent/ })
  })

  await t.test('consent is recorded with what it is for, and stays so', async (t) => {
    t.match(await consenting(0), { status: 303 })
    const attempt = { token, version: '1', kind: 'TELEPHONE', on: '2026-09-01', reached: 'yes' }
    t.match(await worker.submit(`${page}/attempts`, attempt), { status: 303 })
    const [row] = await hub.sql<{ consent: object }>(
      `SELECT report -> 'consentToShare' AS consent FROM outcome ORDER BY version DESC LIMIT 1`,
    )
    t.strictSame(row?.consent, {
      ...{ given: true, on: '2026-09-01', creditors: [WONING] },
      ...{ what: ['COLLECTION_PAUSE'], givenBy: 'RESIDENT' },
    })
  })

  await t.test('only with the token of the session, and only what the form can say', async (t) => {
    t.match(await ask({ token: '' }), { status: 403 })
    for (const wrong of [{ at: '9' }, { at: '-1' }, { at: '__proto__' }, { months_0: '12' }]) {
      t.match(await ask(wrong), { status: 400 }, JSON.stringify(wrong))
    }
    t.strictSame(await read(), [], 'nothing was asked')
  })

  await t.test('what was asked shows with its day, named as practice', async (t) => {
    t.match(await ask({ months_0: '2' }), { status: 303, headers: { location: page } })
    const [[pauseId = '']] = (await read()) as [[string]]
    t.match(await seen(pauseId), { months: 2, notificationId: id(2) })
    t.match(await text(), /kan tot en met di 15 sep 2026 antwoorden \(praktijk, geen wet\)/)
    t.match(await text(), /De schuldeiser heeft de vraag opgehaald/)
    t.match(await ask(), { status: 409, text: /pause\.conflict/ })
    t.match(await answer(WONING, pauseId, { answer: 'CONFIRM' }), { status: 200 })
    t.match(await text(), /wacht tot en met zo 1 nov 2026 \(praktijk, geen wet\)/)
  })

  await t.test('the person takes it back', async (t) => {
    const form = formsIn((await worker.get(page)).text).find(({ action }) =>
      action.endsWith('/pauses/end'),
    )
    t.ok(form, 'there is a form for it')
    const [[pauseId = '']] = (await read()) as [[string]]
    const end = { token, pause: pauseId }
    t.match(await worker.submit(`${page}/pauses/end`, end), { status: 303 })
    t.match(await seen(pauseId), { status: 'WITHDRAWN', endedBy: 'MUNICIPALITY' })
    t.match(await text(), /Ingetrokken op di 1 sep 2026: door de gemeente/)
    const nonsense = { token, pause: '"><script>' }
    t.match(await worker.submit(`${page}/pauses/end`, nonsense), { status: 404 })
  })

  await t.test('a consent that is withdrawn ends an open ask', async (t) => {
    await ask()
    const [pauseId = ''] = (await read()).at(-1)!
    t.match(await consenting(2, { consentWithdrawnOn: '2026-09-01' }), { status: 303 })
    t.match(await text(), /de toestemming dekt haar niet meer/)
    t.match(await seen(pauseId), { endedBy: 'CONSENT' })
    t.match(await consenting(3, { what_COLLECTION_PAUSE: '' }), { status: 400 }, 'to nothing')
    t.match(await consenting(3, { consentGiven: 'no' }), { status: 303 })
    t.match(await ask(), { status: 409, text: /pause\.no_consent/ })
  })

  await t.test('for everybody: in both languages', { skip: noBrowser }, async (t) => {
    await consenting(4)
    await ask()
    const browser = await startBrowser(t)
    const window = await beginWork(await openWindow(browser, hub, person))
    await window.goto(page)
    for (const [language, title] of [
      ['en', 'Pause of collection'],
      ['nl', 'Incassopauze'],
    ] as const) {
      await window.locator(`button[lang=${language}]`).click()
      await window.waitForSelector(`html[lang=${language}]`)
      await window.locator('[data-pauses] h2', { hasText: title }).waitFor()
      t.strictSame(await axeFindings(window), [], language)
    }
    await window.locator('[data-pauses] form[action$="/pauses/end"] button').click()
    await window.locator('[data-pause=WITHDRAWN]').waitFor()
    await window.locator('[data-pauses] form[action$="/pauses"] select').selectOption('3')
    await window.locator('[data-pauses] form[action$="/pauses"] button').click()
    await window.locator('[data-pause=ASKED]').waitFor()
    t.strictSame(await axeFindings(window), [])
  })
})
