import { execFileSync, spawnSync } from 'node:child_process'
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import t from 'tap'
import { exportLog, recordAccess, sequencePending } from '../../src/access-log/index.js'
import { inTransaction } from '../../src/db/transaction.js'
import { freshDatabase } from '../helpers/database.js'
import { accessEntry, logContext, scratchFolder } from '../helpers/log.js'

// Packages golang-go and golang-golang-x-mod-dev of Debian.
const SOURCES = '/usr/share/gocode'
const hasGo =
  spawnSync('go', ['version']).status === 0 &&
  existsSync(`${SOURCES}/src/golang.org/x/mod/sumdb/tlog/tile.go`)
const options = hasGo ? { timeout: 600_000 } : { skip: 'no Go with golang.org/x/mod here' }

t.test('the code of the Go checksum database comes to the same', options, async (t) => {
  const { db } = await freshDatabase(t)
  const context = logContext(t, db)
  await inTransaction(db, 'test.record', { role: 'vroegsignaal_intake' }, (tx) =>
    recordAccess(
      tx,
      context,
      Array.from({ length: 600 }, () => accessEntry()),
    ),
  )
  await sequencePending(context)
  const folder = join(scratchFolder(t), 'export')
  await exportLog(context, folder)
  const cache = scratchFolder(t)
  const program = join(cache, 'check')
  const env = { ...process.env, GO111MODULE: 'off', GOPATH: SOURCES, GOCACHE: join(cache, 'go') }
  const source = join(import.meta.dirname, 'go', 'check.go')
  execFileSync('go', ['build', '-o', program, source], { env })
  const check = (...more: string[]) => spawnSync(program, [folder, ...more], { encoding: 'utf8' })

  t.match(check(), { status: 0, stdout: /600 entries, every one in the signed tree/ })

  const spoil = (name: string, at: number) => {
    const path = join(folder, name)
    const sound = readFileSync(path)
    const bytes = Buffer.from(sound)
    bytes[at]! ^= 1
    writeFileSync(path, bytes)
    return () => writeFileSync(path, sound)
  }
  for (const [name, at] of [
    ['tile/0/001', 77],
    ['tile/1/000.p/2', 3],
    ['tile/entries/002.p/88', 40],
    ['checkpoint', 30],
  ] as const) {
    const mend = spoil(name, at)
    t.not(check().status, 0, `${name} was edited`)
    mend()
  }
  t.equal(check().status, 0)
})
