import { recordAccess, type LoggedOperation } from '../access-log/index.js'
import { equalInConstantTime, sha256 } from '../crypto/hash.js'
import { parseSealingKey, type SealingKey } from '../crypto/jwk.js'
import { newKeyChallenge } from '../crypto/key-challenge.js'
import type { Tx } from '../db/client.js'
import { DatabaseError, inTransaction } from '../db/transaction.js'
import { HubError } from '../kernel/errors.js'
import {
  assertPersonal,
  findSigningKey,
  isSamePerson,
  type Caller,
  type MunicipalityCode,
  type PartyContext,
  type PartyId,
} from '../parties/index.js'
import { change, type Operator, type RegistryContext } from '../registry/index.js'
import {
  activateKey,
  insertOffer,
  lockKeys,
  renewOffer,
  retireKey,
  selectActiveKeys,
  selectKeys,
  type SealingKeyRow,
} from './store.js'

/** A municipality's software that calls, and what signed the body where the body is signed. */
export interface MunicipalityCaller extends Caller {
  readonly municipality: MunicipalityCode
  /** Who acts, where that is another organisation than the municipality. */
  readonly actor?: PartyId | undefined
}

/** A key as its municipality sees it. */
export type SealingKeyView = Pick<
  SealingKeyRow,
  'keyId' | 'version' | 'status' | 'jwk' | 'offeredAt' | 'activatedAt' | 'retiredAt'
>

/** An offer that waits for its confirmation. */
export interface Challenge {
  readonly keyId: string
  readonly version: number
  readonly offeredAt: Date
  /** Compact JWE for the offered key. */
  readonly challenge: string
}

/** What confirms an offer. */
export interface Confirmation {
  /** From the address. */
  readonly keyId: string
  /** From the signed body; the same, or nothing is confirmed. */
  readonly signedKeyId: string
  /** The decrypted challenge. */
  readonly challenge: string
}

const UNIQUE_VIOLATION = '23505'

/**
 * Takes an offered key and answers with a challenge that only its private key opens. The same offer
 * again gives a fresh challenge; the one before no longer counts.
 *
 * @param signer Fingerprint of the certificate that signed the offer; another person has to confirm.
 * @throws {HubError} `sealing_key.invalid`, `sealing_key.conflict` when the version does not lie above
 *   all earlier ones or the key was registered before, or `certificate.not_personal` for a signer that
 *   is registered without a holder.
 */
export async function putSealingKey(
  context: PartyContext,
  caller: MunicipalityCaller,
  signer: string,
  offer: { readonly version: number; readonly key: unknown },
): Promise<Challenge> {
  const key = parseSealingKey(offer.key)
  if ((await findSigningKey(context, key.kid)) !== undefined) {
    throw new HubError('sealing_key.invalid', 'This key already serves a certificate.')
  }
  await assertPersonal(context, signer)
  const { jwe, answerHash } = newKeyChallenge(key)
  const offered = {
    municipality: caller.municipality,
    keyId: key.kid,
    version: offer.version,
    jwk: key.jwk,
    challengeHash: answerHash,
    offeredBy: signer,
    offeredAt: context.clock.now(),
  }
  try {
    await inTransaction(context.db, 'sealing_keys.offer', scopeOf(caller), async (tx) => {
      const keys = await lockKeys(tx, caller.municipality)
      if (isOpenOffer(keys, offered)) await renewOffer(tx, offered)
      else await insertOffer(tx, offered)
      await recordKey(tx, context, caller, signer, 'putSealingKey', {
        keyId: key.kid,
        version: offer.version,
        status: 'OFFERED',
      })
    })
  } catch (error) {
    // Two first offers at once: there was no row to wait for.
    if (error instanceof DatabaseError && error.sqlState === UNIQUE_VIOLATION) throw conflict()
    throw error
  }
  return {
    keyId: key.kid,
    version: offer.version,
    offeredAt: offered.offeredAt,
    challenge: jwe,
  }
}

/**
 * Whether this very offer was made before and still waits; otherwise its version must be new.
 *
 * @throws {HubError} `sealing_key.conflict`.
 */
function isOpenOffer(
  keys: readonly SealingKeyRow[],
  offered: { readonly keyId: string; readonly version: number },
): boolean {
  const same = keys.find(({ keyId }) => keyId === offered.keyId)
  if (same === undefined) {
    if (keys.some(({ version }) => version >= offered.version)) throw conflict()
    return false
  }
  if (same.status !== 'OFFERED' || same.version !== offered.version) throw conflict()
  return true
}

/**
 * Activates an offered key: a second person, whose certificate names another holder and another key,
 * returns the decrypted challenge. From then on intake seals for it; older keys stay active until an
 * operator retires them, so that what is on its way can still be opened.
 *
 * @param signer Fingerprint of the certificate that signed the confirmation.
 * @throws {HubError} `sealing_key.unknown`, `sealing_key.conflict` when it no longer waits,
 *   `certificate.not_personal`, `sealing_key.second_person` or `sealing_key.challenge_failed`.
 */
export async function confirmSealingKey(
  context: PartyContext,
  caller: MunicipalityCaller,
  signer: string,
  confirmation: Confirmation,
): Promise<SealingKeyView> {
  const { municipality } = caller
  const { keyId, signedKeyId, challenge } = confirmation
  if (keyId !== signedKeyId) {
    throw new HubError('sealing_key.unknown', 'The body confirms another key than the address.')
  }
  const offeredBy = await inTransaction(
    context.db,
    'sealing_keys.look_up',
    scopeOf(caller),
    async (tx) => waiting(await selectKeys(tx, municipality), keyId).offeredBy,
  )
  await assertSecondPerson(context, offeredBy, signer)
  return inTransaction(context.db, 'sealing_keys.confirm', scopeOf(caller), async (tx) => {
    const row = waiting(await lockKeys(tx, municipality), keyId)
    // Somebody else may have renewed the offer in between.
    if (row.offeredBy !== offeredBy) throw conflict()
    if (!equalInConstantTime(sha256(challenge), row.challengeHash)) {
      throw new HubError('sealing_key.challenge_failed', 'This is not the text of the challenge.')
    }
    const activatedAt = context.clock.now()
    await activateKey(tx, municipality, keyId, signer, activatedAt)
    await recordKey(tx, context, caller, signer, 'confirmSealingKey', {
      keyId,
      version: row.version,
      status: 'ACTIVE',
      offeredBy,
    })
    return { ...row, status: 'ACTIVE', activatedAt }
  })
}

function waiting(keys: readonly SealingKeyRow[], keyId: string): SealingKeyRow {
  const row = keys.find((key) => key.keyId === keyId)
  if (row === undefined) throw new HubError('sealing_key.unknown', 'No such key was offered.')
  if (row.status !== 'OFFERED') throw conflict()
  return row
}

async function assertSecondPerson(context: PartyContext, first: string, second: string) {
  await assertPersonal(context, second)
  if (await isSamePerson(context, first, second)) {
    throw new HubError(
      'sealing_key.second_person',
      'A key is offered and confirmed by two people, each with a certificate that names its holder.',
    )
  }
}

/** The keys of the caller's municipality, newest version first. The reading is logged. */
export async function listSealingKeys(
  context: PartyContext,
  caller: MunicipalityCaller,
): Promise<readonly SealingKeyView[]> {
  return inTransaction(context.db, 'sealing_keys.list', scopeOf(caller), async (tx) => {
    const keys = await selectKeys(tx, caller.municipality)
    await recordKey(tx, context, caller, caller.fingerprint, 'listSealingKeys', {
      keys: keys.length,
    })
    return keys
  })
}

/**
 * Retires a key for an operator: nothing is sealed for it any more. When it was the only active one,
 * notifications for the municipality are refused until there is another.
 *
 * @throws {HubError} `sealing_key.unknown` when there is no such key in use.
 */
export async function retireSealingKey(
  context: RegistryContext,
  operator: Operator,
  municipality: MunicipalityCode,
  keyId: string,
): Promise<void> {
  await change(context, operator, 'retireSealingKey', async (tx) => {
    if (!(await retireKey(tx, municipality, keyId, context.clock.now()))) {
      throw new HubError('sealing_key.unknown', 'This municipality has no such key in use.')
    }
    return { result: undefined, objects: { municipality, keyId } }
  })
}

const parsed = new Map<string, SealingKey>()
const MOST_PARSED = 5000

/**
 * The key to seal for, per municipality: the newest version that is active. A municipality without
 * one is missing from the map, and its notifications are refused (`SEALING_KEY_MISSING`).
 */
export async function activeSealingKeys(
  tx: Tx,
  municipalities: readonly MunicipalityCode[],
): Promise<ReadonlyMap<MunicipalityCode, SealingKey>> {
  const rows = await selectActiveKeys(tx, municipalities)
  return new Map(rows.map(({ municipality, keyId, jwk }) => [municipality, keyOf(keyId, jwk)]))
}

/** A key's name is the thumbprint of its content, so what was read once stays true. */
function keyOf(keyId: string, jwk: unknown): SealingKey {
  const known = parsed.get(keyId)
  if (known !== undefined) return known
  const key = parseSealingKey(jwk)
  if (key.kid !== keyId) throw new Error('a sealing key is stored under another name')
  if (parsed.size >= MOST_PARSED) parsed.clear()
  parsed.set(keyId, key)
  return key
}

function scopeOf({ id, municipality }: MunicipalityCaller) {
  return { role: 'vroegsignaal_municipality', party: id, municipality, controller: id } as const
}

async function recordKey(
  tx: Tx,
  context: PartyContext,
  caller: MunicipalityCaller,
  actorKey: string,
  operation: LoggedOperation,
  objects: Readonly<Record<string, string | number>>,
): Promise<void> {
  await recordAccess(tx, context, [
    {
      controller: caller.id,
      actor: caller.actor ?? caller.id,
      actorKey,
      role: caller.role,
      action: operation === 'listSealingKeys' ? 'VIEW' : 'CONFIG',
      operation,
      objects: { municipality: caller.municipality, ...objects },
      result: 'ALLOW',
      count: 1,
      ...caller.trace,
      at: context.clock.now(),
    },
  ])
}

function conflict(): HubError {
  return new HubError(
    'sealing_key.conflict',
    'The version does not lie above all earlier ones, or the key was registered before.',
  )
}
