import { readFileSync } from 'node:fs'
import type { ChildProcess } from 'node:child_process'
import { once } from 'node:events'

/** How a command ended, and the most memory that it ever had (Linux: VmHWM), in megabytes. */
export interface Peak {
  readonly code: number | null
  readonly said: string
  readonly megabytes: number
}

/** Waits for a command and watches its memory meanwhile. */
export async function peakOf(child: ChildProcess): Promise<Peak> {
  let said = ''
  let kilobytes = 0
  const look = () => {
    try {
      const status = readFileSync(`/proc/${child.pid}/status`, 'utf8')
      kilobytes = Math.max(kilobytes, Number(/VmHWM:\s+(\d+)/.exec(status)?.[1] ?? 0))
    } catch {
      // It has ended; the last look counts.
    }
  }
  const timer = setInterval(look, 20)
  child.stdout!.on('data', (text: Buffer) => (said += text.toString()))
  child.stderr!.on('data', (text: Buffer) => (said += text.toString()))
  const [code] = (await once(child, 'close')) as [number | null]
  clearInterval(timer)
  return { code, said, megabytes: kilobytes / 1024 }
}
