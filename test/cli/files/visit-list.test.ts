import t from 'tap'
import { visitList } from '../../../src/cli/files/visit-list.js'

const PERSON = { initials: 'V.', prefix: 'van', surname: 'Verzonnen<b>' }
const ADDRESS = {
  street: 'Fictielaan',
  houseNumber: 4,
  addition: 'B',
  postcode: '1315SA',
  city: 'Almere',
}
const notified = {
  creditorName: 'Verhuurder',
  arrearsCents: 123_400,
  sector: 'RENT',
  identity: { person: PERSON, address: ADDRESS, phone: ['+31600000001'], email: ['v@p.example'] },
}
const found = {
  caseId: '1a2b3c4d-0000-4000-8000-000000000000',
  statusAtPull: 'NEW',
  deadlineOn: '2026-09-03',
  totalArrearsCents: 123_400,
  notifications: [notified, { ...notified, sector: 'WATER' }],
}

t.test(
  'a list of visits holds number, who, where, by telephone and until when, and no more',
  async (t) => {
    const list = visitList('2026-08', [found] as never)
    t.match(list, 'Bezoeklijst 2026-08')
    const row =
      '<td>1a2b3c4d</td><td>V. van Verzonnen&lt;b&gt;</td><td>Fictielaan 4 B, 1315 SA Almere</td>'
    t.match(list, `${row}<td>+31600000001</td><td>2026-09-03</td>`)
    t.notMatch(list, /Verhuurder|1234|RENT|WATER|p\.example|<b>/)
    t.equal(list.split('<td>V. van').length - 1, 1, 'a household stands there once')
  },
)

t.test('nobody goes where everything was withdrawn, or nothing was opened', async (t) => {
  const gone = { ...found, statusAtPull: 'WITHDRAWN' }
  const sealed = { ...found, notifications: [{ ...notified, identity: undefined }] }
  t.notMatch(visitList('2026-08', [gone, sealed] as never), '<td>')
})
