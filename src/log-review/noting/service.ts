import type { Context } from '../../context.js'
import type { Tx } from '../../db/client.js'
import { noteLookup, type Alarm, type LookedUp } from '../../quotas/index.js'
import type { Officer } from '../question.js'

/** Notes what an officer looked up beside the other lookups of the day; see `noteLookup`. */
export function noteOfOfficer(
  tx: Tx,
  context: Pick<Context, 'clock'>,
  { id: party, fingerprint, trace }: Officer,
  operation: 'traceDataSubject' | 'searchAccessLog',
  lookup: Pick<LookedUp, 'subject' | 'person' | 'found' | 'controllers'>,
): Promise<Alarm | undefined> {
  const who = { party, fingerprint, role: 'officer', trace, operation } as const
  return noteLookup(tx, context, { ...who, ...lookup })
}
