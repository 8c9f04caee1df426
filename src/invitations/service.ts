import { randomBytes } from 'node:crypto'
import { sha256 } from '../crypto/hash.js'
import { inTransaction } from '../db/transaction.js'
import { acceptCertificateRequest } from '../enrolment/index.js'
import { HubError } from '../kernel/errors.js'
import { isUuid, randomId } from '../kernel/identifiers.js'
import type { PartyId, Role, Trace } from '../parties/index.js'
import { assertTakesPart, change, list, unknown } from '../registry/index.js'
import type { Operator, RegistryContext } from '../registry/index.js'
import { codeDigest, newCode } from './code.js'
import * as store from './store.js'

/** An invitation as it was made; the code is shown once and kept nowhere. */
export interface NewInvitation {
  readonly invitationId: string
  readonly code: string
  readonly expiresAt: Date
}

/** What somebody with a code gets: certificates with their chains (PEM). */
export interface InvitedCertificates {
  readonly party: string
  readonly holder: string
  readonly transport: string
  readonly signing: string
  readonly notAfter: string
}

const CODE_BYTES = 20
const DAY_MS = 86_400_000
const HOLDER = /^[a-z0-9][a-z0-9._-]{1,63}$/

/** What an invitation is for: delivering from a browser, whatever else the party may be. */
const INVITED: readonly Role[] = ['creditor', 'agent']

/**
 * Invites a person of a registered creditor or agent to make keys in a browser. The certificates act in
 * these roles only, also when the party has others, now or later.
 *
 * @param holder Role pseudonym of the person, never a name.
 * @throws {HubError} `registry.unknown`, `registry.invalid` also for a party that is neither of both.
 */
export async function createInvitation(
  context: RegistryContext,
  operator: Operator,
  party: PartyId,
  holder: string,
  days: number,
): Promise<NewInvitation> {
  if (!HOLDER.test(holder)) {
    throw new HubError('registry.invalid', 'A holder is named by a pseudonym: a-z, 0-9, . _ -')
  }
  const code = newCode(randomBytes(CODE_BYTES))
  const id = randomId()
  const createdAt = context.clock.now()
  const expiresAt = new Date(createdAt.getTime() + days * DAY_MS)
  return change(context, operator, 'createInvitation', async (tx) => {
    const { roles } = await assertTakesPart(tx, party)
    if (!roles.some(({ role }) => INVITED.includes(role))) {
      throw new HubError('registry.invalid', 'Only creditors and agents are invited with a code.')
    }
    const digest = codeDigest(code)!
    await store.insertInvitation(tx, { id, party, digest, holder, createdAt, expiresAt })
    const objects = { party, invitation: id, holder, until: expiresAt.toISOString() }
    return { result: { invitationId: id, code, expiresAt }, objects }
  })
}

/** All invitations, without their codes; the look is logged. */
export function listInvitations(
  context: RegistryContext,
  operator: Operator,
): Promise<readonly store.InvitationRow[]> {
  return list(context, operator, 'listInvitations', store.selectInvitations)
}

/** Takes an invitation back that was not used. @throws {HubError} `registry.unknown`. */
export async function revokeInvitation(
  context: RegistryContext,
  operator: Operator,
  id: string,
): Promise<void> {
  if (!isUuid(id)) throw unknown('invitation')
  await change(context, operator, 'revokeInvitation', async (tx) => {
    if (!(await store.revokeInvitation(tx, id, context.clock.now()))) throw unknown('invitation')
    return { result: undefined, objects: { invitation: id } }
  })
}

/**
 * Uses an invitation: certificates for the keys of two requests. Once; the very same requests again get
 * the same answer, so that a lost one is no harm.
 *
 * @throws {HubError} `invitation.unknown` for a code that is none, was used, taken back or is too old:
 *   which of these, nobody learns. `certificate.*` and `registry.conflict` for requests that cannot be
 *   fulfilled; the invitation stays open then. `enrolment.no_authority`.
 */
export async function useInvitation(
  context: RegistryContext,
  trace: Trace,
  code: string,
  requests: { readonly transport: string; readonly signing: string },
): Promise<InvitedCertificates> {
  const digest = codeDigest(code)
  if (digest === undefined) throw unknownInvitation()
  const stranger = { role: 'vroegsignaal_enrolment' } as const
  const invited = await inTransaction(context.db, 'invitations.find', stranger, (tx) =>
    store.selectInvited(tx, digest),
  )
  if (invited === undefined) throw unknownInvitation()
  const { invitation_id: id, party } = invited
  const scope = { role: 'vroegsignaal_enrolment', party, controller: party } as const
  const { transport, signing } = requests
  const requestDigest = sha256(Buffer.from(JSON.stringify([transport, signing])))
  const find = () =>
    inTransaction(context.db, 'invitations.open', scope, (tx) =>
      store.selectOpen(tx, id, requestDigest, context.clock.now()),
    )
  const open = await find()
  if (open === undefined) throw unknownInvitation()
  if (open.answer !== null) return read(open.answer)
  const asked = { party, holder: open.holder, roles: INVITED, transport, signing }
  try {
    const issued = await acceptCertificateRequest(context, trace, asked, async (tx, made) => {
      const now = context.clock.now()
      const answer = JSON.stringify(answerOf(party, open.holder, made))
      if (!(await store.use(tx, id, requestDigest, answer, now))) throw unknownInvitation()
      return [usedEntry(party, id, trace, now)]
    })
    return answerOf(party, open.holder, issued)
  } catch (error) {
    // The same requests side by side: the other one was first, and its answer is that of both.
    const answer = (await find())?.answer
    if (answer === null || answer === undefined) throw error
    return read(answer)
  }
}

function answerOf(
  party: PartyId,
  holder: string,
  { transport, signing }: Awaited<ReturnType<typeof acceptCertificateRequest>>,
): InvitedCertificates {
  const notAfter = transport.notAfter.toISOString()
  return { party, holder, transport: transport.chain, signing: signing.chain, notAfter }
}

function read(answer: string): InvitedCertificates {
  return JSON.parse(answer) as InvitedCertificates
}

function usedEntry(party: PartyId, invitation: string, trace: Trace, at: Date) {
  return {
    controller: party,
    actor: party,
    actorKey: null,
    role: 'creditor',
    action: 'CONFIG',
    operation: 'useInvitation',
    objects: { party, invitation },
    result: 'ALLOW',
    count: 1,
    ...trace,
    at,
  } as const
}

function unknownInvitation(): HubError {
  return new HubError('invitation.unknown', 'No invitation with this code can be used.')
}
