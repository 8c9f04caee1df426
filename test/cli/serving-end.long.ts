import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { pathToFileURL } from 'node:url'
import { join } from 'node:path'
import t from 'tap'
import { packageRoot } from '../../src/package-root.js'

const MODULE = pathToFileURL(join(packageRoot(), 'src', 'cli', 'serving-end.ts')).href

/** Runs `script` in a process of its own, beside a hub that never closes by itself. */
async function ended(script: string) {
  const whole = `const { endOf } = await import(${JSON.stringify(MODULE)})
    const serving = { databaseEnded: new Promise(() => undefined) }
    setInterval(() => undefined, 1000)
    ${script}
    const failure = await endOf(serving)
    console.log(failure === undefined ? 'told' : failure.code + ' ' + failure.message)
    process.exit(0)`
  const args = ['--import', 'tsx', '--input-type=module', '-e', whole]
  const child = spawn(process.execPath, args, { cwd: packageRoot() })
  let said = ''
  for (const stream of [child.stdout, child.stderr]) {
    stream.on('data', (part: Buffer) => (said += part.toString()))
  }
  await once(child, 'close')
  return said
}

t.test('an error that nothing catches ends a hub, and only its name is told', async (t) => {
  const thrown = `setImmediate(() => { throw new RangeError('kanarie') })`
  t.match(await ended(thrown), /^internal\.RangeError Something went wrong/)
  const driver = `setImmediate(() => {
      const error = new TypeError('kanarie')
      error.stack = 'TypeError: kanarie at /hub/node_modules/postgres/src/connection.js:255:22'
      throw error
    })`
  const lost = await ended(driver)
  t.match(lost, /^database\.lost A connection with the database broke/)
  t.notMatch(lost, 'kanarie')
  const rejected = `setImmediate(() => void Promise.reject(new SyntaxError('kanarie')))`
  t.match(await ended(rejected), /^internal\.SyntaxError/)
})

t.test('a hub that is told to stop has no failure', async (t) => {
  t.equal(await ended(`setTimeout(() => process.kill(process.pid, 'SIGTERM'), 50)`), 'told\n')
})
