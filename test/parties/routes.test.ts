import t from 'tap'
import { endAgency } from '../../src/mandates/index.js'
import { revokeCertificate } from '../../src/registry/index.js'
import { ALMERE, KANTOOR, startHub, STROOM, WONING } from '../helpers/hub.js'
import { OPERATOR } from '../helpers/registry.js'
import type { Day } from '../../src/kernel/calendar.js'

t.test('listMandates', async (t) => {
  const hub = await startHub(t)
  const path = '/v1/mandates'

  t.test('200: a creditor sees its own mandates, as the contract writes them', async (t) => {
    const { status, headers, body } = await hub.as(STROOM).get(path)
    t.equal(status, 200)
    t.match(headers, { 'api-version': /^1\./ })
    t.equal(headers['link'], undefined, 'one page')
    t.equal(body.nextCursor, null)
    t.equal(body.mandates.length, 9)
    t.ok(body.mandates.every((row: { creditorId: string }) => row.creditorId === STROOM))
    t.strictSame(
      Object.keys(body.mandates[0]).sort(),
      [
        'creditorId',
        'creditorName',
        'mandateId',
        'municipalityCode',
        'municipalityName',
        'sector',
        'startsOn',
      ],
      'nothing that the contract does not name',
    )
  })

  t.test(
    '200: an agent sees those of its principals, until it is their agent no more',
    async (t) => {
      const creditors = async () => {
        const { body } = await hub.as(KANTOOR).get(path)
        return new Set(body.mandates.map((row: { creditorId: string }) => row.creditorId))
      }
      t.strictSame(await creditors(), new Set([WONING]))
      await endAgency(hub.context, OPERATOR, KANTOOR, WONING, '2026-08-10' as Day)
      t.strictSame(await creditors(), new Set())
    },
  )

  t.test('400: a cursor that no page gave', async (t) => {
    const answer = await hub.as(STROOM).get(`${path}?cursor=AAAA`)
    t.match(answer, { status: 400, body: { type: /feed\.cursor$/ } })
  })

  t.test('403: a municipality, and a certificate nobody registered', async (t) => {
    const foreign = await hub.asMunicipality(ALMERE).get(path)
    t.match(foreign, { status: 403, body: { type: /party\.role_not_allowed$/ } })
    const stranger = await hub.asStranger().get(path)
    t.match(stranger, { status: 403, body: { type: /certificate\.unregistered$/ } })
  })

  t.test('403: a revoked certificate, on the connection that was open already', async (t) => {
    const stroom = hub.as(STROOM)
    t.equal((await stroom.get(path)).status, 200)
    await revokeCertificate(hub.context, OPERATOR, stroom.party.transport.fingerprint)
    t.match(await stroom.get(path), { status: 403, body: { type: /certificate\.revoked$/ } })
  })
})
