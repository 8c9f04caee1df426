import t from 'tap'
import { ALMERE, startHub, WONING } from '../helpers/hub.js'
import { id, report } from './build.js'

t.test('submitNotificationBatch', async (t) => {
  const hub = await startHub(t)
  const woning = hub.as(WONING)

  t.test('202: accepted items get their mandate and legal basis', async (t) => {
    const answer = await woning.submit(id(1000), [report(1), report(2)])
    t.equal(answer.status, 202, answer.text)
    t.match(answer.body, {
      hub: 'sandbox.hub.example',
      batchId: id(1000),
      month: '2026-08',
      counts: { accepted: 2, acceptedWithWarnings: 0, rejected: 0 },
      items: [{ status: 'ACCEPTED', legalBasis: 'BGS_RENT' }, { status: 'ACCEPTED' }],
    })
    t.equal(
      (await hub.sql('SELECT 1 FROM notification WHERE municipality = $1', [ALMERE])).length,
      2,
    )
  })
})
