import { cpSync, mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { readPartyFolder } from '../client/index.js'
import { runCases, type CaseResult } from './case.js'
import { populateMonth, populateToday } from './population.js'
import { CREDITOR_SOFTWARE, creditorScript } from './simulated/creditor.js'
import { MUNICIPAL_SOFTWARE, municipalityScript } from './simulated/municipality.js'
import { openFront } from './simulated/open.js'
import { openThrowAway } from './throw-away.js'

/** A hub that is played for somebody's software. */
export interface Simulation {
  /** Address of the data listener for the software under test. */
  readonly url: string
  readonly publicUrl: string
  /** The folders that it works with, each with a word on what it is. */
  readonly folders: Readonly<Record<string, string>>
  /** The closed month that there is to pull. */
  readonly month: string
  /** Value of `hub` in signed bodies. */
  readonly hub: string
  /** What was seen so far. */
  judge(): Promise<readonly CaseResult[]>
  close(): Promise<void>
}

/**
 * Plays a hub for the software of a creditor or a municipality: a real hub, behind a front that loses
 * answers, is busy and tampers, and watches what the software makes of it.
 *
 * @param target Where the folders of the party are written; must be empty.
 * @param port Of this machine; 0 for a free one.
 * @param opened Told how to close, for whoever interrupts it before it stands.
 */
export async function simulateFor(
  role: 'creditor' | 'municipality',
  target: string,
  port: number,
  say: (text: string) => void,
  opened?: (close: () => Promise<void>) => void,
): Promise<Simulation> {
  const away = await openThrowAway(say, opened)
  try {
    say('a month of invented arrears is delivered, matched and closed')
    await populateMonth(away)
    await populateToday(away)
    const inside = await foldersOf(away, role)
    const script = role === 'creditor' ? creditorScript : municipalityScript
    const front = await openFront(away, Object.values(inside), script, port)
    mkdirSync(target, { recursive: true, mode: 0o700 })
    const folders = Object.fromEntries(
      Object.entries(inside).map(([name, folder]) => {
        cpSync(folder, join(target, name), { recursive: true })
        return [name, join(target, name)]
      }),
    )
    const cases = role === 'creditor' ? CREDITOR_SOFTWARE : MUNICIPAL_SOFTWARE
    return {
      url: front.url,
      publicUrl: away.setting.serving.publicUrl,
      folders,
      month: away.month,
      hub: readPartyFolder(Object.values(inside)[0]!).identity.hub,
      judge: () => runCases([cases], front.exchanges),
      async close() {
        await front.close()
        await away.close()
      },
    }
  } catch (error) {
    await away.close()
    throw error
  }
}

async function foldersOf(
  { parties, enrolAgain }: Awaited<ReturnType<typeof openThrowAway>>,
  role: 'creditor' | 'municipality',
): Promise<Readonly<Record<string, string>>> {
  if (role === 'municipality') {
    return { municipality: parties.municipality, colleague: parties.colleague }
  }
  return { creditor: parties.creditor, 'creditor-next': await enrolAgain('creditor', 'next') }
}
