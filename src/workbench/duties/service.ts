import { recordAccess } from '../../access-log/index.js'
import { inTransaction } from '../../db/transaction.js'
import type { Municipality } from '../../feeds/index.js'
import { HubError } from '../../kernel/errors.js'
import {
  loadMunicipalities,
  type Caller,
  type MunicipalityCode,
  type PartyContext,
  type Role,
} from '../../parties/index.js'
import { change, unknown, type Operator, type RegistryContext } from '../../registry/index.js'
import { selectAdmissions } from '../assignments/store.js'
import * as store from './store.js'
import type { Duty, DutyRow, GrantedDutyName } from './store.js'

/** A person who acts for a municipality, in one duty. */
export interface Worker extends Municipality {
  readonly duty: Duty
  /** Name of the municipality. */
  readonly municipalityName: string
}

/** A person who calls, with the roles of the certificate. */
export type WorkingPerson = Caller & { readonly roles: readonly Role[] }

/**
 * For which municipalities the person of a certificate may act, asked anew at every request: where a
 * duty was granted, and, for people of an executor, where that was admitted.
 */
export function dutiesOf(
  { db }: PartyContext,
  { id, fingerprint, roles }: WorkingPerson,
): Promise<readonly DutyRow[]> {
  const scope = { role: 'vroegsignaal_edge', party: id } as const
  return inTransaction(db, 'work.duties', scope, async (tx) => {
    const granted = await store.selectDuties(tx, id, fingerprint)
    if (!roles.includes('executor')) return granted
    const known = new Set(granted.map(({ municipality }) => municipality))
    const admitted = await selectAdmissions(tx, id)
    return [
      ...granted,
      ...admitted
        .filter(({ municipality }) => !known.has(municipality))
        .map((row) => ({ ...row, duty: 'EXECUTOR' as const })),
    ]
  })
}

/**
 * The person as somebody who works for the municipality that the session is about; `undefined` when
 * none was chosen, or the duty was taken away since.
 */
export async function workerOf(
  context: PartyContext,
  person: WorkingPerson,
  municipality: string | undefined,
): Promise<Worker | undefined> {
  if (municipality === undefined) return undefined
  const duties = await dutiesOf(context, person)
  const found = duties.find((row) => row.municipality === municipality)
  return found && asWorker(person, found)
}

function asWorker(
  { id, fingerprint, trace }: Caller,
  { municipality, controller, name, duty }: DutyRow,
): Worker {
  return {
    id: controller,
    fingerprint,
    role: duty === 'EXECUTOR' ? 'executor' : 'municipality',
    trace,
    municipality,
    municipalityName: name,
    duty,
    ...(id !== controller && { actor: id }),
  }
}

/**
 * Notes in the municipality's own log that somebody begins to act for it.
 *
 * @throws {HubError} `work.duty` when the person has no duty there.
 */
export async function beginWork(
  context: PartyContext,
  person: WorkingPerson,
  municipality: string,
): Promise<Worker> {
  const worker = await workerOf(context, person, municipality)
  if (worker === undefined) throw otherDuty(municipality)
  const { id, actor = id, fingerprint, role, trace, duty } = worker
  const scope = {
    role: 'vroegsignaal_municipality',
    party: id,
    municipality,
    controller: id,
  } as const
  await inTransaction(context.db, 'work.begin', scope, (tx) =>
    recordAccess(tx, context, [
      {
        controller: id,
        actor,
        actorKey: fingerprint,
        role,
        action: 'SIGN_IN',
        operation: 'workBegin',
        objects: { municipality, duty },
        result: 'ALLOW',
        count: 1,
        ...trace,
      },
    ]),
  )
  return worker
}

/** Refuses whoever does not have one of these duties. @throws {HubError} `work.duty`. */
export function requireDuty(worker: Worker, duties: readonly Duty[]): void {
  if (!duties.includes(worker.duty)) throw otherDuty(worker.municipality)
}

/** The refusal of somebody who has another duty, or none there; that municipality's log tells it. */
export function otherDuty(municipality: string): HubError {
  const detail = 'This is for another duty, or for another municipality.'
  return new HubError('work.duty', detail, { aimedAt: municipality })
}

/**
 * Gives the person of a certificate a duty for a municipality, in place of the one before.
 *
 * @throws {HubError} `registry.unknown` for a certificate or municipality that is not registered,
 *   `registry.invalid` for a certificate of software.
 */
export async function grantDuty(
  context: RegistryContext,
  operator: Operator,
  fingerprint: string,
  municipality: MunicipalityCode,
  duty: GrantedDutyName,
): Promise<void> {
  await change(context, operator, 'grantDuty', async (tx) => {
    const known = await loadMunicipalities(tx)
    if (!known.has(municipality)) throw unknown('municipality')
    const person = await store.selectPerson(tx, fingerprint)
    if (person === undefined) throw unknown('certificate')
    if (person.holder === null) {
      throw new HubError('registry.invalid', 'A duty is for a person; this is of software.')
    }
    await store.upsertDuty(tx, fingerprint, person.party, municipality, duty, context.clock.now())
    return { result: undefined, objects: { party: person.party, fingerprint, municipality, duty } }
  })
}

/** Takes a duty away, from the next request on. @throws {HubError} `registry.unknown`. */
export async function endDuty(
  context: RegistryContext,
  operator: Operator,
  fingerprint: string,
  municipality: MunicipalityCode,
): Promise<void> {
  await change(context, operator, 'endDuty', async (tx) => {
    if (!(await store.deleteDuty(tx, fingerprint, municipality))) throw unknown('duty')
    return { result: undefined, objects: { fingerprint, municipality } }
  })
}
