import t from 'tap'
import { ALMERE, municipalParty, STROOM, WONING } from '../helpers/hub.js'
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

  const list = async (query = '') => (await worker.get(`/console/work/cases${query}`)).text
  const rowOf = (text: string, caseId: string) =>
    text.split('<tr').find((row) => row.includes(`data-case="${caseId}"`))

  const profile = (version: number, rules: object) =>
    hub.sql(
      `INSERT INTO triage_profile (municipality, version, valid_from, profile, created_at)
       VALUES ($1, $2::integer, '2026-01-01', $3::text::jsonb, now())`,
      [ALMERE, version, JSON.stringify(rules)],
    )

  await t.test('the list shows how a case stands today, not how it was closed', async (t) => {
    const gone = await caseOf(id(3))
    const all = await list()
    t.match(all, /Alle zaken \(4\)/)
    const row = rowOf(all, gone)
    t.match(row, /<strong class="bad">ingetrokken: geen bezoek/)
    t.match(row, /ingetrokken: niets meer te doen/)
    t.notMatch(row, /crisis/)
    t.match(rowOf(all, await caseOf(id(1))), /nog niet opgepakt/, 'something of it stands')
    t.equal(all.split('<tr').at(-1)?.includes(gone), true, 'it stands last')
    t.match(await list('?stage=WITHDRAWN'), /1 zaken, pagina/)
    const open = await list('?stage=OPEN')
    t.match(open, /3 zaken, pagina/)
    t.match(open, /Alle zaken \(3\)/)
    t.equal(rowOf(open, gone), undefined)
  })

  await t.test('bins speak the words of the rules, with what they propose and why', async (t) => {
    const text = await list()
    t.match(text, /Bezoeken \(1\)/)
    const row = rowOf(text, await caseOf(id(1)))
    t.match(row, /Voorstel: op huisbezoek gaan\./)
    t.match(row, /Meer dan een melding in deze maand\./)
    t.notMatch(text, /MULTIPLE \(|URGENT \(/)
    const page = (await worker.get(`/console/work/cases/2026-08/${await caseOf(id(2))}`)).text
    t.match(page, /<dd>\s*Brief\s*<span class="soft">Voorstel: een brief sturen/)
    const own = { name: 'LETTER', nl: 'Hoog <b>bedrag', en: 'High amount', action: 'PHONE' }
    await profile(7, { bins: [own] })
    const weighedBy = (version: number) =>
      hub.sql('UPDATE match_run SET rule_version = $2 WHERE municipality = $1', [
        ALMERE,
        `match-1/link-1/triage-${version}`,
      ])
    await weighedBy(7)
    const named = await list()
    t.match(named, /Hoog &#60;b&#62;bedrag \(2\)/, 'the rules of that month, escaped')
    t.match(named, /Voorstel: bellen\./)
    t.match(named, /URGENT \(1\)/, 'what these do not name keeps its code')
    await weighedBy(0)
  })

  await t.test('cases are found by creditor and by amount', async (t) => {
    const text = await list()
    t.match(text, new RegExp(`<option value="${STROOM}"[^>]*>\\s*Party`))
    t.match(await list(`?creditor=${STROOM}`), /2 zaken, pagina/)
    t.match(await list(`?creditor=${STROOM}&class=MULTIPLE`), /1 zaken, pagina/)
    t.match(await list('?most=1300'), /3 zaken, pagina/)
    t.match(await list('?least=1300'), /1 zaken, pagina/)
    t.match(await list('?most=1'), /Geen zaak past/)
    t.match(await list(`?creditor=${encodeURIComponent("' OR 1=1 --")}`), /4 zaken/)
  })

  await t.test('a case tells of earlier months what its item tells', async (t) => {
    const { text } = await worker.get(`/console/work/cases/2026-08/${await caseOf(id(2))}`)
    t.match(text, /In de zes maanden voor 2026-08 was er geen melding/)
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

  await t.test('what is late is a reminder, and a case shows its plan and terms', async (t) => {
    hub.context.clock.set('2026-10-05T08:00:00Z')
    const later = await workerAt(t, hub, person, ALMERE)
    const get = async (path: string) => (await later.get(`/console/work/cases${path}`)).text
    t.match(await get(''), /data-overdue[^]*Te laat: 3/)
    const late = await get('?stage=OVERDUE')
    t.match(late, /3 zaken, pagina/)
    t.equal(rowOf(late, await caseOf(id(3))), undefined, 'nobody is sent to what was paid')
    const [caseId, page] = [await caseOf(id(2)), `/2026-08/${await caseOf(id(2))}`]
    t.match(rowOf(late, caseId), /nog niet opgepakt\s*<strong class="bad">te laat/)
    const before = await get(page)
    t.match(before, /tellen vanaf de dag waarop u de zaak oppakt/)
    t.match(before, /zaak oppakken[^]*<strong class="bad">te laat[^]*praktijk/)
    t.notMatch(before, /wet \(Wgs artikel 4\)/, 'no term of the law runs yet')
    await profile(8, {
      bins: [],
      contactStrategy: [
        { channel: 'LETTER', afterDays: 0 },
        { channel: 'PHONE', afterDays: 7 },
        { channel: 'VISIT', afterDays: 14, offFrom: '2026-10-01' },
      ],
    })
    const letter = { kind: 'LETTER', on: '2026-10-05', reached: 'no', part: '' }
    const form = { token: later.token, version: '0', ...letter }
    t.equal((await later.submit(`/console/work/cases${page}/attempts`, form)).status, 303)
    t.match(await get('?stage=OVERDUE'), /2 zaken, pagina/)
    const after = await get(page)
    t.match(after, /brief[^]*gedaan[^]*bellen[^]*ma 12 okt 2026[^]*gepland/)
    t.match(after, /huisbezoek[^]*ma 19 okt 2026[^]*staat nu uit: overslaan/)
    t.match(after, /zaak oppakken[^]*niet gehaald[^]*zaak afsluiten[^]*loopt/)
    const gone = await get(`/2026-08/${await caseOf(id(3))}`)
    t.notMatch(gone, /data-plan/, 'what was paid has nothing left to do')
  })
})
