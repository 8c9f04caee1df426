import t from 'tap'
import { ALMERE, municipalParty, WONING } from '../helpers/hub.js'
import { startPopulatedHub } from '../helpers/populated-hub.js'
import { enrolWorker, workerAt } from '../helpers/work.js'
import { id, withdrawal } from '../notifications/build.js'

const LANE = '/console/work/urgent'
const PAID = { reportedOn: '2026-09-01' }
const short = (one: string) => one.slice(0, 8)

t.test('what was withdrawn says so before anybody goes', async (t) => {
  const hub = await startPopulatedHub(t)
  const almere = hub.asMunicipality(ALMERE)
  const person = await enrolWorker(hub, municipalParty(ALMERE), 'cs-1', { [ALMERE]: 'CONSULTANT' })
  const worker = await workerAt(t, hub, person, ALMERE)
  const rows = async () =>
    (await worker.get(LANE)).text.split('<tr').filter((row) => row.includes('name="u_'))
  const caseOf = async (notificationId: string): Promise<string> => {
    const { items } = (await almere.get('/v1/feeds/2026-08')).body
    return items.find((one: object) => JSON.stringify(one).includes(notificationId)).caseId
  }

  await t.test('a crisis stands there by its number, with a name that is sealed', async (t) => {
    const [only, ...others] = await rows()
    t.equal(others.length, 0)
    t.match(only, /crisis/)
    t.match(only, `id="n-${id(3)}"`)
    t.match(only, `Melding ${short(id(3))}`)
    t.match(only, /verzegeld/)
  })

  await t.test('a debt that was paid names its case and the item before it', async (t) => {
    await hub.as(WONING).submit(id(9100), [withdrawal(31, 3, PAID)])
    const [crisis, paid] = await rows()
    t.match(crisis, /<strong class="bad">ingetrokken: geen bezoek/)
    t.match(crisis, /niet meer vrijgegeven/, 'no name is handed out any more')
    t.match(paid, /ingetrokken: betaald/)
    t.match(paid, `href="#n-${id(3)}"`)
    t.match(paid, `eerdere melding ${short(id(3))}`)
    const caseId = await caseOf(id(3))
    t.match(paid, `href="/console/work/cases/2026-08/${caseId}"`)
    t.match(paid, `Zaak ${short(caseId)}`)
    t.match(paid, /<strong class="bad">ingetrokken: geen bezoek/)
    t.equal((await worker.get(`/console/work/cases/2026-08/${caseId}`)).status, 200)
  })

  await t.test('a case in which something else stands is still to be visited', async (t) => {
    const mistake = { ...PAID, withdrawalReason: 'ERROR' }
    await hub.as(WONING).submit(id(9101), [withdrawal(32, 1, mistake)])
    const row = (await rows())[2]
    t.match(row, /ingetrokken: melding was een vergissing/)
    t.match(row, `Zaak ${short(await caseOf(id(1)))}`)
    t.match(row, /andere meldingen in de zaak blijven staan/)
    t.notMatch(row, /geen bezoek/)
    t.match((await almere.get('/v1/feeds/urgent')).body.items[2], {
      caseId: await caseOf(id(1)),
      caseMonth: '2026-08',
      caseStatus: 'UPDATED',
    })
  })

  await t.test('what is ticked off is gone, and names nobody on its way', async (t) => {
    const ticked = Object.fromEntries(
      [...(await worker.get(LANE)).text.matchAll(/name="(u_\d+)" value="([^"]+)"/g)].map(
        ([, name, value]) => [name!, value!],
      ),
    )
    t.equal(Object.keys(ticked).length, 3)
    const seen = await worker.submit(LANE, { token: worker.token, ...ticked })
    t.equal(seen.status, 303)
    t.match((await worker.get(LANE)).text, /niets dat niet kan wachten/)
  })
})
