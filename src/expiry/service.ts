import { recordAccess } from '../access-log/index.js'
import type { Context } from '../context.js'
import { inTransaction } from '../db/transaction.js'
import type { Caller, MunicipalityCode, PartyContext, PartyId } from '../parties/index.js'
import { STEPS, type Expiry } from './expiry.js'
import * as store from './store.js'

/** Who asks; a municipality also about its sealing keys. */
export interface ExpiryCaller extends Caller {
  readonly municipality: MunicipalityCode | undefined
}

/**
 * What of the caller comes to its end: certificates, agreements with a last day, sealing keys. The
 * reading is logged in the caller's partition.
 */
export async function listExpiries(
  context: PartyContext,
  caller: ExpiryCaller,
): Promise<readonly Expiry[]> {
  const scope = scopeOf(caller.id, caller.municipality)
  return inTransaction(context.db, 'expiry.list', scope, async (tx) => {
    const expiries = await store.selectOwn(tx)
    await recordAccess(tx, context, [
      {
        controller: caller.id,
        actor: caller.id,
        actorKey: caller.fingerprint,
        role: caller.role,
        action: 'VIEW',
        operation: 'listExpiries',
        objects: { expiries: expiries.length },
        result: 'ALLOW',
        count: expiries.length,
        ...caller.trace,
        at: context.clock.now(),
      },
    ])
    return expiries
  })
}

/** Sealing keys of one municipality that come to their end, for a page that logs the look itself. */
export async function sealingKeyExpiries(
  context: Pick<Context, 'db'>,
  party: PartyId,
  municipality: MunicipalityCode,
): Promise<readonly Expiry[]> {
  const scope = scopeOf(party, municipality)
  const own = await inTransaction(context.db, 'expiry.sealing_keys', scope, store.selectOwn)
  return own.filter(({ kind }) => kind === 'SEALING_KEY')
}

/** Puts into the metrics how many of each kind end soon, and when the first does; names nobody. */
export async function observeExpiries({
  db,
  clock,
  metrics,
}: Pick<Context, 'db' | 'clock' | 'metrics'>): Promise<void> {
  const counts = await inTransaction(db, 'expiry.count', { role: 'vroegsignaal_job' }, (tx) =>
    store.selectCounts(tx, clock.now()),
  )
  metrics.expiryDays.reset()
  metrics.expiring.reset()
  for (const { kind, least, within } of counts) {
    metrics.expiryDays.set({ kind }, least)
    for (const step of STEPS) metrics.expiring.set({ kind, within: String(step) }, within[step])
  }
}

function scopeOf(party: PartyId, municipality: MunicipalityCode | undefined) {
  return municipality === undefined
    ? ({ role: 'vroegsignaal_intake', party, controller: party } as const)
    : ({ role: 'vroegsignaal_municipality', party, municipality, controller: party } as const)
}
