import { createHash, randomBytes } from 'node:crypto'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { recordAccess } from '../../src/access-log/index.js'
import { parseConfig } from '../../src/config.js'
import type { Context } from '../../src/context.js'
import { newDeliveryKey } from '../../src/crypto/delivery-key.js'
import { seal } from '../../src/crypto/envelope.js'
import { generateHubKeys, loadHubKeys } from '../../src/crypto/hub-keys.js'
import { parseSealingKey } from '../../src/crypto/jwk.js'
import { bulk, type Bound } from '../../src/db/bulk.js'
import { inTransaction } from '../../src/db/transaction.js'
import { createMetrics } from '../../src/http/metrics.js'
import { dayOf, type Day, monthOf } from '../../src/kernel/calendar.js'
import { SteppedClock } from '../../src/kernel/clock.js'
import { createLogger } from '../../src/logger.js'
import { envelopesRoot } from '../../src/notifications/envelope-content.js'
import type { NotificationRow } from '../../src/notifications/rows/row.js'
import {
  insertDeliveryKeys,
  insertEnvelopes,
  insertIntakes,
  insertNotifications,
  insertUrgent,
} from '../../src/notifications/rows/store.js'
import { insertBatch } from '../../src/notifications/store.js'
import { creditor as creditorId, id, somebody, type Somebody } from '../cases/build.js'
import { freshDatabase } from './database.js'
import type { Owner } from './cluster.js'
import {
  hash16,
  hash32,
  MANDATE,
  municipality,
  plantParties,
  publicJwk,
  ringOf,
  type PlantedMunicipality,
} from './planted-parties.js'

/** One notification to plant; what is not said is that of an ordinary rent arrear. */
export interface Planted extends Partial<NotificationRow> {
  /** Number of the notification, for `id(number)`. */
  readonly number: number
  readonly person?: Somebody
  readonly urgent?: 'CRISIS' | 'END_OF_SUPPLY' | 'CORRECTION_AFTER_CLOSE' | 'WITHDRAWAL_AFTER_CLOSE'
}

/**
 * A hub's database with notifications that the statements of intake wrote, without its checks: for
 * tests of everything that comes after intake.
 */
export interface PlantedHub {
  readonly context: Context & { readonly clock: SteppedClock }
  readonly almere: PlantedMunicipality
  readonly ommen: PlantedMunicipality
  /** Looks, or breaks something, as the server's administrator. */
  sql<Row extends object = Record<string, unknown>>(
    text: string,
    params?: readonly Bound[],
  ): Promise<Row[]>
  /** Plants a batch for one municipality, accepted now; returns its id. */
  plant(served: PlantedMunicipality, items: readonly Planted[], creditor?: number): Promise<string>
}

export async function plantedHub(t: Owner, now = '2026-08-10T09:00:00Z'): Promise<PlantedHub> {
  const folder = mkdtempSync(join(tmpdir(), 'vroegsignaal-planted-'))
  t.teardown(() => rmSync(folder, { recursive: true, force: true }))
  const database = await freshDatabase(t)
  const owner = database.open(database.superuserUrl)
  const secrets = join(folder, 'secrets')
  generateHubKeys(secrets)
  const clock = new SteppedClock(now)
  const context = {
    config: parseConfig({
      VS_DATA_DIR: folder,
      VS_PUBLIC_URL: 'https://hub.example',
    }),
    db: database.db,
    clock,
    keys: loadHubKeys(secrets),
    epochs: ringOf([1, 2]),
    log: createLogger(clock, 'silent', () => undefined),
    metrics: createMetrics(),
  }
  const sql: PlantedHub['sql'] = (text, params = []) =>
    inTransaction(owner, 'test.sql', { role: 'login' }, (tx) => bulk(tx, text, params))
  const almere = municipality('0034')
  const ommen = municipality('0175')
  await plantParties(sql, [almere, ommen])
  await sql(`SELECT ensure_partitions('2026-01-01', 18)`)

  let batches = 0
  const plant: PlantedHub['plant'] = async (served, items, number = 1) => {
    batches += 1
    const creditor = creditorId(number)
    const receivedAt = clock.now()
    const month = monthOf(dayOf(receivedAt))
    const batch = { deliverer: creditor, batchId: id(100_000 + batches), month, receivedAt }
    const key = newDeliveryKey(parseSealingKey(publicJwk(served.privateKey)))
    const rows = items.map((item, position) =>
      rowOf(item, position, served, creditor, dayOf(receivedAt)),
    )
    const envelopes = rows
      .filter(({ kind }) => kind !== 'WITHDRAWAL')
      .map(({ notificationId }) => {
        const jwe = seal(key, { notificationId, creditor }, JSON.stringify({ notificationId }))
        const digest = createHash('sha256').update(jwe).digest()
        return {
          municipality: served.code,
          creditor,
          notificationId,
          deliveryKey: key.id,
          jwe,
          digest,
        }
      })
    const scope = { role: 'vroegsignaal_intake', party: creditor } as const
    await inTransaction(context.db, 'test.plant', scope, async (tx) => {
      await insertBatch(tx, batch, randomBytes(32))
      await insertNotifications(tx, batch, rows)
      await insertEnvelopes(tx, month, envelopes)
      await insertDeliveryKeys(tx, [
        {
          municipality: served.code,
          month,
          deliveryKey: key.id,
          sealedFor: served.keyId,
          jwe: key.jwe,
        },
      ])
      const root = envelopesRoot(envelopes.map((one) => ({ ...one, creditorId: one.creditor })))
      const [entry] = await recordAccess(tx, context, [
        {
          controller: served.party,
          actor: creditor,
          actorKey: 'ab'.repeat(32),
          role: 'creditor',
          action: 'INTAKE',
          operation: 'submitNotificationBatch',
          objects: {
            municipality: served.code,
            batchId: batch.batchId,
            count: envelopes.length,
            envelopesRoot: root.toString('hex'),
          },
          result: 'ALLOW',
          count: items.length,
          traceId: '0af7651916cd43dd8448eb211c80319c',
          spanId: 'b7ad6b7169203331',
          subjects: rows.map(({ notificationId }) => ({
            household: hash16(`household ${notificationId}`),
            person: hash16(`person ${notificationId}`),
            reference: `${creditor}/${notificationId}`,
          })),
        },
      ])
      await insertIntakes(tx, batch, [
        {
          municipality: served.code,
          entry: entry!.entryId,
          entryNumber: entry!.number,
          leaf: entry!.leaf,
          envelopes: envelopes.length,
          envelopesRoot: root,
        },
      ])
      await insertUrgent(
        tx,
        batch,
        items.flatMap(({ urgent, number: which }, position) =>
          urgent === undefined
            ? []
            : [
                {
                  municipality: served.code,
                  intakeNumber: entry!.number,
                  position,
                  creditor,
                  notificationId: id(which),
                  reason: urgent,
                  ground: urgent === 'CRISIS' ? 'EVICTION' : null,
                  deadlineOn: null,
                  caseId: null,
                },
              ],
        ),
      )
    })
    return batch.batchId
  }
  return { context, almere, ommen, sql, plant }
}

function rowOf(
  { number, person, urgent: _, ...overrides }: Planted,
  position: number,
  served: PlantedMunicipality,
  creditor: string,
  today: Day,
): NotificationRow {
  const known = somebody(person ?? { name: `name-${number}`, building: `building-${number}` })
  const isWithdrawal = overrides.kind === 'WITHDRAWAL'
  const { evidence, presence, tags, address, addition } = known.evidence!
  return {
    municipality: served.code,
    creditor,
    notificationId: id(number),
    position,
    kind: 'EARLY',
    sector: 'RENT',
    crisis: false,
    crisisGround: null,
    plannedTerminationOn: null,
    warmHandover: false,
    arrearsCents: isWithdrawal ? null : 10_000 + number,
    oldestDueOn: isWithdrawal ? null : ('2026-06-01' as Day),
    reportedOn: today,
    predecessorId: null,
    withdrawalReason: isWithdrawal ? 'PAID' : null,
    mandateId: MANDATE,
    legalBasis: 'WGS_3_1_B_RENT',
    legalBasisVersion: 1,
    epoch: isWithdrawal ? null : 1,
    addressPseudonym: isWithdrawal ? null : address,
    additionPseudonym: isWithdrawal ? null : addition,
    subjectPseudonym: isWithdrawal ? null : Buffer.from(known.subject!, 'hex'),
    customerPseudonym: null,
    nextEpoch: null,
    nextAddressPseudonym: null,
    nextSubjectPseudonym: null,
    nextCustomerPseudonym: null,
    evidence: isWithdrawal ? null : evidence,
    presence: isWithdrawal ? 0 : presence,
    tags: isWithdrawal ? 0 : tags,
    hasPhone: known.hasPhone ?? false,
    hasEmail: false,
    quality: [],
    warnings: [],
    district: 'Centrum',
    itemDigest: hash32(`item ${number}`),
    ...overrides,
  }
}
