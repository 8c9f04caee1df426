import { once } from 'node:events'
import { chmodSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import t from 'tap'
import { runCommand, startCommand } from '../helpers/command.js'

t.test('a demonstration that is stopped leaves neither a server nor a folder', async (t) => {
  const folder = mkdtempSync(join(tmpdir(), 'vroegsignaal-stopped-'))
  chmodSync(folder, 0o711)
  t.teardown(() => rmSync(folder, { recursive: true, force: true }))
  const child = startCommand(['demo'], { TMPDIR: folder })
  let notes = ''
  await new Promise<void>((resolve, reject) => {
    child.stderr!.setEncoding('utf8').on('data', (text: string) => {
      notes += text
      if (notes.includes('registering')) resolve()
    })
    child.once('exit', (code) => reject(new Error(`ended with ${code}: ${notes}`)))
  })
  t.ok(serversOf(folder).length > 0, 'its PostgreSQL runs')
  child.kill('SIGINT')
  const [code] = (await once(child, 'exit')) as [number | null]
  t.equal(code, 130)
  t.strictSame(serversOf(folder), [])
  t.strictSame(
    readdirSync(folder).filter((name) => name.startsWith('vroegsignaal')),
    [],
  )
})

/** Programs whose command names a folder. */
function serversOf(folder: string): string[] {
  return readdirSync('/proc').filter((pid) => {
    if (!/^\d+$/.test(pid)) return false
    try {
      const command = readFileSync(`/proc/${pid}/cmdline`, 'utf8')
      return command.includes('postgres') && command.includes(folder)
    } catch {
      return false
    }
  })
}

t.test('a file in the place of the folder to keep things in is refused by name', async (t) => {
  const folder = t.testdir({ file: '' })
  const file = join(folder, 'file')
  const { code, stderr } = await runCommand(['demo', '--keep', file])
  t.equal(code, 2)
  t.equal(stderr, `vroegsignaal: --keep needs a new or empty folder: ${file} [option.keep]\n`)
})
