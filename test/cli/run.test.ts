import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import t from 'tap'
import { runCommand } from '../../src/cli/run.js'
import { MigrationError } from '../../src/db/migrate.js'
import { DatabaseUnavailable } from '../../src/db/unavailable.js'
import { SecretFileError } from '../../src/identity/index.js'
import { packageVersion } from '../../src/package-root.js'
import { runCommand as runProcess } from '../helpers/command.js'

/** What a command that ends like that says on standard error. */
async function told(error: () => unknown, language: 'en' | 'nl' = 'en'): Promise<string> {
  const notes: string[] = []
  const output = { line: () => undefined, note: (text = '') => void notes.push(text) }
  const work = async () => {
    throw error()
  }
  await runCommand(work, false, output, language)
  t.equal(process.exitCode, 1)
  process.exitCode = undefined
  return notes.join('\n')
}

/** What the system says to `body`. */
function refusal(body: () => unknown): () => unknown {
  return () => {
    try {
      return body()
    } catch (error) {
      return error
    }
  }
}

t.test('a file or folder that the system refuses is named, with the reason', async (t) => {
  const folder = t.testdir({ file: '' })
  const file = join(folder, 'file')
  const cases = [
    [() => readFileSync(join(folder, 'none')), 'none: it does not exist. [file.ENOENT]'],
    [() => readdirSync(file), 'file: it is no folder, or lies below'],
    [() => mkdirSync(file), 'file: it exists already. [file.EEXIST]'],
    [() => writeFileSync(join(file, 'x'), ''), 'x: it is no folder'],
  ] as const
  for (const [body, wanted] of cases) t.match(await told(refusal(body)), wanted)
  t.match(await told(refusal(cases[0][0]), 'nl'), 'none: bestaat niet.')
})

t.test('failures that are stated are shown as they are', async (t) => {
  t.match(await told(() => new MigrationError('It lacks one.')), 'It lacks one. [migration]')
  t.match(await told(() => new SecretFileError('It is open.')), 'It is open. [secret]')
  const url = 'postgres://user:kanarie@db.example/hub'
  const states = {
    '08006': 'cannot be reached',
    '28P01': 'refuses this user or password',
    '3D000': 'holds no database',
    '53300': 'takes no connections now (53300)',
  }
  for (const [state, wanted] of Object.entries(states)) {
    const text = await told(() => new DatabaseUnavailable(url, state))
    t.match(text, `The database at db.example port 5432 ${wanted}`)
    t.match(text, `[database.${state}]`)
    t.notMatch(text, 'kanarie')
  }
})

t.test('what nobody stated is only named', async (t) => {
  const text = await told(() => Object.assign(new Error('kanarie'), { code: 'E_ODD' }))
  t.equal(text, 'vroegsignaal: Something went wrong inside the command. [internal.E_ODD]')
})

t.test('the program says its version', async (t) => {
  t.match(await runProcess(['--version']), { code: 0, stdout: `${packageVersion()}\n` })
  t.match(packageVersion(), /^\d+\.\d+\.\d+/)
})
