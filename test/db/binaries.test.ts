import { spawnSync } from 'node:child_process'
import {
  chmodSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import t, { type Test } from 'tap'
import {
  assertOwn,
  binariesIn,
  copyBinaries,
  isComplete,
  packagedBinaries,
} from '../../src/db/binaries.js'
import { canReach, serverUser } from '../../src/db/server-user.js'

const isRoot = process.getuid?.() === 0

t.test('copyBinaries', async (t) => {
  t.test('makes the links that an install without scripts leaves out', async (t) => {
    const folder = folderFor(t)
    const bare = { ...packagedBinaries(), native: join(folder, 'native') }
    const copy = spawnSync('cp', ['-R', packagedBinaries().native, bare.native])
    t.equal(copy.status, 0)
    for (const name of readdirSync(join(bare.native, 'lib'))) {
      const file = join(bare.native, 'lib', name)
      if (lstatSync(file).isSymbolicLink()) rmSync(file)
    }
    t.equal(isComplete(bare.native), false)
    const made = copyBinaries(bare, join(folder, 'cache'))
    const run = spawnSync(binariesIn(made).postgres, ['--version'], { env: {}, encoding: 'utf8' })
    t.match(run.stdout, /^postgres \(PostgreSQL\)/)
    t.equal(copyBinaries(bare, join(folder, 'cache')), made)
  })

  t.test('refuses a folder that others may have prepared', async (t) => {
    const folder = folderFor(t)
    const [open, link] = [join(folder, 'open'), join(folder, 'link')]
    mkdirSync(open)
    chmodSync(open, 0o777)
    symlinkSync(folder, link)
    for (const bad of [open, link]) {
      t.throws(() => assertOwn(bad), /only this user may write to/)
      t.throws(() => copyBinaries(packagedBinaries(), bad), /only this user may write to/)
    }
    if (isRoot) {
      const theirs = join(folder, 'theirs')
      spawnSync('install', ['-d', '-o', '65534', theirs])
      t.throws(() => copyBinaries(packagedBinaries(), theirs), /only this user may write to/)
    }
  })
})

t.test('serverUser', async (t) => {
  const folder = folderFor(t)
  const passwd = (...lines: string[]) => {
    const file = join(folder, 'passwd')
    writeFileSync(file, lines.join('\n'))
    return file
  }
  const root = 'root:x:0:0:root:/root:/bin/sh'
  const [nobody, daemon] = ['nobody:x:65534:65534::/:/bin/false', 'daemon:x:1:1::/:/bin/false']
  if (!isRoot) {
    t.equal(serverUser(passwd(root, nobody)), undefined, 'an ordinary user runs the server itself')
    return
  }
  t.strictSame(serverUser(passwd(root, daemon, nobody, 'postgres:x:70:71::/:/bin/sh')), {
    name: 'postgres',
    uid: 70,
    gid: 71,
  })
  t.match(serverUser(passwd(root, daemon, nobody)), { name: 'nobody' })
  t.match(serverUser(passwd('', '# comment', root, 'someone:x:1000:1000::/:/bin/sh')), {
    name: 'someone',
  })
  t.throws(() => serverUser(passwd(root, 'toor:x:0:0::/:/bin/sh')), /no other user/)
})

t.test('canReach: every folder above must let the user through', async (t) => {
  const folder = folderFor(t)
  const user = { name: 'other', uid: 54_321, gid: 54_322 }
  const inner = join(folder, 'a', 'b')
  mkdirSync(inner, { recursive: true, mode: 0o755 })
  t.equal(canReach(user, inner), true)
  t.equal(canReach(user, join(inner, 'not', 'there', 'yet')), true)
  chmodSync(join(folder, 'a'), 0o750)
  t.equal(canReach(user, inner), false)
  const owner = lstatSync(inner)
  t.equal(canReach({ name: 'self', uid: owner.uid, gid: owner.gid }, inner), true)
  symlinkSync(folder, join(folder, 'link'))
  t.equal(canReach(user, join(folder, 'link')), false)
})

function folderFor(t: Test): string {
  const folder = mkdtempSync(join(tmpdir(), 'vroegsignaal-binaries-'))
  chmodSync(folder, 0o755)
  t.teardown(() => rmSync(folder, { recursive: true, force: true }))
  return folder
}
