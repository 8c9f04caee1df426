import { generateKeyPairSync } from 'node:crypto'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { AccessEntry, LogContext } from '../../src/access-log/index.js'
import type { Database } from '../../src/db/client.js'
import { SteppedClock } from '../../src/kernel/clock.js'
import type { Owner } from './cluster.js'

/** The log of a test: its clock stands still, its checkpoints lie in a folder of its own. */
export function logContext(t: Owner, db: Database): LogContext & { readonly clock: SteppedClock } {
  return {
    db,
    clock: new SteppedClock('2026-08-03T08:00:00Z'),
    keys: { log: generateKeyPairSync('ed25519').privateKey },
    config: { logOrigin: 'log.hub.example/access', checkpointDir: scratchFolder(t) },
  }
}

/** An empty folder that is gone when the test ends. */
export function scratchFolder(t: Owner): string {
  const folder = mkdtempSync(join(tmpdir(), 'vroegsignaal-log-'))
  t.teardown(() => rmSync(folder, { recursive: true, force: true }))
  return folder
}

/** A valid entry with overrides. */
export function accessEntry(overrides: Partial<AccessEntry> = {}): AccessEntry {
  return {
    controller: '00000099000000034000',
    actor: '00000099000000001000',
    actorKey: 'ab'.repeat(32),
    role: 'creditor',
    action: 'INTAKE',
    operation: 'submitNotificationBatch',
    objects: { batchId: '0198b0c8-1f00-7000-8000-000000000001', municipality: '0034' },
    result: 'ALLOW',
    count: 3,
    traceId: '0af7651916cd43dd8448eb211c80319c',
    spanId: 'b7ad6b7169203331',
    ...overrides,
  }
}
