import {
  bodyOf,
  recordsOf,
  type CaseRecord,
  type CaseSystem,
  type Pulled,
} from '../../client/case-system/index.js'
import type { CaseJournal } from './journal.js'

/** What was done with the cases that there are. */
export interface HandOverReport {
  readonly records: readonly CaseRecord[]
  readonly made: number
  readonly changed: number
  readonly unchanged: number
  /** Changes that the settings say the case system does not take; ids of the cases. */
  readonly notTaken: readonly string[]
  readonly refused: readonly { readonly id: string; readonly status: number }[]
}

/**
 * Brings every case to the case system: once, and again only when something about it changed. What
 * each is about to get is in the journal before it leaves.
 *
 * @throws {CaseSystemError} When the case system does not answer; what was done until then is kept.
 */
export async function handOver(
  pulled: Pulled,
  system: CaseSystem,
  journal: CaseJournal,
): Promise<HandOverReport> {
  const records = recordsOf(pulled)
  const counts = { made: 0, changed: 0, unchanged: 0 }
  const notTaken: string[] = []
  const refused: { id: string; status: number }[] = []
  const bring = async (record: CaseRecord) => {
    const body = bodyOf(record, system.settings)
    const { id } = record
    if (journal.isSame(id, body)) return void (counts.unchanged += 1)
    const known = journal.known(id)
    if (known?.reference !== undefined && system.settings.change === 'NONE') {
      return void notTaken.push(id)
    }
    if (known === undefined) await journal.sending(id)
    const done = await system.handOver(id, body, known)
    if (done.outcome === 'REFUSED') return void refused.push({ id, status: done.status })
    await journal.stands(id, done.reference, body)
    counts[done.outcome === 'MADE' ? 'made' : 'changed'] += 1
  }
  await inParallel(records, system.settings.parallel, bring)
  return { records, ...counts, notTaken, refused }
}

/** Some at a time; the first failure stops the rest, after those that are under way. */
async function inParallel<One>(
  all: readonly One[],
  most: number,
  work: (one: One) => Promise<void>,
): Promise<void> {
  const queue = all.values()
  let hasFailed = false
  const worker = async () => {
    for (const one of queue) {
      if (hasFailed) return
      try {
        await work(one)
      } catch (error) {
        hasFailed = true
        throw error
      }
    }
  }
  const ended = await Promise.allSettled(Array.from({ length: most }, worker))
  const failed = ended.find((one) => one.status === 'rejected')
  if (failed !== undefined) throw failed.reason
}
