import { spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'

const ROOT = fileURLToPath(new URL('../..', import.meta.url))

/** How a command ended. */
export interface Ended {
  readonly code: number | null
  readonly stdout: string
  readonly stderr: string
}

/** Starts `vroegsignaal` as a person at a keyboard would, from the sources. */
export function startCommand(
  args: readonly string[],
  environment: Readonly<Record<string, string>> = {},
): ChildProcess {
  return spawn(process.execPath, ['--import', 'tsx', 'src/cli/main.ts', ...args], {
    cwd: ROOT,
    env: { PATH: process.env['PATH'], HOME: process.env['HOME'], ...environment },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
}

/** Runs `vroegsignaal` to its end. */
export async function runCommand(
  args: readonly string[],
  environment: Readonly<Record<string, string>> = {},
): Promise<Ended> {
  const child = startCommand(args, environment)
  const texts = { stdout: '', stderr: '' }
  for (const name of ['stdout', 'stderr'] as const) {
    child[name]!.setEncoding('utf8').on('data', (text: string) => (texts[name] += text))
  }
  const [code] = (await once(child, 'close')) as [number | null]
  return { code, ...texts }
}

/** The JSON object that a command printed as its last line. */
// eslint-disable-next-line @typescript-eslint/no-explicit-any -- JSON as it came
export function lastLine({ stdout }: Ended): any {
  return JSON.parse(stdout.trim().split('\n').at(-1) ?? '')
}
