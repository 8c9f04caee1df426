import { cpSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import t from 'tap'
import { randomId } from '../../src/kernel/identifiers.js'
import { enrolParties } from '../evidence/setting.js'
import { PartyCaller } from '../helpers/party-caller.js'
import { startServedHub } from '../helpers/served-hub.js'
import { report } from '../notifications/build.js'

t.test('two processes of a hub on one database', async (t) => {
  const hub = await startServedHub(t, '2026-08-10T09:00:00Z')
  const { creditor, town } = await enrolParties(hub)
  const other = new URL(await hub.beside())
  /** The same party, at the other process. */
  const elsewhere = (folder: string) => {
    const copy = `${folder}-elsewhere`
    cpSync(folder, copy, { recursive: true })
    const path = join(copy, 'hub.json')
    const identity = JSON.parse(readFileSync(path, 'utf8')) as { url: string }
    const url = new URL(identity.url)
    url.port = other.port
    writeFileSync(path, JSON.stringify({ ...identity, url: url.href }))
    return copy
  }
  const callers = [creditor, elsewhere(creditor), town, elsewhere(town)].map(
    (folder) => new PartyCaller(folder, hub.clock),
  )
  const [here, there, townHere, townThere] = callers as [
    PartyCaller,
    PartyCaller,
    PartyCaller,
    PartyCaller,
  ]
  t.teardown(() => callers.forEach((caller) => caller.close()))
  let count = 0
  /** What becomes of one notification: its status, or why it was rejected. */
  const delivered = async (by: PartyCaller) => {
    count += 1
    const { text } = await by.submit(randomId(), [report(count)])
    const [item] = (
      JSON.parse(text) as { items: { status: string; errors?: { code: string }[] }[] }
    ).items
    return item?.errors?.[0]?.code ?? item?.status
  }
  const [row] = await hub.sql<{ id: string }>('SELECT agreement_id::text AS id FROM agreement')
  const agreementId = row!.id
  const answer = async (by: PartyCaller, said: string) => {
    const fields = { requestId: randomId(), agreementId, answer: said }
    const body = by.sign('answerAgreement', fields)
    t.match(await by.ask(`/agreements/${agreementId}/_answer`, body), { status: 200 }, said)
  }

  await t.test('take notifications alike', async (t) => {
    t.strictSame([await delivered(here), await delivered(there)], ['ACCEPTED', 'ACCEPTED'])
  })

  await t.test('what is suspended in one stops with the next request in the other', async (t) => {
    await answer(townThere, 'SUSPEND')
    t.strictSame([await delivered(here), await delivered(there)], ['NO_MANDATE', 'NO_MANDATE'])
    await answer(townHere, 'RESUME')
    t.strictSame([await delivered(there), await delivered(here)], ['ACCEPTED', 'ACCEPTED'])
  })

  await t.test('what ends in one is over with the next request in the other', async (t) => {
    await answer(townHere, 'END')
    t.strictSame([await delivered(there), await delivered(here)], ['NO_MANDATE', 'NO_MANDATE'])
    t.match(await there.ask('/mandates', { method: 'GET' }), { text: /"mandates":\[\]/ })
  })
})
