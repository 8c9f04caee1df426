import { REQUEST_TYPE, type SignedBody } from '../../src/client/signed-body.js'
import { signDetached } from '../../src/crypto/jws.js'
import type { TestHub } from '../helpers/hub.js'
import type { TestParty } from '../helpers/pki.js'

/** Rows in every table that intake writes. */
export async function counts(hub: TestHub): Promise<Record<string, number>> {
  const tables = [
    'batch',
    'notification_key',
    'notification',
    'envelope',
    'delivery_key',
    'intake',
    'log_entry',
    'log_subject',
  ]
  const found: Record<string, number> = {}
  for (const table of tables) {
    const [row] = await hub.sql<{ count: string }>(`SELECT count(*) AS count FROM ${table}`)
    found[table] = Number(row!.count)
  }
  return found
}

/** The same bytes under a fresh signature of the same party. */
export function resign({ signingKey }: TestParty, text: string, { context }: TestHub): SignedBody {
  const signature = signDetached(Buffer.from(text), signingKey, {
    typ: REQUEST_TYPE,
    iat: context.clock.now(),
  })
  return { text, signature, nonce: '' }
}
