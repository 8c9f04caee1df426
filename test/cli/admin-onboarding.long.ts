import t from 'tap'
import { operator } from '../helpers/operator.js'

const VITENS = '00000099100000001000'
const ALMERE = '00000099000000034000'

t.test('admin, about who comes in and what is agreed', async (t) => {
  const { run, json, file, look } = await operator(t)
  await json('party', 'add', '--id', VITENS, '--name', 'Vitens', '--role', 'creditor')
  const municipality = ['--role', 'municipality', '--municipality', '0034']
  await json('party', 'add', '--id', ALMERE, '--name', 'Almere', ...municipality)

  await t.test(
    'agreements are offered, and answered on the authority of the municipality',
    async (t) => {
      const base = ['--creditor', VITENS, '--municipality', '0034', '--sector', 'WATER']
      const offer = ['agreement', 'offer', '--reference', 'LCV 3', ...base, '--from', '2026-10-01']
      const offered = await json(...offer)
      t.match(offered, { state: 'OFFERED', exitCode: 0 })
      t.match(await json(...offer), { error: 'registry.conflict', exitCode: 1 })
      const { agreementId: id } = offered as unknown as { agreementId: string }
      t.match(await json('agreement', 'accept', id, '--authority', ' '), {
        error: 'registry.invalid',
      })
      t.match(await json('agreement', 'accept', id, '--authority', 'Volmacht 2026-3'), {
        state: 'ACCEPTED',
        authority: 'Volmacht 2026-3',
      })
      t.match(await json('agreement', 'suspend', id), { state: 'SUSPENDED' })
      t.match(await json('agreement', 'resume', id), { state: 'ACCEPTED' })
      const { lines } = await run('agreement', 'list', '--state', 'ACCEPTED', '--creditor', VITENS)
      t.ok(lines.some((line) => line.startsWith(id) && line.endsWith('LCV 3')))
      t.match(await json('agreement', 'end', id, '--from', '2026-12-01'), {
        validUntil: '2026-11-30',
      })
      t.match(await json('agreement', 'end', id), { state: 'ENDED' })
      t.match(await json('agreement', 'resume', id), { error: 'agreement.conflict', exitCode: 1 })
      t.match(await json('agreement', 'end', 'all'), { exitCode: 2 })
      t.match(await json('agreement', 'list', '--state', 'GONE'), { exitCode: 2 })
      const elsewhere = [...offer.slice(0, -1), '2026-11-01', '--until', '2026-10-01']
      t.match(await json(...elsewhere), { error: 'registry.invalid' })
      const nowhere = offer.map((word) => (word === '0034' ? '9999' : word))
      t.match(await json(...nowhere), { error: 'registry.unknown' })
    },
  )

  await t.test('applications are listed, shown, accepted and refused', async (t) => {
    const csv = file('oin.csv', `oin;name;kvk\n00000099000000008100;Woonstichting Nieuw;12345678\n`)
    t.match(await json('enrolment', 'register', csv), { loaded: 1, exitCode: 0 })
    const wrong = file('oin-wrong.csv', 'oin,name,kvk\n00000099000000008100,Nieuw,123\n')
    t.match(await json('enrolment', 'register', wrong), { message: /line 2, kvk/, exitCode: 2 })
    const id = '0b6e0e0e-1111-4000-8000-000000000001'
    await look(
      `INSERT INTO enrolment (enrolment_id, body_digest, secret_digest, organisation_number, name, kvk,
                              roles, transport, signing, wishes, state, received_at)
       VALUES ('${id}', sha256('a'), sha256('b'), '00000099000000008100', 'Woonstichting Nieuw',
               '12345678', '{creditor}', '-----BEGIN CERTIFICATE REQUEST-----',
               '-----BEGIN CERTIFICATE REQUEST-----', '[["0034", "RENT"]]', 'RECEIVED', now())`,
    )
    t.match(await json('enrolment', 'list'), { enrolments: [{ enrolmentId: id }], exitCode: 0 })
    const { lines } = await run('enrolment', 'show', id)
    t.match(lines.join('\n'), /wishes for +0034 RENT[^]*The register agrees/)
    t.match(await json('enrolment', 'accept', id), { error: 'certificate.malformed', exitCode: 1 })
    t.match(await json('enrolment', 'refuse', id, '--reason', 'Geen aanvraag.'), {
      state: 'REFUSED',
      exitCode: 0,
    })
    t.match(await json('enrolment', 'accept', id), { error: 'enrolment.conflict', exitCode: 1 })
    t.match(await json('enrolment', 'list'), { enrolments: { length: 0 } })
    t.match(await json('enrolment', 'list', '--state', 'ALL'), { enrolments: { length: 1 } })
    t.match(await json('enrolment', 'list', '--state', 'GONE'), { exitCode: 2 })
    t.match(await json('enrolment', 'show', 'all'), { exitCode: 2 })
  })
})
