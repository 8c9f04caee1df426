import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { exportLog, sequencePending, type LogContext } from '../../src/access-log/index.js'
import { eventOf } from '../../src/access-log/catalogue.js'
import type { Verification } from '../../src/access-log/verification.js'
import { verifyLog } from '../../src/access-log/verify.js'

/** What the oracle needs of a test. */
export interface Judge {
  strictSame(found: unknown, wanted: unknown, message: string): unknown
  equal(found: unknown, wanted: unknown, message: string): unknown
}

/**
 * The oracle: brings everything into the tree, exports the whole log of a running hub and has the
 * independent verifier check every byte of it, and the catalogue of events every record. To be called
 * after each step of a journey.
 *
 * @param since A checkpoint kept from an earlier call, to see that nothing was rewritten since.
 */
export async function checkLog(
  t: Judge,
  context: LogContext,
  since?: string,
): Promise<Verification & { readonly checkpoint: string }> {
  await sequencePending(context)
  const folder = mkdtempSync(join(tmpdir(), 'vroegsignaal-check-'))
  try {
    const exported = await exportLog(context, join(folder, 'log'))
    const found = verifyLog(join(folder, 'log'), { since })
    t.strictSame(found.findings, [], 'the log verifies')
    t.strictSame(uncatalogued(join(folder, 'log')), [], 'each record is as the catalogue says')
    return { ...found, checkpoint: exported.checkpoint }
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

interface Recorded {
  readonly operation: string
  readonly action: string
  readonly objects: Readonly<Record<string, unknown>>
  readonly subjects?: unknown
}

/** The log has columns for them, so any event may say them. */
const SEARCHABLE = ['municipality', 'caseId']

/** What records say that the catalogue of events does not foresee. */
function uncatalogued(folder: string): string[] {
  const found = new Set<string>()
  for (const file of readdirSync(join(folder, 'records'))) {
    const lines = readFileSync(join(folder, 'records', file), 'utf8').split('\n')
    for (const line of lines.filter((text) => text !== '')) {
      const { record } = JSON.parse(line) as { record: Recorded }
      const event = eventOf(record.operation, record.action)
      const name = `${record.operation} ${record.action}`
      for (const member of Object.keys(record.objects)) {
        if (![...event.objects, ...SEARCHABLE].includes(member)) found.add(`${name}: ${member}`)
      }
      if (record.subjects !== undefined && !event.subjects) found.add(`${name}: subjects`)
    }
  }
  return [...found]
}
