import { recordAccess } from '../../access-log/index.js'
import type { Tx } from '../../db/client.js'
import { inTransaction } from '../../db/transaction.js'
import { HubError } from '../../kernel/errors.js'
import { isIssuedId, type Caller, type Purpose } from '../../parties/index.js'
import { addCertificate, taken, type NewCertificate } from '../../registry/index.js'
import { issueOne, oneKey, ownAuthority, type IssuingContext } from '../issuing/service.js'
import { readBroughtKey, type BroughtKey } from '../keys/service.js'
import * as store from './store.js'

/** Certificates of one purpose and holder that may be in force at once: enough to overlap. */
const MOST_IN_FORCE = 4

const PURPOSES = ['transport', 'signing'] as const satisfies readonly Purpose[]

/** Who renews: over which connection, and with which key. */
export interface RenewingParty extends Caller {
  readonly name: string
  /** Fingerprint of the certificate that signed the request, lower-case hex. */
  readonly signer: string
}

/** New keys of a party, by what they are for; PKCS #10 or a certificate with its chain (PEM). */
export type NewKeys = Readonly<Partial<Record<Purpose, string>>>

/**
 * Gives a party certificates for new keys, beside those that it has. Whoever may connect and sign for
 * it asks; that the operator accepts this beforehand is the policy of the hub.
 *
 * A successor may be used for what its predecessor may: the certificate of the connection for
 * transport, the one that signed for signing.
 *
 * @returns The certificates; the same ones for the same request again.
 * @throws {HubError} `enrolment.no_renewal`, `request.invalid` when there is no key,
 *   `certificate.*` for a key or certificate, `enrolment.no_authority`, `registry.conflict` when a key
 *   was used before or too many certificates are in force, `signature.key_revoked`.
 */
export async function renewCertificates(
  context: IssuingContext,
  caller: RenewingParty,
  requestId: string,
  keys: NewKeys,
): Promise<readonly store.RenewedRow[]> {
  const { config, clock } = context
  if (!config.renewal) {
    throw new HubError('enrolment.no_renewal', 'The operator looks at every certificate first.')
  }
  const brought = await broughtKeys(context, caller, keys)
  const certificates = await Promise.all(brought.map((key) => certificateFor(context, caller, key)))
  const party = caller.id
  const scope = { role: 'vroegsignaal_enrolment', party, controller: party } as const
  return inTransaction(context.db, 'enrolment.renew', scope, async (tx) => {
    const before = await store.beginRenewal(tx, requestId)
    if (before.length > 0) assertSame(before, brought)
    else for (const one of certificates) await add(tx, context, caller, requestId, one)
    const renewed = before.length > 0 ? before : certificates.map(rowOf)
    const named = Object.fromEntries(
      renewed.map(({ purpose, fingerprint }) => [purpose, fingerprint]),
    )
    await recordAccess(tx, context, [
      {
        controller: party,
        actor: party,
        actorKey: caller.fingerprint,
        role: caller.role,
        action: 'CONFIG',
        operation: 'renewCertificates',
        objects: { party, request: requestId, ...named, repeated: before.length > 0 },
        result: 'ALLOW',
        count: renewed.length,
        ...caller.trace,
        at: clock.now(),
      },
    ])
    return renewed
  })
}

async function broughtKeys(
  context: IssuingContext,
  { id }: RenewingParty,
  keys: NewKeys,
): Promise<readonly BroughtKey[]> {
  const party = isIssuedId(id) ? undefined : id
  const brought: BroughtKey[] = []
  for (const purpose of PURPOSES) {
    const pem = keys[purpose]
    if (pem !== undefined) brought.push(await readBroughtKey(context, party, purpose, pem))
  }
  if (brought.length === 0) {
    throw new HubError('request.invalid', 'There is no key: send transport, signing, or both.')
  }
  if (new Set(brought.map(({ keyHash }) => keyHash)).size < brought.length) throw oneKey()
  return brought
}

/** What is registered, and with which chain the party will show it. */
type Successor = Omit<NewCertificate, 'holder' | 'roles'>

async function certificateFor(
  context: IssuingContext,
  { id, name }: RenewingParty,
  { purpose, pem, certificate }: BroughtKey,
): Promise<Successor> {
  if (certificate !== undefined) return certificate
  const authority = ownAuthority(context.config)
  const { checked, chain } = await issueOne(context, authority, { id, name }, purpose, pem)
  return { ...checked, chain }
}

async function add(
  tx: Tx,
  { clock }: IssuingContext,
  { fingerprint, signer }: RenewingParty,
  renewal: string,
  certificate: Successor,
): Promise<void> {
  const now = clock.now()
  const { purpose, keyHash, keyId } = certificate
  const own = purpose === 'transport' ? fingerprint : signer
  const predecessor = await store.selectPredecessor(tx, own, now)
  if (predecessor === undefined || predecessor.purpose !== purpose) {
    throw new HubError('signature.key_revoked', 'The certificate that asks is not in force.')
  }
  if (predecessor.inForce >= MOST_IN_FORCE) {
    throw taken(`There are ${MOST_IN_FORCE} certificates for this in force already.`)
  }
  if (await store.isKeyUsed(tx, keyHash, keyId)) throw taken('The key was used before.')
  const { holder, roles } = predecessor
  // Its software was let in when the first certificate was.
  const rules = { requireConformance: false }
  await addCertificate(tx, { ...certificate, holder, roles, renewal }, now, rules)
}

/** One identifier stands for one set of keys. */
function assertSame(before: readonly store.RenewedRow[], brought: readonly BroughtKey[]): void {
  const isSame =
    before.length === brought.length &&
    before.every((row) => brought.some((key) => key.keyHash === row.keyHash))
  if (!isSame) throw taken('This requestId was used for other keys.')
}

function rowOf({ purpose, fingerprint, keyHash, chain, notAfter }: Successor): store.RenewedRow {
  return { purpose, fingerprint, keyHash, chain, notAfter }
}
