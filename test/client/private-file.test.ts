import {
  chmodSync,
  lstatSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { join } from 'node:path'
import t from 'tap'
import { writePrivate } from '../../src/client/index.js'

const modeOf = (path: string) => statSync(path).mode & 0o777

t.test('a file with people in it is for its owner only', async (t) => {
  const folder = t.testdir({ open: 'of last month', elsewhere: 'kept' })
  await t.test('whatever stood there before', async (t) => {
    const file = join(folder, 'open')
    chmodSync(file, 0o666)
    writePrivate(file, 'geheim')
    t.equal(readFileSync(file, 'utf8'), 'geheim')
    t.equal(modeOf(file), 0o600)
  })

  await t.test('and never lands where a link points', async (t) => {
    const link = join(folder, 'link')
    symlinkSync(join(folder, 'elsewhere'), link)
    writePrivate(link, Buffer.from('geheim'))
    t.notOk(lstatSync(link).isSymbolicLink())
    t.equal(readFileSync(join(folder, 'elsewhere'), 'utf8'), 'kept')
  })

  await t.test('leaves nothing half-written, and goes to a device as it is', async (t) => {
    writePrivate('/dev/null', 'geheim')
    t.notOk(lstatSync('/dev/null').isFile())
    mkdirSync(join(folder, 'folder'))
    t.throws(() => writePrivate(join(folder, 'folder'), 'geheim'), { code: 'EISDIR' })
    t.throws(() => writePrivate(join(folder, 'none', 'x'), 'geheim'), { code: 'ENOENT' })
    writeFileSync(join(folder, 'other'), '')
    t.notMatch(readdirSync(folder).join(' '), /\.new/)
  })
})
