import { intakeRecords, recordAccess, type LogSubject } from '../../access-log/index.js'
import type { Context } from '../../context.js'
import { sha256 } from '../../crypto/hash.js'
import type { Tx } from '../../db/client.js'
import { inTransaction } from '../../db/transaction.js'
import {
  logReference,
  municipalEntry,
  municipalScope,
  selectSubjects,
  transferFacts,
  type Municipality,
} from '../../feeds/index.js'
import { keyOf } from '../../cases/index.js'
import type { components } from '../../generated/openapi.js'
import { dayOf, type Day, type Month } from '../../kernel/calendar.js'
import { HubError } from '../../kernel/errors.js'
import { DEFAULT_POLICY, policyName, selectPolicy, selectStanding } from '../../outcomes/index.js'
import { checkEnvelopes } from '../judge.js'
import { selectNotifications, selectTransfer } from '../kept/store.js'
import { neededKeys, planned, type Asked, type Plan } from '../planning/service.js'
import * as store from '../store.js'
import { tellings } from '../telling/service.js'
import { transferView } from '../view.js'

type Schemas = components['schemas']

/** Days in which the other municipality can accept; what was sealed for it goes after that. */
export const OFFER_DAYS = 14

/**
 * What of a case another municipality may have, and for which key it is to be sealed; with the
 * envelopes that go, to be opened and sealed anew.
 *
 * @param action VIEW leaves the envelopes and what opens them out.
 * @throws {HubError} `transfer.case_unknown`, `transfer.receiver`, `transfer.held`,
 *   `transfer.case_closed`, `transfer.conflict`, `transfer.no_mandate`.
 */
export function prepareTransfer(
  context: Context,
  caller: Municipality,
  asked: Asked,
  action: 'PULL' | 'VIEW' = 'PULL',
): Promise<Schemas['TransferPlan']> {
  const { municipality } = caller
  return inTransaction(context.db, 'transfers.prepare', municipalScope(caller), async (tx) => {
    const plan = await planned(tx, context, caller, asked)
    const { target, key, item, notifications } = plan
    const [entry] = await recordAccess(tx, context, [
      {
        ...municipalEntry(caller, action, 'prepareTransfer'),
        objects: { municipality, month: asked.month, cases: [item.caseId], receiver: asked.to },
        count: 1,
        at: context.clock.now(),
        subjects: await subjectsOf(tx, item),
      },
    ])
    return {
      municipalityCode: asked.to,
      municipalityName: target.name,
      keyId: key.kid,
      key: key.jwk as Schemas['PublicKey'],
      notifications: notifications.map(({ listed, stays }) => ({
        creditorId: listed.creditorId,
        notificationId: listed.notificationId,
        sector: listed.sector,
        ...(stays !== undefined && { stays }),
        ...(stays === undefined && action === 'PULL' && { sealedIdentity: listed.sealedIdentity }),
      })),
      deliveryKeys: action === 'PULL' ? neededKeys(plan) : [],
      logEntry: logReference(entry!),
    }
  })
}

/** A signed offer, with its digest and who signed. */
export interface SignedOffer {
  readonly offer: Omit<Schemas['TransferOffer'], 'hub' | 'operation' | 'createdAt' | 'nonce'>
  readonly digest: Buffer
  /** Fingerprint of the certificate that signed, hexadecimal. */
  readonly signer: string
}

/**
 * Offers a case to the municipality where the household lives. What was sealed for it is kept until it
 * decides; nothing else changes. The same offer again is the same offer.
 *
 * @throws {HubError} As `prepareTransfer`; `transfer.sealed` for envelopes that are not those that go,
 *   `transfer.key` for another key than the receiver's present one.
 */
export function offerTransfer(
  context: Context,
  caller: Municipality,
  { offer, digest, signer }: SignedOffer,
): Promise<Schemas['Transfer']> {
  const { municipality } = caller
  const transferId = offer.transferId.toLowerCase()
  const now = context.clock.now()
  const asked = { month: offer.month as Month, caseId: offer.caseId, to: offer.municipalityCode }
  return inTransaction(context.db, 'transfers.offer', municipalScope(caller), async (tx) => {
    const before = await selectTransfer(tx, municipality, transferId)
    if (before !== undefined) {
      if (!before.digest.equals(digest)) throw usedBefore()
      return transferView(before, await selectNotifications(tx, [transferId]), municipality, now)
    }
    const plan = await planned(tx, context, caller, asked)
    const goes = plan.notifications.filter(({ stays }) => stays === undefined)
    if (offer.deliveryKey.keyId !== plan.key.kid) {
      const detail = 'The delivery key is wrapped for another key than the present one.'
      throw new HubError('transfer.key', detail)
    }
    checkEnvelopes(
      goes.map(({ listed }) => listed),
      offer,
    )
    const row = await newTransfer(tx, caller, plan, offer, { digest, transferId, now })
    if (!(await store.insertTransfer(tx, municipality, row))) throw usedBefore()
    const stays = plan.notifications.length - goes.length
    const entry = { ...municipalEntry(caller, 'TRANSFER', 'offerTransfer'), actorKey: signer }
    const shared = { transferId, notifications: goes.length }
    await recordAccess(tx, context, [
      {
        ...entry,
        objects: {
          ...{ municipality, month: asked.month, cases: [asked.caseId], receiver: asked.to },
          ...{ ...shared, stays, body: digest.toString('hex') },
        },
        count: 1,
        at: now,
        subjects: await subjectsOf(tx, plan.item),
      },
      {
        ...entry,
        controller: plan.target.party,
        objects: { municipality: asked.to, sender: municipality, ...shared },
        count: 1,
        at: now,
      },
    ])
    const kept = (await selectTransfer(tx, municipality, transferId))!
    return transferView(kept, await selectNotifications(tx, [transferId]), municipality, now)
  })
}

async function newTransfer(
  tx: Tx,
  caller: Municipality,
  { target, item, last, notifications }: Plan,
  offer: SignedOffer['offer'],
  { digest, transferId, now }: { digest: Buffer; transferId: string; now: Date },
): Promise<store.NewTransfer> {
  const { id, municipality } = caller
  const month = offer.month as Month
  const goes = new Map(
    offer.envelopes.map(({ creditorId: creditor, notificationId, jwe }) => [
      keyOf({ creditor, notificationId }),
      jwe,
    ]),
  )
  const policy = (await selectPolicy(tx, municipality, dayOf(now))) ?? DEFAULT_POLICY
  const names = item.notifications.map((one) => ({ ...one, creditor: one.creditorId }))
  const standing = await selectStanding(tx, municipality, names)
  const { closing, telling } = tellings(item, month, last, policy, (one) => ({
    standing: standing.get(`${one.creditorId} ${one.notificationId}`),
    goes: goes.has(keyOf({ creditor: one.creditorId, notificationId: one.notificationId })),
  }))
  const entries = notifications.flatMap(({ stays, mandate }) =>
    stays === undefined ? [mandate!.entry!] : [],
  )
  const records = await intakeRecords(tx, id, [...new Set(entries)])
  const lapsesAt = new Date(now.getTime() + OFFER_DAYS * 86_400_000)
  return {
    transferId,
    month,
    caseId: offer.caseId,
    receiver: offer.municipalityCode,
    fromParty: id,
    toParty: target.party,
    ground: offer.ground,
    offeredAt: now,
    digest,
    lapsesAt,
    deliveryKey: offer.deliveryKey,
    facts: transferFacts(item, (creditor, notificationId) =>
      goes.has(keyOf({ creditor, notificationId })),
    ),
    intake: records.map(({ entryId, number, record, salt }) => ({
      entryId,
      number,
      record,
      salt: salt.toString('hex'),
    })),
    closing,
    policy: policyName(policy),
    notifications: notifications.map(({ listed, stays, mandate }, at) => {
      const { creditorId, notificationId } = listed
      const jwe = goes.get(keyOf({ creditor: creditorId, notificationId })) ?? null
      return {
        creditorId,
        notificationId,
        month: mandate?.month ?? (`${month}-01` as Day),
        stays: stays ?? null,
        agreementId: stays === undefined ? mandate!.agreement_id : null,
        jwe,
        digest: jwe === null ? null : sha256(jwe),
        ...telling[at]!,
      }
    }),
  }
}

async function subjectsOf(tx: Tx, item: Schemas['FeedItem']): Promise<LogSubject[]> {
  const named = item.notifications.map(({ creditorId, notificationId }) => ({
    creditor: creditorId,
    notificationId,
  }))
  const subjects = await selectSubjects(tx, named)
  return named.flatMap((one) => {
    const subject = subjects.get(keyOf(one))
    return subject === undefined ? [] : [{ ...subject, reference: item.caseId }]
  })
}

function usedBefore(): HubError {
  return new HubError(
    'transfer.conflict',
    'This transferId was used before, or the case is offered already.',
  )
}
