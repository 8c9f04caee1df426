import t from 'tap'
import { isFictitious } from '../../src/identity/index.js'

const address = { postcode: '1315AB', houseNumber: 1 }
const somebody = { person: { initials: 'A.', surname: 'Jansen' }, address }

t.test('somebody who may exist is not fictitious', async (t) => {
  t.notOk(isFictitious(somebody))
  t.notOk(isFictitious({ ...somebody, phone: ['+31612345678'] }))
  t.notOk(isFictitious({ ...somebody, email: ['a.jansen@post.nl'] }))
  t.notOk(isFictitious({ ...somebody, email: ['a.jansen@example.nl'] }))
  t.notOk(isFictitious({ ...somebody, person: { initials: '', surname: 'Vanverzonnen' } }))
})

t.test('one thing that cannot be real is enough', async (t) => {
  t.ok(isFictitious({ ...somebody, phone: ['+31600123456'] }))
  t.ok(isFictitious({ ...somebody, email: ['a@post.example', 'b@example.org'] }))
  t.ok(isFictitious({ ...somebody, address: { ...address, postcode: '1315SS' } }))
  for (const surname of ['Verzonnen', 'Verzonnen-Jansen', 'de Voorbeeld', 'Niemandsen']) {
    t.ok(isFictitious({ ...somebody, person: { initials: 'A.', surname } }), surname)
  }
})

t.test('nothing in it may reach or be somebody, whatever else is invented', async (t) => {
  const invented = { ...somebody, address: { ...address, postcode: '1315SA' } }
  t.notOk(isFictitious({ ...invented, phone: ['+31600123456', '+31612345678'] }))
  t.notOk(isFictitious({ ...invented, email: ['a@post.example', 'a@post.nl'] }))
  const person = { initials: 'A.', surname: 'Jansen', bsn: '111222333' }
  t.notOk(isFictitious({ ...invented, person }))
  t.ok(isFictitious({ ...invented, person: { ...person, bsn: '999990019' } }))
})
