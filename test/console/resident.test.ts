import t from 'tap'
import { checkLog } from '../helpers/check-log.js'
import { enrolPerson, visitorWith } from '../helpers/console.js'
import { ALMERE, municipalParty, OFFICER, startHub, STROOM, WONING } from '../helpers/hub.js'
import { readPdf } from '../helpers/pdf.js'
import { id, report } from '../notifications/build.js'

const ASKED = {
  municipality: ALMERE,
  initials: 'V.',
  prefix: 'van',
  surname: 'Verzonnen1',
  postcode: '1315 zz',
  houseNumber: '1',
  reason: 'Inzageverzoek 2026-7',
}

t.test('who saw this resident', async (t) => {
  const hub = await startHub(t, { settings: { VS_TRACES_PER_DAY: '12' } })
  const officer = await visitorWith(t, hub, await enrolPerson(hub, OFFICER, 'fg-1'))
  const token = await officer.signIn()
  // Where the law and the agreement let a creditor name the birth date.
  await hub.sql(`UPDATE legal_basis SET allowed_fields = '{birthDate}'`)
  await hub.sql(`UPDATE mandate SET entitled_fields = '{birthDate}'`)
  await hub.as(WONING).submit(id(1000), [report(1), report(2)])

  t.test('every notification and every access, with its entry', async (t) => {
    const answer = await officer.submit('/console/resident', { token, ...ASKED })
    t.equal(answer.status, 200, answer.text)
    t.match(answer.text, new RegExp(`${WONING}[^]*<code>${id(1)}</code>[^]*naam en adres`))
    t.notMatch(answer.text, new RegExp(id(2)), 'and of nobody else')
    t.notMatch(
      answer.text,
      /Verzonnen1|1315 ?(?:ZZ|S[ADS])/,
      'what was typed is not even shown again',
    )
    const path = /href="(\/console\/search\/[0-9a-f-]+\/entries\/[0-9a-f-]+)"/.exec(
      answer.text,
    )?.[1]
    t.match(await officer.get(path ?? ''), { status: 200, text: /Een schuldeiser leverde/ })
  })

  t.test(
    'the answer for the resident: plain Dutch and English, and nobody else in it',
    async (t) => {
      const answer = await officer.submit('/console/resident', {
        token,
        ...ASKED,
        answer: 'package',
      })
      t.equal(answer.status, 200, answer.text)
      t.match(answer.headers['content-disposition'], /inzage\.html/)
      t.match(answer.text, /lang="nl"[^]*Wie zag uw gegevens[^]*huur[^]*ontvangen door de hub/)
      t.match(answer.text, /lang="en"[^]*Who saw your data[^]*rent[^]*received by the hub/)
      t.notMatch(answer.text, /Verzonnen1|1315 ?(?:ZZ|S[ADS])|fg-1|<script/)
      t.notMatch(answer.text, new RegExp(`${id(1)}|${id(2)}`))
    },
  )

  t.test('the same as a PDF: tagged, in its languages, with its fonts inside', async (t) => {
    const answer = await officer.submit('/console/resident', { token, ...ASKED, answer: 'pdf' })
    t.equal(answer.status, 200)
    t.match(answer.headers, {
      'content-type': 'application/pdf',
      'content-disposition': /inzage\.pdf/,
      'cache-control': /no-store/,
    })
    const pdf = await readPdf(answer.bytes)
    t.match(pdf, {
      title: 'Wie zag uw gegevens over betalingsachterstanden?',
      language: 'nl',
      isTagged: true,
      claimsAccessibility: true,
      fontsInside: 2,
      fontsElsewhere: 0,
    })
    t.match(pdf.text, /Wie zag uw gegevens[^]*huur[^]*ontvangen door de hub/)
    t.match(pdf.text, /proefomgeving[^]*hub for trials/, 'a sandbox says so')
    t.match(pdf.text, /Who saw your data[^]*rent[^]*received by the hub/)
    t.strictSame(pdf.roles, ['H1', 'H2', 'P', 'Sect', 'TD', 'TH', 'TR', 'Table'])
    t.notMatch(`${pdf.text}${answer.text}`, /Verzonnen1|1315 ?(?:ZZ|S[ADS])|fg-1/)
    t.notMatch(pdf.text, new RegExp(`${id(1)}|${id(2)}`))
  })

  t.test(
    'the answer leaves out who has the name, first initial and house number in common',
    async (t) => {
      const { street, city } = report(1)['address']
      const living = (number: number, sector: string, person: object, address: object = {}) =>
        report(number, {
          sector,
          creditorId: STROOM,
          person: { initials: 'J.', surname: 'Verzonnenzoon', ...person },
          address: { street, city, postcode: '1315ZZ', houseNumber: 12, ...address },
        })
      const delivered = await hub
        .as(STROOM)
        .submit(id(1001), [
          living(11, 'ENERGY_ELECTRICITY', { birthDate: '1950-01-01' }),
          living(12, 'WATER', { birthDate: '1980-02-02' }),
          living(13, 'ENERGY_ELECTRICITY', { initials: 'K.' }),
        ])
      t.match(delivered.body.counts, { accepted: 3 }, delivered.text)
      const { birthDate: _none, ...asked } = { ...ASKED, prefix: '', birthDate: '' }
      const son = { ...asked, initials: 'J.', surname: 'Verzonnenzoon', houseNumber: '12' }
      const answerTo = async (more: object) => {
        const fields = { token, ...son, answer: 'package', ...more }
        const { status, text } = await officer.submit('/console/resident', fields)
        t.equal(status, 200, text)
        return text
      }
      const dated = await answerTo({ birthDate: '1980-02-02' })
      t.match(dated, /drinkwater/)
      t.notMatch(dated, /elektriciteit/, 'of the same batch neither the father nor a housemate')
      const undated = await answerTo({})
      t.notMatch(undated, /elektriciteit|drinkwater/, 'held back: nobody knows whose it is')
      t.match(undated, /Over 2 meldingen weten wij niet zeker/)
      const sure = await answerTo({ sure: 'yes' })
      t.match(
        sure,
        /elektriciteit[^]*drinkwater|drinkwater[^]*elektriciteit/,
        'the officer made sure',
      )
      t.notMatch(sure, /weten wij niet zeker/)

      await hub
        .as(STROOM)
        .submit(id(1002), [
          living(21, 'ENERGY_ELECTRICITY', {}, { houseNumber: 14, addition: 'A' }),
          living(22, 'WATER', {}, { houseNumber: 14, addition: 'B' }),
        ])
      const upstairs = await answerTo({ houseNumber: '14', addition: 'B' })
      t.match(upstairs, /drinkwater/)
      t.notMatch(upstairs, /elektriciteit/, '14 A is another dwelling')
      const shown = await officer.submit('/console/resident', {
        token,
        ...son,
        houseNumber: '14',
        addition: 'B',
      })
      t.match(shown.text, /een ander: geboortedatum of toevoeging verschilt/)
      t.match(shown.text, /naam en adres, en geboortedatum of toevoeging/)
    },
  )

  t.test('a neighbour is somebody else, a housemate is the same household', async (t) => {
    const neighbour = { ...ASKED, houseNumber: '99' }
    const none = await officer.submit('/console/resident', { token, ...neighbour })
    t.match(none.text, /staat niets over dit adres/)
    const housemate = { ...ASKED, initials: 'Q.', prefix: '', surname: 'Anders' }
    const same = await officer.submit('/console/resident', { token, ...housemate })
    t.match(same.text, /alleen het adres/)
  })

  t.test('400: what is wrong is said, and typed text comes back as text', async (t) => {
    const wrong = {
      ...ASKED,
      surname: '"><script>alert(1)</script>',
      postcode: 'Almere',
      houseNumber: '0',
      birthDate: '31-12-1980',
      reason: '',
    }
    const answer = await officer.submit('/console/resident', { token, ...wrong })
    t.equal(answer.status, 400)
    for (const field of ['postcode', 'houseNumber', 'birthDate', 'reason']) {
      t.match(answer.text, new RegExp(`href="#${field}"`), field)
    }
    t.match(answer.text, /value="&#34;&#62;&#60;script&#62;/)
  })

  t.test('403: without the token of the session', async (t) => {
    const { status, text } = await officer.submit('/console/resident', ASKED)
    t.equal(status, 403)
    t.match(text, /form\.forged/)
  })

  t.test('429: no more households than the quota of the day', async (t) => {
    const ask = () => officer.submit('/console/resident', { token, ...ASKED })
    t.equal((await ask()).status, 200)
    t.equal((await ask()).status, 200)
    t.match(await ask(), { status: 429, text: /quota\.exceeded/ })
  })

  t.test('nothing of what was typed is kept, but that it was asked and why', async (t) => {
    for (const table of [
      'console_search',
      'console_session',
      'log_entry',
      'log_denial',
      'quota_use',
    ]) {
      const [row] = await hub.sql<{ hits: string }>(
        `SELECT count(*) AS hits FROM ${table} x
          WHERE x::text ~* 'verzonnen|1315 ?zz|anders' OR to_jsonb(x)::text ~* 'verzonnen'`,
      )
      t.equal(row?.hits, '0', table)
    }
    const records = await hub.sql<{ record: string }>(
      `SELECT convert_from(record, 'UTF8') AS record FROM log_entry WHERE action = 'TRACE'`,
    )
    t.ok(records.length >= 4)
    for (const { record } of records) {
      t.notMatch(record, /verzonnen|anders|1315 ?(?:ZZ|S[ADS])/i)
      t.match(record, /Inzageverzoek 2026-7/)
    }
    const own = await hub.sql(
      `SELECT 1 FROM log_subject s JOIN log_entry e ON e.entry = s.entry
        WHERE e.action = 'TRACE' AND e.controller = $1 AND s.household IS NOT NULL`,
      [municipalParty(ALMERE)],
    )
    t.ok(own.length > 0, 'the look belongs to the household’s own trail')
  })

  t.test('afterwards the whole log verifies', async (t) => {
    await checkLog(t, hub.context)
  })
})
