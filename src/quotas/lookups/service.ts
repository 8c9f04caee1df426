import { recordAccess } from '../../access-log/index.js'
import type { Context } from '../../context.js'
import type { Tx } from '../../db/client.js'
import { inTransaction } from '../../db/transaction.js'
import { randomId } from '../../kernel/identifiers.js'
import type { Trace } from '../../parties/index.js'
import {
  ENUMERATION_RULES,
  matchingRules,
  subjectMark,
  type EnumerationRule,
  type LookedBy,
} from '../enumeration.js'
import * as store from './store.js'

const DAY_MS = 86_400_000

/** What telling that somebody enumerates needs of the process. */
export type AlarmContext = Pick<Context, 'clock' | 'log' | 'metrics'>

/** Who looked something up, and what came of it. */
export interface LookedUp {
  readonly party: string
  /** Fingerprint of the certificate. */
  readonly fingerprint: string
  readonly role: string
  readonly trace: Trace
  readonly operation: LookedBy
  /** Household or case; absent for a dry run. */
  readonly subject?: Buffer | string | undefined
  readonly person?: Buffer | null | undefined
  readonly items?: number
  readonly found: number
  /** Partitions whose officers are to see an alarm, beside the hub's own. */
  readonly controllers: readonly string[]
}

/** An alarm that was raised; to be told once its transaction is committed. */
export interface Alarm {
  readonly party: string
  readonly operation: LookedBy
  readonly rules: readonly EnumerationRule[]
}

/**
 * Keeps for a day that something was looked up. When the lookups of the certificate begin to look like
 * enumeration, an alarm is put into the log of the partitions and of the hub, each rule once a day. In
 * a transaction whose scope names the party; nothing may be answered when it fails.
 *
 * @returns The alarm, for `tellAlarm`.
 */
export async function noteLookup(
  tx: Tx,
  context: Pick<Context, 'clock'>,
  looked: LookedUp,
): Promise<Alarm | undefined> {
  const { party, fingerprint, operation, subject, person, items = 1, found } = looked
  const at = context.clock.now()
  const mark = (what: Buffer | string | null | undefined) =>
    what === undefined || what === null ? null : subjectMark(fingerprint, what)
  const lookup = randomId()
  const kept = { lookup, party, actorKey: fingerprint, operation, at, items, found }
  await store.insertLookup(tx, { ...kept, subject: mark(subject), person: mark(person) })
  const { raised, ...counts } = await store.selectLooked(tx, kept)
  const rules = matchingRules(operation, counts).filter((rule) => !raised.includes(rule))
  if (rules.length === 0) return undefined
  await store.updateAlarms(tx, lookup, rules)
  await recordAccess(
    tx,
    context,
    [...new Set([...looked.controllers, 'hub'])].map((controller) => ({
      controller,
      actor: party,
      actorKey: fingerprint,
      role: looked.role,
      action: 'ALARM',
      operation,
      objects: { rules, ...counts },
      ruleVersion: `enumeration@${ENUMERATION_RULES.version}`,
      result: 'ALLOW',
      count: counts.subjectsOfDay,
      ...looked.trace,
      at,
    })),
  )
  return { party, operation, rules }
}

/** Tells operators of an alarm: a warning in the operational log, and the metrics. */
export function tellAlarm(
  { log, metrics }: Pick<AlarmContext, 'log' | 'metrics'>,
  alarm: Alarm | undefined,
): void {
  if (alarm === undefined) return
  const { party, operation, rules } = alarm
  log.warn('lookups look like enumeration', { party, operation, rules: rules.join() })
  for (const rule of rules) metrics.enumeration.inc({ operation, rule })
}

/** Removes lookups that are more than a day old; a job of the hub. */
export function forgetLookups({ db, clock }: Pick<Context, 'db' | 'clock'>): Promise<number> {
  const before = new Date(clock.now().getTime() - DAY_MS)
  return inTransaction(db, 'quotas.forget', { role: 'vroegsignaal_job' }, (tx) =>
    store.forgetLookups(tx, before),
  )
}
