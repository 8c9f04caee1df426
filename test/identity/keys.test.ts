import {
  chmodSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import t, { type Test } from 'tap'
import {
  endDueKeys,
  endEpoch,
  endLogSubjectYear,
  ensureKeys,
  KeyInUseError,
  loadKeyRing,
} from '../../src/identity/index.js'
import { epochFile, logSubjectFile } from '../../src/identity/keys.js'
import {
  createSecretFile,
  destroySecretFile,
  readSecretFile,
  SecretFileError,
} from '../../src/identity/secret-file.js'
import type { KeyEvent } from '../../src/identity/index.js'
import { recordAccess } from '../../src/access-log/index.js'
import { bulk } from '../../src/db/bulk.js'
import { inTransaction } from '../../src/db/transaction.js'
import type { Day } from '../../src/kernel/calendar.js'
import { freshDatabase } from '../helpers/database.js'
import { accessEntry } from '../helpers/log.js'

function folderOf(t: Test): string {
  const folder = mkdtempSync(join(tmpdir(), 'vroegsignaal-keys-'))
  t.teardown(() => rmSync(folder, { recursive: true, force: true }))
  return folder
}

const at = (day: string) => new Date(`${day}T09:00:00Z`)
const TWO = ['beheer-1', 'functionaris-2'] as const

t.test('a secret file', async (t) => {
  const path = join(folderOf(t), 'deep', '1.key')

  t.test('is made once, for its owner only, and reads back', async (t) => {
    t.equal(readSecretFile(path), undefined)
    const secret = createSecretFile(path)
    t.equal(statSync(path).mode & 0o777, 0o600)
    t.strictSame(readSecretFile(path)!.expose(), secret.expose())
    t.throws(() => createSecretFile(path), SecretFileError)
    t.strictSame(readSecretFile(path)!.expose(), secret.expose(), 'never overwritten')
  })

  t.test(
    'is refused when others may read it, of another length, or reached by a link',
    async (t) => {
      chmodSync(path, 0o640)
      t.throws(() => readSecretFile(path), SecretFileError)
      chmodSync(path, 0o600)
      const short = `${path}.short`
      writeFileSync(short, 'short', { mode: 0o600 })
      t.throws(() => readSecretFile(short), SecretFileError)
      symlinkSync(path, `${path}.link`)
      t.throws(() => readSecretFile(`${path}.link`), SecretFileError)
    },
  )

  t.test('is gone when it is destroyed', async (t) => {
    t.ok(destroySecretFile(path))
    t.equal(readSecretFile(path), undefined)
    t.notOk(destroySecretFile(path))
  })
})

t.test('the key ring', async (t) => {
  const { db, open, superuserUrl } = await freshDatabase(t)
  const folder = folderOf(t)
  const events: KeyEvent[] = []
  const ensure = (day: string) =>
    ensureKeys(db, folder, at(day), async (_, event) => void events.push(event))

  t.test('begins with an epoch of twelve months and the year of the log', async (t) => {
    t.equal(await ensure('2026-08-10'), 2)
    t.equal(await ensure('2026-08-10'), 0, 'what exists is not made again')
    const ring = await loadKeyRing(db, folder)
    t.match(ring.epochOn('2026-08-01' as Day), { startsOn: '2026-08-01', endsOn: '2027-07-31' })
    t.equal(ring.epochOn('2027-07-31' as Day)?.number, 1)
    t.equal(ring.epochOn('2027-08-01' as Day), undefined)
    t.strictSame(ring.logSubjectYears(), [2026])
  })

  t.test(
    'gets the next epoch six months earlier, which is written beside the running one',
    async (t) => {
      t.equal(await ensure('2027-01-31'), 1, 'the year only')
      t.equal(await ensure('2027-02-01'), 1)
      const ring = await loadKeyRing(db, folder)
      t.equal(ring.overlapOn('2027-01-31' as Day), undefined)
      t.match(ring.overlapOn('2027-02-01' as Day), { number: 2, startsOn: '2027-08-01' })
      t.equal(ring.epochOn('2027-07-31' as Day)?.number, 1)
      t.equal(ring.epochOn('2027-08-01' as Day)?.number, 2)
      t.equal(ring.overlapOn('2027-08-01' as Day), undefined)
    },
  )

  t.test('catches up when a hub slept for years', async (t) => {
    await ensure('2030-12-05')
    const ring = await loadKeyRing(db, folder)
    t.ok(ring.epochOn('2030-12-05' as Day))
    t.strictSame(ring.logSubjectYears(), [2026, 2027, 2030, 2031], 'in December the next year too')
  })

  t.test('derives unrelated keys for each epoch, purpose and municipality', async (t) => {
    const ring = await loadKeyRing(db, folder)
    const digests = [
      ring.key(1, 'match', '0034'),
      ring.key(1, 'match', '0175'),
      ring.key(1, 'other', '0034'),
      ring.key(2, 'match', '0034'),
      ring.logSubjectKey(2026, '0034'),
      ring.logSubjectKey(2027, '0034'),
    ].map((key) => key.digest('x').toString('hex'))
    t.equal(new Set(digests).size, digests.length)
    const again = await loadKeyRing(db, folder)
    t.equal(again.key(1, 'match', '0034').digest('x').toString('hex'), digests[0])
    t.throws(() => ring.key(99, 'match', '0034'), RangeError)
  })

  t.test('refuses a file that is missing or holds another secret', async (t) => {
    const path = epochFile(folder, 1)
    const secret = readFileSync(path)
    writeFileSync(path, Buffer.alloc(32, 1))
    await t.rejects(loadKeyRing(db, folder), SecretFileError)
    rmSync(path)
    await t.rejects(loadKeyRing(db, folder), SecretFileError)
    writeFileSync(path, secret, { mode: 0o600 })
    await loadKeyRing(db, folder)
  })

  t.test('takes up a file that a crash left without a row', async (t) => {
    const path = epochFile(folder, 7)
    const orphan = createSecretFile(path).expose()
    await ensure('2032-02-01')
    t.strictSame(readFileSync(path), orphan)
    await loadKeyRing(db, folder)
  })

  t.test('ends an epoch when the look-back no longer reaches it, with two names', async (t) => {
    const log = async (_: unknown, event: KeyEvent) => void events.push(event)
    await t.rejects(endEpoch(db, folder, 1, TWO, at('2028-01-31'), log), KeyInUseError)
    await t.rejects(endEpoch(db, folder, 99, TWO, at('2040-01-01'), log), KeyInUseError)
    t.ok(await endEpoch(db, folder, 1, TWO, at('2028-02-01'), log))
    t.notOk(await endEpoch(db, folder, 1, TWO, at('2028-02-01'), log), 'once')
    t.equal(readSecretFile(epochFile(folder, 1)), undefined)
    const ring = await loadKeyRing(db, folder)
    t.notOk(ring.holds(1))
    t.equal(ring.epochOn('2026-08-01' as Day), undefined)
    t.throws(() => ring.key(1, 'match', '0034'), RangeError)
    await t.rejects(endEpoch(db, folder, 2, ['one', 'one'], at('2040-01-01'), log))
    t.ok(readSecretFile(epochFile(folder, 2)), 'one person alone destroys nothing')
  })

  t.test("ends a year's key when nothing of that year's log is left", async (t) => {
    const log = async (_: unknown, event: KeyEvent) => void events.push(event)
    const scope = { role: 'vroegsignaal_edge' } as const
    const clock = { now: () => at('2026-12-31'), stepped: true }
    await inTransaction(db, 'test.log', scope, (tx) => recordAccess(tx, { clock }, [accessEntry()]))
    await t.rejects(endLogSubjectYear(db, folder, 2026, TWO, at('2032-01-01'), log), KeyInUseError)
    await endDueKeys(db, folder, at('2032-01-01'), async () => undefined)
    t.ok(readSecretFile(logSubjectFile(folder, 2026)), 'nor by itself')
    await inTransaction(open(superuserUrl), 'test.forget', { role: 'login' }, (tx) =>
      bulk(tx, 'DELETE FROM log_entry'),
    )
    await t.rejects(endLogSubjectYear(db, folder, 2026, TWO, at('2026-12-31'), log), KeyInUseError)
    t.ok(await endLogSubjectYear(db, folder, 2026, TWO, at('2032-01-01'), log))
    t.equal(readSecretFile(logSubjectFile(folder, 2026)), undefined)
  })

  t.test('every creation and end was told to the log', async (t) => {
    t.match(events.slice(0, 2), [
      { event: 'CREATED', family: 'epoch', number: 1 },
      { event: 'CREATED', family: 'log-subjects', number: 2026 },
    ])
    t.match(
      events.filter(({ event }) => event === 'DESTROYED'),
      [
        { family: 'epoch', number: 1, attestedBy: TWO },
        { family: 'log-subjects', number: 2026 },
      ],
    )
  })

  t.test('destroys by itself what nothing is kept under any more, once', async (t) => {
    const ended: KeyEvent[] = []
    const end = () =>
      endDueKeys(db, folder, at('2040-01-01'), async (_, event) => void ended.push(event))
    await ensure('2039-02-01')
    t.ok((await end()) > 0)
    t.ok(ended.some(({ family, number }) => family === 'log-subjects' && number === 2039))
    t.equal(readSecretFile(logSubjectFile(folder, 2039)), undefined)
    t.equal(await end(), 0)
    await loadKeyRing(db, folder)
  })
})

t.test('many processes that start at once make one set of keys', async (t) => {
  const { db } = await freshDatabase(t)
  const folder = folderOf(t)
  const made = await Promise.all(
    Array.from({ length: 6 }, () =>
      ensureKeys(db, folder, at('2026-08-10'), async () => undefined),
    ),
  )
  t.equal(
    made.reduce((sum, count) => sum + count),
    2,
  )
  await loadKeyRing(db, folder)
})
