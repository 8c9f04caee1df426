import { parseSealingKey } from '../crypto/jwk.js'
import { decryptWith, encryptFor } from '../crypto/recipient.js'
import type { components } from '../generated/openapi.js'
import { randomId } from '../kernel/identifiers.js'
import { parsed } from './answer.js'
import type { HubConnection } from './connection.js'
import type { Contact } from './contact.js'
import type { SealingKeys } from './open-envelope.js'
import { VerificationError } from './problem.js'

type Schemas = components['schemas']

const CONTENT = 'vroegsignaal-assignment+json'
/** Lengths of names and addresses must not show through. */
const PADDING = 256

/** Executors that work for the caller's municipality. */
export function executorsOf(hub: HubConnection): Promise<readonly Schemas['Executor'][]> {
  return hub.calls.client
    .GET('/executors', { parseAs: 'text' })
    .then((answer) => parsed<Schemas['ExecutorList']>(answer).executors)
}

/** Lets an executor work for the municipality, with the key of the name that it told itself. */
export function admitExecutor(
  hub: HubConnection,
  executorId: string,
  keyId: string,
): Promise<readonly Schemas['Executor'][]> {
  const call = hub.calls.carry('admitExecutor', { requestId: randomId(), executorId, keyId })
  return hub.calls.client
    .POST('/executors', call)
    .then((answer) => parsed<Schemas['ExecutorList']>(answer).executors)
}

/** Ends what an executor does for the municipality; everything comes back at once. */
export function dismissExecutor(
  hub: HubConnection,
  executorId: string,
): Promise<readonly Schemas['Executor'][]> {
  const call = hub.calls.carry('dismissExecutor', { requestId: randomId(), executorId })
  return hub.calls.client
    .POST('/executors/_dismiss', call)
    .then((answer) => parsed<Schemas['ExecutorList']>(answer).executors)
}

/** Which cases are with executors now. */
export function assignmentsOf(hub: HubConnection): Promise<readonly Schemas['Assignment'][]> {
  return hub.calls.client
    .GET('/assignments', { parseAs: 'text' })
    .then((answer) => parsed<Schemas['AssignmentList']>(answer).assignments)
}

/**
 * Seals what an executor may know of a case for its key, as the pages of the workbench do. Neither
 * creditors nor amounts are in it, so no executor can read them, whatever it is beside that.
 *
 * @throws {VerificationError} `assignment.key` when the key is not the one of its name.
 */
export function sealContact(
  { key, keyId }: Pick<Schemas['Executor'], 'key' | 'keyId'>,
  caseId: string,
  { name, address, phone, email }: Contact,
): string {
  const recipient = parseSealingKey(key)
  if (recipient.kid !== keyId) {
    throw new VerificationError('assignment.key', 'The key to seal for is not the one of its name.')
  }
  const text = Buffer.from(JSON.stringify({ caseId, name, address, phone, email }))
  const padded = Buffer.alloc(Math.ceil(text.length / PADDING) * PADDING, 0x20)
  text.copy(padded)
  return encryptFor(recipient, CONTENT, padded)
}

/** Puts a case in the hands of an executor. An `assignmentId` stands for one signed body. */
export function assignCase(
  hub: HubConnection,
  wanted: Pick<Schemas['CaseAssignment'], 'month' | 'caseId' | 'executorId' | 'keyId' | 'jwe'>,
  assignmentId = randomId(),
): Promise<Schemas['Assignment']> {
  const call = hub.calls.carry('assignCase', { assignmentId, ...wanted })
  return hub.calls.client.POST('/assignments', call).then(parsed<Schemas['Assignment']>)
}

/** Takes a case back from whoever has it; what is left with executors. */
export function endAssignment(
  hub: HubConnection,
  month: string,
  caseId: string,
): Promise<readonly Schemas['Assignment'][]> {
  const call = hub.calls.carry('endAssignment', { requestId: randomId(), month, caseId })
  return hub.calls.client
    .POST('/assignments/_end', call)
    .then((answer) => parsed<Schemas['AssignmentList']>(answer).assignments)
}

/** Offers the public half of the caller's key, for which municipalities seal; names of its keys. */
export function offerExecutorKey(
  hub: HubConnection,
  key: Schemas['PublicKey'],
): Promise<readonly string[]> {
  const call = hub.calls.carry('offerExecutorKey', { requestId: randomId(), key })
  return hub.calls.client
    .POST('/executor-keys', call)
    .then((answer) => parsed<Schemas['ExecutorKeyList']>(answer).keyIds)
}

/** A case that an executor has in hand, opened; without contact when none of its keys opens it. */
export type OpenedAssignment = Omit<Schemas['AssignedCase'], 'jwe'> & { readonly contact?: Contact }

/** Reads and opens what a municipality assigned to the caller. */
export async function assignedCases(
  hub: HubConnection,
  municipalityCode: string,
  keys: SealingKeys,
): Promise<readonly OpenedAssignment[]> {
  const params = { query: { municipalityCode } }
  const answer = await hub.calls.client.GET('/assigned-cases', { params, parseAs: 'text' })
  return parsed<Schemas['AssignedCaseList']>(answer).assigned.map(({ jwe, ...rest }) => {
    const contact = openContact(jwe, rest, keys)
    return { ...rest, ...(contact !== undefined && { contact }) }
  })
}

/** What was sealed for one of these keys about exactly this case; `undefined` for everything else. */
export function openContact(
  jwe: string,
  { keyId, caseId }: Pick<Schemas['AssignedCase'], 'keyId' | 'caseId'>,
  keys: SealingKeys,
): Contact | undefined {
  const key = keys.get(keyId)
  if (key === undefined) return undefined
  try {
    const content = JSON.parse(decryptWith(key, CONTENT, jwe).toString('utf8')) as Contact & {
      caseId: string
    }
    if (content.caseId !== caseId) return undefined
    const { name, address, phone, email } = content
    return { name, address, phone, email }
  } catch {
    return undefined
  }
}

/** Records an attempt at a case in hand; a kept `reportId` lets the same be sent again. */
export function reportAssignedCase(
  hub: HubConnection,
  report: Pick<Schemas['AssignedCaseReport'], 'municipalityCode' | 'caseId' | 'attempt'>,
  reportId = randomId(),
): Promise<Schemas['OutcomeResult']> {
  const call = hub.calls.carry('reportAssignedCase', { reportId, ...report })
  return hub.calls.client
    .POST('/assigned-cases/_report', call)
    .then(parsed<Schemas['OutcomeResult']>)
}
