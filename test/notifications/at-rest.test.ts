import t from 'tap'
import { startHub, STROOM } from '../helpers/hub.js'
import { id, report, withdrawal } from './build.js'

t.test('no resident stands in clear in any row', async (t) => {
  const hub = await startHub(t)
  const canary = {
    person: { initials: 'Q.X.', prefix: 'zu', surname: 'Kanariepiet', birthDate: '1961-04-03' },
    address: {
      street: 'Kanariestraat',
      postcode: '1399QX',
      houseNumber: 98765,
      addition: 'QZX',
      city: 'Kanariedam',
    },
    phone: ['+31600098765'],
    email: ['kanarie@kanarie.example'],
    customerReference: 'KANARIE-98765',
    KanarieLid: 'Kanarievogel',
  }
  const { KanarieLid: _, ...known } = canary
  const { birthDate: __, ...allowed } = known.person
  const energy = { creditorId: STROOM, sector: 'WATER' }
  const { body } = await hub
    .as(STROOM)
    .submit(id(1000), [
      report(1, { ...energy, ...known, person: allowed }),
      report(2, { ...energy, ...known }),
      report(3, { ...energy, ...canary }),
      { ...canary },
      withdrawal(4, 1, { creditorId: STROOM }),
    ])
  t.strictSame(body.counts, { accepted: 2, acceptedWithWarnings: 0, rejected: 3 })
  const tables = await hub.sql<{ name: string }>(
    `SELECT c.relname AS name FROM pg_class c WHERE c.relkind = 'r' AND c.relnamespace = 'public'::regnamespace`,
  )
  t.ok(tables.length > 20)
  for (const { name } of tables) {
    const rows = await hub.sql<{ row: string }>(`SELECT "${name}"::text AS row FROM "${name}"`)
    for (const { row } of rows) {
      // Also what hexadecimal output would hide.
      const bytes = [...row.matchAll(/\\\\x([0-9a-f]+)/g)]
        .map(([, hex]) => Buffer.from(hex!, 'hex').toString('latin1'))
        .join('\n')
      // Digits of the hexadecimal output itself mean nothing, nor do three letters in ciphertext.
      const text = row.replace(/\\\\x[0-9a-f]+/g, '')
      t.notMatch(
        `${text}\n${bytes}`,
        /kanarie|1399QX|KANARIE-98765|\+31600098765|"98765"|:98765\b|1961-04-03/i,
        name,
      )
    }
  }
})
