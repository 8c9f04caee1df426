import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { exportLog, sequencePending, type LogContext } from '../../src/access-log/index.js'
import type { Verification } from '../../src/access-log/verification.js'
import { verifyLog } from '../../src/access-log/verify.js'

/** What the oracle needs of a test. */
export interface Judge {
  strictSame(found: unknown, wanted: unknown, message: string): unknown
  equal(found: unknown, wanted: unknown, message: string): unknown
}

/**
 * The oracle: brings everything into the tree, exports the whole log of a running hub and has the
 * independent verifier check every byte of it. To be called after each step of a journey.
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
    t.equal(found.records, found.size, 'each leaf has its record')
    return { ...found, checkpoint: exported.checkpoint }
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}
