import { generateKeyPairSync, randomUUID, type KeyObject } from 'node:crypto'
import { parseSealingKey } from '../../src/crypto/jwk.js'
import type { components } from '../../src/generated/openapi.js'
import { WONING } from '../helpers/hub.js'
import { WONING_BATCH, type PopulatedHub } from '../helpers/populated-hub.js'
import { attesting, id, type AnyItem } from '../notifications/build.js'

type Components = components['schemas']

/** A request, apart from who makes it and how it is signed. */
export interface Wish {
  readonly path: string
  /** Members of the body; a signed one gets its frame when it is signed. */
  readonly fields?: Readonly<Record<string, unknown>>
}

export const MONTH = '2026-08'
export const BATCHES = '/v1/notification-batches'

/** What a municipality may report about the cases of its own feed, and nobody else. */
export function reported(items: readonly Components['FeedItem'][]) {
  return {
    reportId: randomUUID(),
    outcomes: items.map(({ caseId, notifications }) => ({
      caseId,
      month: MONTH,
      notifications: notifications.map(({ creditorId, notificationId }) => ({
        creditorId,
        notificationId,
        status: 'NT_OTHER',
      })),
      contactAttempts: [],
    })),
  }
}

/** A batch that Woning may deliver, and nobody else. */
export function batch(number: number): { batchId: string; notifications: AnyItem[] } {
  const attestations = {
    personalContactOn: '2026-08-10',
    pointedToDebtHelpOn: '2026-08-10',
    offeredToShareOn: '2026-08-17',
  }
  const dates = { oldestDueOn: '2026-07-01', reportedOn: '2026-09-01' }
  return { batchId: id(number), notifications: [attesting(number, attestations, dates)] }
}

export function offer(version: number): {
  fields: Wish['fields'] & object
  key: KeyObject
  kid: string
} {
  const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'prime256v1' })
  const { kid, jwk } = parseSealingKey(publicKey.export({ format: 'jwk' }))
  return { fields: { requestId: randomUUID(), version, key: jwk }, key: privateKey, kid }
}

export async function proofOfDelivery(hub: PopulatedHub): Promise<Wish> {
  const { body } = await hub.as(WONING).get(`${BATCHES}/${WONING_BATCH}`)
  const receipt = JSON.parse(body.receipt.text) as { logEntries: { entryId: string }[] }
  return { path: `/v1/log-entries/${receipt.logEntries[0]!.entryId}/proof` }
}
