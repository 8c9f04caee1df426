import t from 'tap'
import { leafData, sequencePending } from '../../src/access-log/index.js'
import { noteSigner, parseVerifierKey } from '../../src/crypto/signed-note.js'
import { canonicalBytes } from '../../src/kernel/canonical.js'
import { leafHash, openCheckpoint, verifyInclusion } from '../../src/log-tree/index.js'
import { checkLog } from '../helpers/check-log.js'
import { ALMERE, municipalParty, OFFICER, OMMEN, startHub, STROOM, WONING } from '../helpers/hub.js'
import { id, report } from '../notifications/build.js'

const HUMAN = { reason: 'Request for access, case 2026-118' }
const ASKED = {
  ...HUMAN,
  municipalityCode: ALMERE,
  person: { initials: 'V.', prefix: 'van', surname: 'Verzonnen1' },
  address: { postcode: '1315ZZ', houseNumber: 1 },
}

t.test('the log over the wire', async (t) => {
  const hub = await startHub(t)
  const officer = hub.as(OFFICER)
  const receipt = await hub.as(WONING).submit(id(1000), [report(1), report(2)])
  t.equal(receipt.status, 202, receipt.text)
  const almere = municipalParty(ALMERE)

  t.test('searchAccessLog', async (t) => {
    t.test('200: entries whose leaves can be recomputed', async (t) => {
      const search = {
        ...HUMAN,
        controller: almere,
        action: 'INTAKE',
        until: '2027-01-01T00:00:00Z',
      }
      const answer = await officer.post('/v1/access-log/_search', search)
      t.equal(answer.status, 200, answer.text)
      t.equal(answer.body.controller, almere)
      t.equal(answer.body.entries.length, 1)
      const [entry] = answer.body.entries
      const record = canonicalBytes(entry.record)
      const leaf = leafHash(leafData(Buffer.from(entry.salt, 'hex'), record, entry.number))
      t.equal(entry.leaf, leaf.toString('hex'))
      t.match(answer.headers['log-entry'], /^[0-9a-f-]{36}$/)
    })

    t.test('400, 403: whose log is not said, or of others', async (t) => {
      const unsaid = await officer.post('/v1/access-log/_search', HUMAN)
      t.match(unsaid, { status: 400, body: { code: 'request.invalid' } })
      const controller = municipalParty(OMMEN)
      const other = await officer.post('/v1/access-log/_search', { ...HUMAN, controller })
      t.match(other, { status: 403, body: { code: 'party.role_not_allowed' } })
      const creditor = await hub.as(WONING).post('/v1/access-log/_search', HUMAN)
      t.match(creditor, { status: 403, body: { code: 'party.role_not_allowed' } })
    })

    t.test(
      '403: the try stands in the log of who tried, of whom it was about, and of the hub',
      async (t) => {
        const denied = () =>
          hub.sql<{ controller: string; actor: string; operation: string; objects: unknown }>(
            `SELECT controller, actor, operation, objects FROM log_entry WHERE action = 'DENIED'
            ORDER BY controller, actor, number`,
          )
        const other = await officer.post('/v1/access-log/_search', {
          ...HUMAN,
          controller: municipalParty('0180'),
        })
        t.equal(other.status, 403, 'within the same minute, but of another log')
        const invented = { ...HUMAN, controller: '00000099000000777000' }
        t.equal((await officer.post('/v1/access-log/_search', invented)).status, 403)
        t.equal((await hub.as(STROOM).get('/v1/feeds')).status, 403)
        t.equal((await hub.asStranger().get('/v1/feeds')).status, 403)
        const expected: readonly (readonly [string, string, string])[] = [
          [WONING, WONING, 'searchAccessLog'],
          [STROOM, STROOM, 'listFeeds'],
          [municipalParty(OMMEN), OFFICER, 'searchAccessLog'],
          [municipalParty('0180'), OFFICER, 'searchAccessLog'],
          ['hub', WONING, 'searchAccessLog'],
          ['hub', STROOM, 'listFeeds'],
          ['hub', OFFICER, 'searchAccessLog'],
          ['hub', 'unknown', 'listFeeds'],
        ]
        const found = await denied()
        t.strictSame(
          found.map((row) => `${row.controller} ${row.actor} ${row.operation}`).sort(),
          expected.map((row) => row.join(' ')).sort(),
          'nobody else learns of it, and a log that is not registered does not come to be',
        )
        for (const { objects } of found) t.strictSame(Object.keys(objects as object), ['code'])
      },
    )
  })

  t.test('traceDataSubject', async (t) => {
    t.test('200: the trail of one household, and of nobody else', async (t) => {
      const answer = await officer.post('/v1/data-subjects/_trace', ASKED)
      t.equal(answer.status, 200, answer.text)
      t.match(answer.body, {
        municipalityCode: ALMERE,
        truncated: false,
        steps: [
          {
            matched: 'PERSON',
            references: [`${WONING}/${id(1)}`],
            entry: { controller: almere, record: { action: 'INTAKE' } },
          },
        ],
      })
      const neighbour = { ...ASKED, address: { ...ASKED.address, houseNumber: 99 } }
      const none = await officer.post('/v1/data-subjects/_trace', neighbour)
      t.strictSame(none.body.steps, [])
      const housemate = { ...ASKED, person: { initials: 'Q.', surname: 'Anders' } }
      const same = await officer.post('/v1/data-subjects/_trace', housemate)
      t.match(same.body.steps[0], { matched: 'HOUSEHOLD' })
    })

    t.test('the name is written nowhere', async (t) => {
      const rows = await hub.sql<{ hits: string }>(
        `SELECT count(*) AS hits FROM log_entry
          WHERE convert_from(record, 'UTF8') ILIKE '%verzonnen%' OR objects::text ILIKE '%1315ZZ%'`,
      )
      t.equal(rows[0]?.hits, '0')
    })

    t.test('403, 400: not an officer; no reason', async (t) => {
      const creditor = await hub.as(WONING).post('/v1/data-subjects/_trace', ASKED)
      t.equal(creditor.status, 403)
      const { reason: _reason, ...silent } = ASKED
      t.equal((await officer.post('/v1/data-subjects/_trace', silent)).status, 400)
    })
  })

  t.test('getLogEntryProof', async (t) => {
    const [{ entryId, leaf }] = receipt.body.logEntries as [{ entryId: string; leaf: string }]
    const path = `/v1/log-entries/${entryId}/proof`

    t.test('404 with Retry-After until the entry is integrated', async (t) => {
      const early = await hub.as(WONING).get(path)
      t.match(early, { status: 404, body: { code: 'log.not_integrated' } })
      t.match(early.headers['retry-after'], /^\d+$/)
    })

    t.test('200: the promised leaf, in a tree that the hub signed', async (t) => {
      await sequencePending(hub.context)
      const answer = await hub.as(WONING).get(path)
      t.equal(answer.status, 200, answer.text)
      t.equal(answer.body.leaf, leaf)
      const { verifierKey } = noteSigner(hub.context.config.logOrigin, hub.context.keys.log)
      const { checkpoint, index, proof } = answer.body
      const { size, root } = openCheckpoint(checkpoint, parseVerifierKey(verifierKey))
      const hashes = (proof as string[]).map((hash) => Buffer.from(hash, 'hex'))
      t.ok(verifyInclusion(Buffer.from(leaf, 'hex'), index, size, hashes, root))
    })

    t.test('200: to the officer who may read it; 404 when that officer may not now', async (t) => {
      const answer = await officer.get(path)
      t.match(answer, { status: 200, body: { leaf, controller: almere } })
      await hub.sql(
        `INSERT INTO partition_decision (controller, version, confidentiality, readers, reason,
                                         decided_by, decided_at, confirmed_by, confirmed_at)
         VALUES ($1, 1, 'CONFIDENTIAL', ARRAY['nobody/at all'], 'x', 'a', now(), 'b', now())`,
        [almere],
      )
      t.match(await officer.get(path), { status: 404, body: { code: 'log.entry_unknown' } })
      await hub.sql('DELETE FROM partition_decision')
    })

    t.test('404: to everybody whom the entry does not concern', async (t) => {
      const other = await hub.as(STROOM).get(path)
      t.match(other, { status: 404, body: { code: 'log.entry_unknown' } })
      t.equal(other.headers['retry-after'], undefined)
    })
  })

  t.test('afterwards the whole log verifies', async (t) => {
    await checkLog(t, hub.context)
  })
})
