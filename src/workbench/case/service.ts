import { randomBytes } from 'node:crypto'
import { recordAccess, type LogSubject } from '../../access-log/index.js'
import { keyOf } from '../../cases/index.js'
import { pauseView, selectPausesOfCase } from '../../collection-pauses/index.js'
import type { Context } from '../../context.js'
import { sha256 } from '../../crypto/hash.js'
import type { Tx } from '../../db/client.js'
import { inTransaction } from '../../db/transaction.js'
import {
  createRedeliveryRequest,
  municipalEntry,
  municipalScope,
  proveCases,
  pullCases,
  pullWorkable,
  RUNNING_RULES,
  selectSubjects,
  type CasesProof,
  type PulledCases,
} from '../../feeds/index.js'
import type { components } from '../../generated/openapi.js'
import { dayOf, type Month } from '../../kernel/calendar.js'
import { canonicalText } from '../../kernel/canonical.js'
import { HubError } from '../../kernel/errors.js'
import { randomId } from '../../kernel/identifiers.js'
import { followCase, submitOutcomes, type CaseOutcome } from '../../outcomes/index.js'
import { binsOf, type NamedBin } from '../../triage/index.js'
import { requireDuty, type Worker } from '../duties/service.js'
import * as store from './store.js'

type Schemas = components['schemas']

/** A case as a person works on it; its envelopes are left out. */
export interface WorkCase {
  readonly month: Month
  readonly item: Schemas['FeedItem']
  /** Newest first. */
  readonly versions: readonly store.ReportedVersion[]
  /** Pauses that were asked about it, newest first. */
  readonly pauses: readonly Schemas['CollectionPause'][]
  /** What the rules that weighed it call their bins, and propose to do. */
  readonly bins: readonly NamedBin[]
  /** The terms that run and the contact plan; `undefined` once what it was made of is forgotten. */
  readonly progress: Schemas['CaseProgress'] | undefined
}

/** Who opens identities and reports. */
const OPENERS = ['COORDINATOR', 'CONSULTANT'] as const

/** Cases whose envelopes one request may take at most. */
export const MOST_CASES = 1000

/**
 * Reads one case with its history and without its envelopes. The look is logged with whom the case is
 * about.
 *
 * @throws {HubError} `work.duty`, `work.case_unknown`.
 */
export function readCase(
  context: Context,
  worker: Worker,
  month: Month,
  caseId: string,
): Promise<WorkCase> {
  requireDuty(worker, OPENERS)
  const { municipality } = worker
  return inTransaction(context.db, 'work.case', municipalScope(worker), async (tx) => {
    const pulled = await pullWorkable(tx, worker, month, [caseId])
    const [item] = pulled.items
    if (item === undefined) throw unknownCase()
    const versions = await store.selectVersions(tx, municipality, month, caseId)
    const asked = await selectPausesOfCase(tx, municipality, month, caseId)
    const today = dayOf(context.clock.now())
    const progress = await followCase(tx, municipality, month, caseId, today)
    const bins = await binsOf(tx, municipality, item.ruleVersion)
    await recordAccess(tx, context, [
      {
        ...municipalEntry(worker, 'VIEW', 'workCase'),
        objects: { municipality, month, cases: [caseId] },
        count: 1,
        at: context.clock.now(),
        subjects: await subjectsOf(tx, pulled),
      },
    ])
    const pauses = asked.map((row) => pauseView(row, today))
    return { month, item: withoutEnvelopes(item), versions, pauses, bins, progress }
  })
}

/** Cases with their envelopes, and what shows a browser that the hub closed exactly these in. */
export interface ReleasedCases extends PulledCases, CasesProof {}

/**
 * Hands the envelopes of named cases to a browser that holds a key for them. Logged with the cases and
 * whom they are about, before anything leaves.
 *
 * @throws {HubError} `work.duty`; `work.case_unknown` when one of them is not there.
 */
export function releaseCases(
  context: Context,
  worker: Worker,
  month: Month,
  caseIds: readonly string[],
): Promise<ReleasedCases> {
  requireDuty(worker, OPENERS)
  if (caseIds.length === 0 || caseIds.length > MOST_CASES) throw unknownCase()
  const { municipality } = worker
  return inTransaction(context.db, 'work.release', municipalScope(worker), async (tx) => {
    const pulled = await pullCases(tx, worker, month, caseIds)
    if (pulled.items.length !== new Set(caseIds).size) throw unknownCase()
    const proof = await proveCases(tx, worker, month, pulled)
    await recordAccess(tx, context, [
      {
        ...municipalEntry(worker, 'PULL', 'workSealed'),
        objects: { municipality, month, cases: pulled.items.map((item) => item.caseId) },
        count: pulled.items.length,
        at: context.clock.now(),
        subjects: await subjectsOf(tx, pulled),
      },
    ])
    return { ...pulled, ...proof }
  })
}

/** Cases of a month that is open, with the envelopes of what the urgent lane told of them. */
export interface RunningCases extends Pick<PulledCases, 'items' | 'deliveryKeys'> {
  readonly hub: string
  readonly municipalityCode: string
  readonly month: Month
}

/**
 * The same before the month is closed: of the cases that the urgent lane told of, whether it was
 * acknowledged or not. No root stands yet that they could be proven under, so the answer says of which
 * hub, municipality and month it is, and is signed as a whole.
 *
 * @throws {HubError} `work.duty`; `work.case_unknown` when one is not there, or its month is closed.
 */
export function releaseRunning(
  context: Context,
  worker: Worker,
  month: Month,
  caseIds: readonly string[],
): Promise<RunningCases> {
  requireDuty(worker, OPENERS)
  if (caseIds.length === 0 || caseIds.length > MOST_CASES) throw unknownCase()
  const { municipality } = worker
  return inTransaction(context.db, 'work.release', municipalScope(worker), async (tx) => {
    const pulled = await pullWorkable(tx, worker, month, caseIds)
    const { items, deliveryKeys } = pulled
    const isRunning = items.every(({ ruleVersion }) => ruleVersion === RUNNING_RULES)
    if (!isRunning || items.length !== new Set(caseIds).size) throw unknownCase()
    await recordAccess(tx, context, [
      {
        ...municipalEntry(worker, 'PULL', 'workSealed'),
        objects: { municipality, month, cases: items.map(({ caseId }) => caseId) },
        count: items.length,
        at: context.clock.now(),
        subjects: await subjectsOf(tx, pulled),
      },
    ])
    return { hub: context.config.hubId, municipalityCode: municipality, month, items, deliveryKeys }
  })
}

/**
 * Asks the creditors of named cases to seal their notifications anew, because no key opens them any
 * more.
 *
 * @returns How many notifications were asked for.
 * @throws {HubError} `work.duty`, `work.case_unknown`.
 */
export async function askRedelivery(
  context: Context,
  worker: Worker,
  month: Month,
  caseIds: readonly string[],
): Promise<number> {
  requireDuty(worker, OPENERS)
  const { items } = await inTransaction(
    context.db,
    'work.redelivery',
    municipalScope(worker),
    (tx) => pullCases(tx, worker, month, caseIds),
  )
  const wanted = items.flatMap(({ notifications }) =>
    notifications.map(({ creditorId, notificationId }) => ({
      creditor: creditorId,
      notificationId,
    })),
  )
  if (wanted.length === 0) throw unknownCase()
  const requestId = randomId()
  const { items: asked } = await createRedeliveryRequest(context, worker, {
    requestId,
    reason: 'KEY_LOST',
    wanted,
    digest: sha256(requestId),
    signer: worker.fingerprint,
  })
  return asked.filter(({ status }) => status === 'OPENED').length
}

/** What a person's report was answered with. */
export type ReportAnswer = Schemas['OutcomeResult']

/**
 * Reports about one case on behalf of a person: the same rules, the same log, the same feedback as a
 * signed report of the municipality's software. The certificate of the person stands for the
 * signature.
 *
 * @param version The version that the person saw; another one since refuses.
 * @throws {HubError} `work.duty`, `work.changed`.
 */
export function reportCase(
  context: Context,
  worker: Worker,
  report: CaseOutcome,
  version: number,
): Promise<ReportAnswer> {
  requireDuty(worker, OPENERS)
  return submitReport(context, worker, report, version)
}

/** What a signed report is known by: the same again is answered the same and adds nothing. */
export interface SignedReport {
  readonly reportId: string
  readonly digest: Buffer
}

/** The same for whoever has the case in hand, which `requires` sees to in the very transaction. */
export async function submitReport(
  context: Context,
  worker: Worker,
  report: CaseOutcome,
  version: number,
  requires?: (tx: Tx) => Promise<void>,
  signed?: SignedReport,
): Promise<ReportAnswer> {
  // Salted, as a signed body is by its nonce: what is kept of it cannot be guessed back.
  const digest = sha256(Buffer.concat([randomBytes(32), Buffer.from(canonicalText(report))]))
  const answer = await submitOutcomes(context, worker, {
    ...(signed ?? { reportId: randomId(), digest }),
    outcomes: [report],
    signer: worker.fingerprint,
    expected: version,
    requires,
  })
  const { results } = JSON.parse(answer.text) as Schemas['OutcomeReceipt']
  return results[0]!
}

/** Whom cases are about, as far as intake named them, each under the case. */
export async function subjectsOf(
  tx: Tx,
  { items }: Pick<PulledCases, 'items'>,
): Promise<LogSubject[]> {
  const named = items.flatMap(({ caseId, notifications }) =>
    notifications.map(({ creditorId, notificationId }) => ({
      caseId,
      creditor: creditorId,
      notificationId,
    })),
  )
  const known = await selectSubjects(tx, named)
  const seen = new Set<string>()
  return named.flatMap((one) => {
    const subject = known.get(keyOf(one))
    if (subject === undefined) return []
    const { household, person } = subject
    const mark = `${one.caseId} ${household.toString('hex')} ${person?.toString('hex') ?? ''}`
    if (seen.has(mark)) return []
    seen.add(mark)
    return [{ household, person, reference: one.caseId }]
  })
}

function withoutEnvelopes(item: Schemas['FeedItem']): Schemas['FeedItem'] {
  return {
    ...item,
    notifications: item.notifications.map(({ sealedIdentity, ...rest }) => {
      const { jwe: _jwe, deliveryKeyId: _key, ...sealed } = sealedIdentity
      return { ...rest, sealedIdentity: sealed }
    }),
  }
}

/** The refusal of a case that is not this municipality's, or that there is not. */
export function unknownCase(): HubError {
  return new HubError('work.case_unknown', 'There is no such case in that month.')
}
