import { execFile } from 'node:child_process'
import { existsSync, readdirSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { packageRoot } from '../../src/package-root.js'

const ROOT = packageRoot()
let bundled: Promise<unknown> | undefined

/** Puts the scripts of the pages together, when the sources are newer than what is there. */
export async function bundleScripts(): Promise<void> {
  bundled ??= isOld()
    ? promisify(execFile)('npm', ['run', '--silent', 'bundle'], { cwd: ROOT })
    : Promise.resolve()
  await bundled
}

function isOld(): boolean {
  const made = join(ROOT, '.build', 'browser', 'deliver.js')
  if (!existsSync(made)) return true
  const { mtimeMs } = statSync(made)
  const sources = readdirSync(join(ROOT, 'src'), { recursive: true, encoding: 'utf8' })
  return [...sources.map((name) => join(ROOT, 'src', name)), join(ROOT, 'package.json')].some(
    (path) => statSync(path).mtimeMs > mtimeMs,
  )
}
