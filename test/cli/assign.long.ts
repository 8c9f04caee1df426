import { readFileSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import t from 'tap'
import {
  openContact as openInBrowser,
  sealContact as sealInBrowser,
} from '../../src/browser/work/assignment.js'
import { contactOf as contactInBrowser } from '../../src/browser/work/contact.js'
import { importPrivate } from '../../src/browser/work/private-key.js'
import {
  contactOf,
  makeSealingKey,
  openContact,
  sealContact,
  type Contact,
} from '../../src/client/index.js'
import { createPrivateKey, type JsonWebKey } from 'node:crypto'
import { checkLog } from '../helpers/check-log.js'
import { lastLine, runCommand } from '../helpers/command.js'
import { ALMERE, municipalParty, OMMEN, WONING } from '../helpers/hub.js'
import { EXECUTOR, startPopulatedHub } from '../helpers/populated-hub.js'
import { id, report, withdrawal } from '../notifications/build.js'
import { writeKeyOf, writePartyFolder } from './delivery/party-folder.js'

t.test('what a command seals a browser opens, and the other way round', async (t) => {
  const { keyId, publicKey, privateJwk } = makeSealingKey()
  const jwk = privateJwk as JsonWebKey
  const keys = new Map([[keyId, createPrivateKey({ key: jwk, format: 'jwk' })]])
  const own = await importPrivate(jwk)
  const people = [
    {
      person: { initials: 'V.', prefix: 'van', surname: 'Verzonnen1' },
      address: {
        street: 'Fictielaan',
        houseNumber: 1,
        addition: 'B',
        postcode: '1315ZZ',
        city: 'X',
      },
      phone: ['+31600000000'],
    },
    { person: { surname: 'Verzonnen1' }, address: { houseNumber: 1, postcode: '1315ZZ' } },
  ]
  const contact = contactOf(people as never)
  t.strictSame(
    contact,
    contactInBrowser(people),
    'both make one household of several notifications',
  )
  const jwe = sealContact({ key: publicKey, keyId }, id(1), contact)
  t.strictSame(await openInBrowser(own.key, jwe, id(1)), contact)
  t.equal(await openInBrowser(own.key, jwe, id(2)), undefined)
  const theirs = await sealInBrowser(publicKey as never, keyId, id(1), contact as never)
  t.strictSame(openContact(theirs, { keyId, caseId: id(1) }, keys), contact)
  t.equal(openContact(theirs, { keyId, caseId: id(2) }, keys), undefined, 'bound to its case')
  t.equal(openContact(`${theirs}x`, { keyId, caseId: id(1) }, keys), undefined)
  t.equal(openContact(theirs, { keyId: 'other', caseId: id(1) }, keys), undefined)
  t.throws(() => sealContact({ key: publicKey, keyId: 'x'.repeat(43) }, id(1), contact), {
    message: /not the one of its name/,
  })
  const short: Contact = { name: 'V', address: [], phone: [], email: [] }
  const length = (one: Contact) => sealContact({ key: publicKey, keyId }, id(1), one).length
  t.equal(length(short), length({ ...short, name: 'V. van Verzonnen' }), 'lengths say nothing')
})

t.test('a case is given to an executor by commands alone', { timeout: 600_000 }, async (t) => {
  const hub = await startPopulatedHub(t)
  const folder = t.testdir({ opened: {} })
  const almere = hub.asMunicipality(ALMERE)
  const townFolder = await writePartyFolder(join(folder, 'almere'), hub, almere)
  writeKeyOf(townFolder, hub, ALMERE)
  const town = ['--party', townFolder]
  const visitor = ['--party', await writePartyFolder(join(folder, 'visitor'), hub, hub.executor)]
  const assign = (...words: string[]) => runCommand(['municipality', 'assign', ...words, ...town])
  const executor = (...words: string[]) => runCommand(['executor', ...words, ...visitor])
  const pull = async () => {
    const file = join(folder, 'visits.json')
    const pulled = await executor('pull', '--municipality', ALMERE, '--out', file)
    t.equal(pulled.code, 0, pulled.stderr)
    t.notMatch(pulled.stdout, /Verzonnen/)
    t.equal(statSync(file).mode & 0o777, 0o600)
    return readFileSync(file, 'utf8')
  }
  const opened = join(folder, 'opened')
  const kept = await runCommand(['municipality', 'pull', '2026-08', '--out', opened, ...town])
  t.equal(kept.code, 0, kept.stderr)
  const { cases } = JSON.parse(readFileSync(join(opened, '2026-08.json'), 'utf8')) as {
    cases: { caseId: string; notifications: { notificationId: string }[] }[]
  }
  const caseOf = (number: number) =>
    cases.find((one) => one.notifications.some((each) => each.notificationId === id(number)))!
      .caseId

  let keyId = ''
  await t.test('the executor makes a key, and is admitted with that and no other', async (t) => {
    const phrase = join(folder, 'phrase')
    writeFileSync(phrase, 'acht kleine kano varen')
    const made = await executor('keygen', '--passphrase-file', phrase, '--json')
    t.equal(made.code, 0, made.stderr)
    keyId = (lastLine(made) as { keyId: string }).keyId
    t.match(await executor('offer-key', 'unknown'), { code: 2, stderr: /cannot be read/ })
    t.match(await executor('offer-key', keyId), { code: 0, stdout: new RegExp(keyId) })
    t.match(await executor('pull', '--municipality', ALMERE, '--out', join(folder, 'x')), {
      code: 1,
      stderr: /work\.duty/,
    })
    t.match(await assign('give', opened, caseOf(1), '--to', EXECUTOR), { code: 1 })
    t.match(await assign('admit', EXECUTOR, '--key', makeSealingKey().keyId), {
      code: 1,
      stderr: /work\.executor/,
    })
    t.match(await assign('admit', EXECUTOR, '--key', keyId), { code: 0 })
    t.match((await assign('executors')).stdout, keyId)
  })

  await t.test(
    'cases are sealed here for it; the executor sees them and nothing else',
    async (t) => {
      const wrong = ['--key', 'x'.repeat(43)]
      t.match(await assign('give', opened, caseOf(1), '--to', EXECUTOR, ...wrong), {
        code: 1,
        stderr: /not the one that you were told/,
      })
      t.match(await assign('give', opened, caseOf(1), id(1), '--to', EXECUTOR), { code: 2 })
      t.strictSame(
        (lastLine(await assign('list', '--json')) as { assignments: [] }).assignments,
        [],
        'a mistake in one name hands out nothing',
      )
      const given = await assign('give', opened, caseOf(1), caseOf(2), '--to', EXECUTOR)
      t.match(given, { code: 0, stdout: /: 2\n/ }, given.stderr)
      const text = await pull()
      t.match(JSON.parse(text), {
        municipalityCode: ALMERE,
        assigned: [{ contact: { name: String } }, { contact: { address: Array } }],
      })
      t.match(text, /V\. van Verzonnen1/)
      t.notMatch(text, /Party 00|RENT|WATER|[Cc]ents|creditor/, 'neither creditors nor amounts')
      t.notMatch(text, caseOf(3))
      const at = (code: string) => hub.executor.get(`/v1/assigned-cases?municipalityCode=${code}`)
      t.match(await at(OMMEN), { status: 403, body: { code: 'work.duty' } }, 'of nobody else')
      const feed = await hub.executor.get('/v1/feeds/2026-08')
      t.equal(feed.status, 403)
    },
  )

  await t.test('an attempt stands in the report of the municipality, once', async (t) => {
    const on = ['--municipality', ALMERE, '--on', '2026-09-01', '--part', 'EVENING']
    t.match(await executor('report', caseOf(1), ...on, '--kind', 'VISIT'), { code: 2 })
    const said = await executor('report', caseOf(1), ...on, '--kind', 'HOME_VISIT', '--reached')
    t.match(said, { code: 0, stdout: /ACCEPTED/ }, said.stderr)
    const later = ['--municipality', ALMERE, '--on', '2027-01-01', '--kind', 'LETTER']
    t.match(await executor('report', caseOf(1), ...later), { code: 1, stdout: /DATE_IN_FUTURE/ })
    t.match(await executor('report', caseOf(3), ...on, '--kind', 'LETTER'), {
      code: 1,
      stderr: /work\.case_unknown/,
    })
    const attempt = { kind: 'LETTER', on: '2026-09-01', reached: false }
    const fields = { reportId: id(7001), municipalityCode: ALMERE, caseId: caseOf(1), attempt }
    const signed = hub.executor.sign('reportAssignedCase', fields)
    const first = await hub.executor.send('/v1/assigned-cases/_report', signed)
    const again = await hub.executor.send('/v1/assigned-cases/_report', signed)
    t.match(first, { status: 200, body: { status: 'ACCEPTED' } }, first.text)
    t.strictSame(again.body, first.body)
    const [row] = await hub.sql<{ n: number }>(
      `SELECT jsonb_array_length(report -> 'contactAttempts') AS n FROM outcome
        WHERE case_id = $1::uuid ORDER BY version DESC LIMIT 1`,
      [caseOf(1)],
    )
    t.equal(row?.n, 2, 'the same report again adds nothing')
    const actors = await hub.sql<{ actor: string }>(
      `SELECT DISTINCT actor FROM log_entry WHERE controller = $1 AND operation = 'submitOutcomes'
          AND action = 'OUTCOME'`,
      [municipalParty(ALMERE)],
    )
    t.strictSame(actors, [{ actor: EXECUTOR }])
  })

  await t.test(
    'the same assignment again is the same; another under its id is refused',
    async (t) => {
      const jwe = 'a.b.c.d.e'
      const fields = {
        assignmentId: id(7002),
        month: '2026-08',
        caseId: caseOf(3),
        executorId: EXECUTOR,
      }
      const sign = (more: object) => almere.sign('assignCase', { ...fields, keyId, jwe, ...more })
      const send = (more: object) => almere.send('/v1/assignments', sign(more))
      const signed = sign({})
      const first = await almere.send('/v1/assignments', signed)
      t.equal(first.status, 201, first.text)
      t.strictSame((await almere.send('/v1/assignments', signed)).body, first.body)
      t.match(await send({ caseId: caseOf(1) }), { status: 409, body: { code: 'work.conflict' } })
      t.match(await send({ assignmentId: id(7003), keyId: makeSealingKey().keyId }), {
        status: 409,
        body: { code: 'work.executor' },
      })
    },
  )

  await t.test(
    'what is urgent is given on the day it comes in, before its month is closed',
    async (t) => {
      const crisis = { crisis: true, crisisGround: 'EVICTION', reportedOn: '2026-09-01' }
      const { body } = await hub.as(WONING).submit(id(9309), [report(77, crisis)])
      t.match(body, { counts: { rejected: 0 } }, JSON.stringify(body))
      const taken = await runCommand(['municipality', 'urgent', '--out', opened, ...town, '--json'])
      t.equal(taken.code, 0, taken.stderr)
      const { items } = (await almere.get('/v1/feeds/urgent')).body
      const isMeant = ({ notification }: { notification: { notificationId: string } }) =>
        notification.notificationId === id(77)
      const { caseId } = items.find(isMeant)
      const given = await assign('give', opened, caseId, '--to', EXECUTOR)
      t.match(given, { code: 0, stdout: /: 1\n/ }, given.stderr)
      const visits = JSON.parse(await pull()) as { assigned: { caseId: string; contact: object }[] }
      const visit = visits.assigned.find((one) => one.caseId === caseId)
      t.match(visit, { contact: { name: /Verzonnen/, address: Array } })
      t.match(await assign('end', '2026-09', caseId), { code: 0 })
      t.notMatch(await pull(), caseId)
    },
  )

  await t.test('what was paid, taken back or ended is in nobody’s hands', async (t) => {
    const paid = withdrawal(41, 2, { reportedOn: '2026-09-01' })
    const { body } = await hub.as(WONING).submit(id(9310), [paid])
    t.match(body, { counts: { rejected: 0 } }, JSON.stringify(body))
    t.notMatch(await pull(), caseOf(2), 'a payment is there before the visit')
    t.match(await assign('end', '2026-08', caseOf(1)), { code: 0 })
    t.notMatch(await pull(), caseOf(1))
    t.match(await assign('dismiss', EXECUTOR), { code: 0 })
    const left = await hub.sql('SELECT FROM assignment WHERE jwe IS NOT NULL')
    t.equal(left.length, 0)
    t.match(await executor('pull', '--municipality', ALMERE, '--out', join(folder, 'x')), {
      code: 1,
    })
  })

  await t.test('looks are in the log of both organisations, which verifies', async (t) => {
    const rows = await hub.sql<{ controller: string }>(
      `SELECT DISTINCT controller FROM log_entry
        WHERE operation = 'listAssignedCases' AND action = 'PULL' AND actor = $1 ORDER BY 1`,
      [EXECUTOR],
    )
    t.strictSame(
      rows.map((row) => row.controller),
      [municipalParty(ALMERE), EXECUTOR].sort(),
    )
    await checkLog(t, hub.context)
  })
})
