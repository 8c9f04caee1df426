import { recordAccess, type AccessEntry } from '../access-log/index.js'
import type { Context } from '../context.js'
import { parseSealingKey } from '../crypto/jwk.js'
import { newTrace } from '../crypto/trace.js'
import { inTransaction } from '../db/transaction.js'
import { HubError } from '../kernel/errors.js'
import { randomId } from '../kernel/identifiers.js'
import { readableBy, requireController, type Officer } from '../log-review/index.js'
import { consult, type Operator } from '../registry/index.js'
import {
  askedIn,
  householdsOf,
  sealPackage,
  type BreachPackage,
  type BreachQuestion,
} from './breach.js'
import { selectControllers, selectRecipients, selectTouches, type MunicipalTouch } from './store.js'

/** What finding out needs of the process. */
export type BreachContext = Pick<Context, 'config' | 'db' | 'clock'>

/** Whom a breach concerned, by municipality. */
export interface BreachFound {
  /** Names the question in the log and in the packages. */
  readonly breach: string
  readonly madeAt: string
  readonly packages: readonly BreachPackage[]
}

/**
 * Finds the households that a breach concerned, in every partition of the log; logged in each with the
 * reason. For the operator, whom no partition belongs to.
 *
 * @throws {HubError} `request.invalid` when nothing or something malformed is asked,
 *   `trace.reason_missing`.
 */
export async function findBreach(
  context: BreachContext,
  operator: Operator,
  question: BreachQuestion,
  reason: string,
): Promise<BreachFound> {
  const controllers = await consult(context, 'breachControllers', selectControllers)
  const { traceId } = newTrace()
  return inPartitions(context, controllers, question, reason, () => ({
    actor: 'hub',
    actorKey: null,
    role: 'operator',
    action: 'LOG_EXPORT',
    operation: 'findBreach',
    ...newTrace(),
    traceId,
    says: { operator: operator.pseudonym },
  }))
}

/**
 * The same for a privacy officer, in the partitions that the officer reviews.
 *
 * @param asked One of these partitions; all of them when left out.
 * @throws {HubError} As `findBreach`, and `party.role_not_allowed` for another partition.
 */
export async function findBreachAsOfficer(
  context: BreachContext,
  officer: Officer,
  asked: string | undefined,
  question: BreachQuestion,
  reason: string,
): Promise<BreachFound> {
  const controllers =
    asked === undefined ? readableBy(officer) : [requireController(officer, asked)]
  return inPartitions(context, controllers, question, reason, () => ({
    party: officer.id,
    actor: officer.id,
    actorKey: officer.fingerprint,
    role: 'officer',
    action: 'LOG_EXPORT',
    operation: 'consoleBreach',
    ...officer.trace,
    says: {},
  }))
}

type Reader = Pick<
  AccessEntry,
  'actor' | 'actorKey' | 'role' | 'action' | 'operation' | 'traceId' | 'spanId'
> & { readonly party?: string; readonly says: AccessEntry['objects'] }

async function inPartitions(
  context: BreachContext,
  controllers: readonly string[],
  question: BreachQuestion,
  reason: string,
  readerOf: () => Reader,
): Promise<BreachFound> {
  checkQuestion(question, reason)
  const breach = randomId()
  const touches: MunicipalTouch[] = []
  const asked = askedIn(question)
  for (const controller of controllers) {
    const { party, says, ...reader } = readerOf()
    const scope = { role: 'vroegsignaal_officer', party, controller } as const
    const found = await inTransaction(context.db, 'breaches.find', scope, async (tx) => {
      const rows = await selectTouches(tx, controller, question)
      const households = new Set(rows.map(({ household }) => household)).size
      await recordAccess(tx, context, [
        {
          ...reader,
          controller,
          objects: { ...says, breach, asked, reason, households },
          result: 'ALLOW',
          count: households,
        },
      ])
      return rows
    })
    touches.push(...found)
  }
  const madeAt = context.clock.now().toISOString()
  const codes = [...new Set(touches.map(({ municipality }) => municipality))].sort()
  const packages = codes.map((municipality): BreachPackage => {
    const own = touches.filter((touch) => touch.municipality === municipality)
    const households = householdsOf(own.map(({ municipality: _, ...touch }) => touch))
    const { hubId: hub } = context.config
    return { kind: 'vroegsignaal-breach', hub, breach, municipality, madeAt, asked, households }
  })
  return { breach, madeAt, packages }
}

/** A package that only its municipality can open; `null` when it has no key to seal it for. */
export interface SealedPackage {
  readonly municipality: string
  readonly households: number
  readonly jwe: string | null
}

/** Seals each package for the municipality that it is about. */
export async function sealPackages(
  context: BreachContext,
  packages: readonly BreachPackage[],
): Promise<SealedPackage[]> {
  const recipients = await consult(context, 'breachRecipients', selectRecipients)
  return packages.map((content) => {
    const { municipality, households } = content
    const jwk = recipients.get(municipality)
    const jwe = jwk === undefined ? null : sealPackage(content, parseSealingKey(jwk))
    return { municipality, households: households.length, jwe }
  })
}

function checkQuestion({ party, certificate, from, until }: BreachQuestion, reason: string): void {
  if (reason.trim() === '') throw new HubError('trace.reason_missing', 'A reason is needed.')
  if (reason.length > 500) throw invalid('A reason has at most 500 characters.')
  if (party === undefined && certificate === undefined && from === undefined) {
    throw invalid('Name a party, a certificate, or the begin of a period.')
  }
  if (certificate !== undefined && !/^[0-9a-f]{64}$/.test(certificate)) {
    throw invalid('A certificate is named by the 64 hexadecimal digits of its fingerprint.')
  }
  if (from !== undefined && until !== undefined && until <= from) {
    throw invalid('A period ends after it begins.')
  }
}

function invalid(detail: string): HubError {
  return new HubError('request.invalid', detail)
}
