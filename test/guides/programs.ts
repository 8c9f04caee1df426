import { spawnSync } from 'node:child_process'
import { copyFileSync, mkdirSync, readdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { packageRoot } from '../../src/package-root.js'
import { installPackage } from './package-layout.js'

/** Where the programs stand that the guides show. */
export const SNIPPETS = join(packageRoot(), 'openapi', 'guides', 'snippets')

/** A program of a guide, and what has to be there to run it. */
export interface Program {
  readonly guide: string
  readonly language: string
  readonly file: string
  /**
   * Puts the program on the desk, with the tool that runs it.
   *
   * @returns Why it cannot be run here; `false` when it can.
   */
  readonly check: (desk: string) => string | false
}

/** The programs of all guides. */
export const PROGRAMS: readonly Program[] = [
  { guide: 'typescript.md', language: 'ts', file: 'deliver.ts', check: prepareTypeScript },
  { guide: 'python.md', language: 'python', file: 'deliver.py', check: preparePython },
  { guide: 'java.md', language: 'java', file: 'Deliver.java', check: prepareJava },
  { guide: 'csharp.md', language: 'csharp', file: 'Deliver.cs', check: prepareCSharp },
]

/** As in a project of somebody else that installed the package: types first, then the run. */
function prepareTypeScript(desk: string): false {
  installPackage(desk)
  put(desk, 'deliver.ts')
  writeFileSync(join(desk, 'package.json'), '{"type":"module"}\n')
  const options = ['--noEmit', '--strict', '--module', 'nodenext', '--target', 'es2023']
  const types = spawnSync(
    join(packageRoot(), 'node_modules/.bin/tsc'),
    [...options, '--types', 'node', 'deliver.ts'],
    { cwd: desk, encoding: 'utf8' },
  )
  if (types.status !== 0) throw new Error(types.stdout)
  // On the desk npx is a stand-in that knows our own program; this adds the one that runs TypeScript.
  const tsx = join(packageRoot(), 'node_modules/.bin/tsx')
  const own = join(desk, 'npx-vroegsignaal')
  copyFileSync(join(desk, 'npx'), own)
  writeFileSync(
    join(desk, 'npx'),
    `#!/bin/sh\ncase "$1" in tsx) shift; exec ${tsx} "$@";; *) exec ${own} "$@";; esac\n`,
  )
  return false
}

function preparePython(desk: string): string | false {
  put(desk, 'deliver.py')
  const able = ['python3', '/usr/bin/python3'].find((name) =>
    works(name, ['-c', 'import requests, jwcrypto']),
  )
  if (able === undefined) {
    const compiles = works('python3', ['-m', 'py_compile', join(desk, 'deliver.py')])
    rmSync(join(desk, '__pycache__'), { recursive: true, force: true })
    if (compiles) return 'SKIPPED: only compiled; install requests and jwcrypto to run it'
    return 'SKIPPED: no Python 3'
  }
  writeFileSync(join(desk, 'python3'), `#!/bin/sh\nexec ${whereIs(able)} "$@"\n`, { mode: 0o755 })
  return false
}

function prepareJava(desk: string): string | false {
  put(desk, 'Deliver.java')
  return works('java', ['--version']) ? false : 'SKIPPED: no Java; install a JDK of 17 or newer'
}

function prepareCSharp(desk: string): string | false {
  if (!works('dotnet', ['--version'])) return 'SKIPPED: no .NET; install its SDK, 8 or newer'
  const project = join(desk, 'csharp')
  mkdirSync(project)
  const made = spawnSync('dotnet', ['new', 'console', '--output', project])
  if (made.status !== 0) return 'SKIPPED: dotnet makes no project here'
  copyFileSync(join(SNIPPETS, 'Deliver.cs'), join(project, 'Program.cs'))
  for (const name of readdirSync(project)) symlinkSync(join(project, name), join(desk, name))
  return false
}

function put(desk: string, file: string): void {
  copyFileSync(join(SNIPPETS, file), join(desk, file))
}

function works(command: string, args: readonly string[]): boolean {
  return spawnSync(command, args, { stdio: 'ignore' }).status === 0
}

/** Where a command is, so that a stand-in of the same name does not call itself. */
function whereIs(command: string): string {
  const { stdout } = spawnSync('sh', ['-c', `command -v ${command}`], { encoding: 'utf8' })
  return stdout.trim()
}
