import { sequencePending } from '../../src/access-log/index.js'
import { runMatch } from '../../src/cases/index.js'
import type { Month } from '../../src/kernel/calendar.js'
import { registerCertificate } from '../../src/registry/index.js'
import type { PartyId } from '../../src/parties/index.js'
import { id, report, type AnyItem } from '../notifications/build.js'
import type { Owner } from './cluster.js'
import {
  ALMERE,
  municipalParty,
  OMMEN,
  startHub,
  STROOM,
  WONING,
  type Calling,
  type TestHub,
} from './hub.js'
import { testAuthority, testParty } from './pki.js'
import { OPERATOR } from './registry.js'
import { closeMonth, served, TRACE } from './served.js'

export const EXECUTOR = '00000099000000005000' as PartyId
/** An officer of Ommen's log, as `OFFICER` is of Almere's. */
export const OMMEN_OFFICER = '00000099000000006000' as PartyId

/** Delivered by Woning for Almere alone. */
export const WONING_BATCH = id(9000)
/** Delivered by Woning for Ommen alone. */
export const OTHER_WONING_BATCH = id(9003)
/** A resident of Almere whom Woning and Stroom reported. */
export const RESIDENT = {
  person: { initials: 'V.', prefix: 'van', surname: 'Verzonnen1' },
  address: { postcode: '1315ZZ', houseNumber: 1 },
}

/** A hub at work: two creditors delivered for two municipalities, whose first month is closed. */
export interface PopulatedHub extends TestHub {
  readonly executor: Calling
  readonly ommenOfficer: Calling
  /** A second person at a party, with certificates of its own; not a second party. */
  colleagueOf(party: PartyId): Promise<Calling>
  /**
   * Everything that the answers to one party could give away: ids, roots, names and keys that belong
   * to it and are long enough not to occur by chance.
   */
  secretsOf(party: PartyId): Promise<readonly string[]>
}

const inOmmen = (houseNumber: number) => ({
  municipalityCode: OMMEN,
  address: { postcode: '7731AA', houseNumber },
})
const WATER = { creditorId: STROOM, sector: 'WATER' }
const MONTH = '2026-08' as Month
const CRISIS = { crisis: true, crisisGround: 'EVICTION' }

/** Starts such a hub; it stands at 1 September 2026, an hour or so after August was closed. */
export async function startPopulatedHub(
  t: Owner,
  settings: Readonly<Record<string, string>> = {},
): Promise<PopulatedHub> {
  const hub = await startHub(t, { settings })
  const plain = { municipality: null, controller: '' }
  const executor = await hub.enrol(EXECUTOR, { role: 'executor', ...plain })
  const ommen = municipalParty(OMMEN)
  const ommenOfficer = await hub.enrol(OMMEN_OFFICER, {
    role: 'officer',
    municipality: null,
    controller: ommen,
  })
  await deliver(hub, WONING, WONING_BATCH, [report(1), report(2), report(3, CRISIS)])
  await deliver(hub, STROOM, id(9001), [report(11, { ...WATER, ...RESIDENT }), report(12, WATER)])
  await deliver(hub, STROOM, id(9002), [report(21, { ...WATER, ...inOmmen(4) })])
  await deliver(hub, WONING, OTHER_WONING_BATCH, [report(22, { ...inOmmen(8), ...CRISIS })])
  for (const code of [ALMERE, OMMEN]) {
    await runMatch(hub.context, served(code), MONTH, TRACE)
    await closeMonth(hub.context, code, MONTH)
  }
  await sequencePending(hub.context)
  return {
    ...hub,
    executor,
    ommenOfficer,
    colleagueOf: (party) => colleagueOf(hub, party),
    secretsOf: (party) => secretsOf(hub, party),
  }
}

async function deliver(hub: TestHub, creditor: PartyId, batchId: string, items: AnyItem[]) {
  const { status, text, body } = await hub.as(creditor).submit(batchId, items)
  const counts = (body as { counts?: { rejected: number } } | undefined)?.counts
  if (status !== 202 || counts?.rejected !== 0) throw new Error(`nothing was delivered: ${text}`)
}

async function colleagueOf(hub: TestHub, id: PartyId): Promise<Calling> {
  const party = await testParty(await testAuthority(), id)
  for (const purpose of ['transport', 'signing'] as const) {
    const { certificate: pem } = party[purpose]
    const holder = purpose === 'signing' ? 'sleutel-2' : null
    await registerCertificate(hub.context, OPERATOR, { party: id, purpose, pem, holder })
  }
  return hub.with(party)
}

const SECRETS = `
  SELECT id AS secret FROM party WHERE id = $1
  UNION SELECT name FROM party WHERE id = $1
  UNION SELECT fingerprint FROM certificate WHERE party = $1
  UNION SELECT mandate_id::text FROM mandate WHERE creditor = $1
  UNION SELECT batch_id::text FROM batch WHERE deliverer = $1
  UNION SELECT notification_id::text FROM notification WHERE $1 = creditor OR municipality = $2
  UNION SELECT entry::text FROM log_entry WHERE $1 IN (controller, actor)
  UNION SELECT encode(salt, 'hex') FROM log_entry WHERE $1 IN (controller, actor)
  UNION SELECT urgent_id::text FROM urgent_item WHERE municipality = $2
  UNION SELECT key_id FROM sealing_key WHERE municipality = $2
  UNION SELECT delivery_key FROM delivery_key WHERE municipality = $2
  UNION SELECT left(jwe, 200) FROM delivery_key WHERE municipality = $2
  UNION SELECT encode(digest, 'hex') FROM envelope WHERE municipality = $2
  UNION SELECT encode(root, 'hex') FROM feed WHERE municipality = $2
  UNION SELECT case_id::text FROM feed_item WHERE municipality = $2`

async function secretsOf(hub: TestHub, party: PartyId): Promise<string[]> {
  const [row] = await hub.sql<{ municipality: string }>(
    `SELECT municipality FROM party_role WHERE party = $1 AND role = 'municipality'`,
    [party],
  )
  const found = await hub.sql<{ secret: string }>(SECRETS, [party, row?.municipality ?? 'none'])
  return found.map(({ secret }) => secret)
}
