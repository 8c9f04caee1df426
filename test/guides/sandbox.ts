import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { chmodSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { freePort } from '../../src/demo/free-port.js'
import { packageRoot } from '../../src/package-root.js'
import type { Owner } from '../helpers/cluster.js'

/** How a shell ended that was given what a guide prints. */
export interface Ran {
  readonly code: number | null
  readonly output: string
}

/** A desk at which a reader does what the guides say. */
export interface Desk {
  /** Where the reader sits, as in a checkout. */
  readonly folder: string
  /** Runs commands in a folder below. */
  run(commands: string, below?: string): Promise<Ran>
}

/** The blocks of commands that a guide prints, in order. */
export function blocksOf(guide: string, language = 'sh'): readonly string[] {
  const text = readFileSync(join(packageRoot(), 'openapi', 'guides', guide), 'utf8')
  return [...text.matchAll(new RegExp(`\`\`\`${language}\\n([^]*?)\`\`\``, 'g'))].map(
    ([, block]) => block!,
  )
}

/** Each command of a block: a document for standard input belongs to the command before it. */
export function commandsOf(block: string): readonly string[] {
  const commands: string[] = []
  let until: string | undefined
  for (const line of block.trimEnd().split('\n')) {
    if (until === undefined) commands.push(line)
    else commands.push(`${commands.pop()!}\n${line}`)
    if (line === until) until = undefined
    else until ??= /<<'?([A-Z]+)'?$/.exec(line)?.[1]
  }
  return commands
}

/**
 * Sets a desk up. What is printed is run as it is; only `npm ci` was done before, `npx` finds the
 * program in this checkout, and curl finds the printed ports elsewhere, because others may use them.
 */
export async function setUpDesk(t: Owner): Promise<Desk> {
  const folder = mkdtempSync(join(tmpdir(), 'vroegsignaal-desk-'))
  // The database of a hub that root starts is another user's, who must get to it.
  chmodSync(folder, 0o711)
  const root = packageRoot()
  const loader = join(root, 'node_modules/tsx/dist/loader.mjs')
  const program = `${process.execPath} --import ${loader} ${join(root, 'src/cli/main.ts')}`
  const write = (name: string, text: string) =>
    writeFileSync(join(folder, name), text, { mode: 0o755 })
  write('npm', '#!/bin/sh\n[ "$*" = ci ]\n')
  write('npx', `#!/bin/sh\nshift\nexec ${program} "$@"\n`)
  const [data, reader, metrics] = [await freePort(), await freePort(), await freePort()]
  const elsewhere = [
    [8443, data],
    [8080, reader],
  ].map(([printed, real]) => `connect-to = "localhost:${printed}:localhost:${real}"\n`)
  write('.curlrc', elsewhere.join(''))
  const environment = {
    PATH: `${folder}:${process.env['PATH']}`,
    HOME: folder,
    CURL_HOME: folder,
    VS_DATA_PORT: String(data),
    VS_PUBLIC_PORT: String(reader),
    VS_METRICS_PORT: String(metrics),
  }
  const run = async (commands: string, below = '.'): Promise<Ran> => {
    const shell = spawn('sh', ['-ec', commands], { cwd: join(folder, below), env: environment })
    let output = ''
    for (const stream of [shell.stdout, shell.stderr]) {
      stream.on('data', (piece: Buffer) => (output += piece.toString()))
    }
    const [code] = (await once(shell, 'close')) as [number | null]
    return { code, output }
  }
  t.teardown(async () => {
    await run('npx vroegsignaal sandbox stop my-sandbox')
    rmSync(folder, { recursive: true, force: true })
  })
  return { folder, run }
}
