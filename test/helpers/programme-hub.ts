import { sequencePending } from '../../src/access-log/index.js'
import { runMatch } from '../../src/cases/index.js'
import { openFeed, type OpenedCase } from '../../src/client/index.js'
import type { Month } from '../../src/kernel/calendar.js'
import { isIssuedId, type PartyId } from '../../src/parties/index.js'
import { loadProgramme, organisationOf, programmes } from '../../src/programmes/index.js'
import { registerCertificate } from '../../src/registry/index.js'
import { issueSigning, issueTransport } from '../../certs/issue.js'
import { id, report, type AnyItem } from '../notifications/build.js'
import type { Owner } from './cluster.js'
import {
  municipalParty,
  plantSealingKey,
  startHub,
  type Answer,
  type Calling,
  type TestHub,
} from './hub.js'
import { signingKeyOf, testAuthority } from './pki.js'
import { OPERATOR } from './registry.js'
import { closeMonth, identityOf, sealingKeysOf, served, TRACE } from './served.js'

const MONTH = '2026-08' as Month
const VALIDITY = {
  validFrom: new Date('2020-01-01T00:00:00Z'),
  validTo: new Date('2040-01-01T00:00:00Z'),
}

/** A hub on which programmes run, with the shipped data and nothing else beside them. */
export interface ProgrammeHub extends TestHub {
  /** The organisation of that key, with certificates of its own. */
  partner(key: string): Promise<Calling>
  /** A report of an organisation of the programme; the number makes it, unless told otherwise. */
  item(key: string, number: number, more: AnyItem): AnyItem
  /** Delivers, as the organisation itself or as who is named. */
  deliver(key: string, items: readonly AnyItem[], by?: string): Promise<Answer>
  /** Matches and closes August of a municipality; opens what it pulled. */
  close(code: string): Promise<readonly OpenedCase[]>
  /** A municipality reports about cases of August; days lie in September. */
  report(code: string, outcomes: readonly object[]): Promise<Answer>
}

/** Starts a hub with programmes that come with the product, at 10 August 2026. */
export async function startProgrammes(t: Owner, ...ids: readonly string[]): Promise<ProgrammeHub> {
  const hub = await startHub(t)
  const chosen = programmes.filter((one) => ids.includes(one.id))
  const towns = chosen.flatMap(({ municipalities }) => municipalities)
  for (const { code, name } of towns) {
    // Two of them are there already, under a name of their own.
    await hub.sql('UPDATE party SET name = $2 WHERE id = $1', [municipalParty(code), name])
  }
  const partyIds = Object.fromEntries(towns.map(({ key, code }) => [key, municipalParty(code)]))
  for (const programme of chosen) await loadProgramme(hub.context, OPERATOR, programme, partyIds)
  const known = new Map<string, Calling>()
  const enrolled = (party: PartyId, name: string) => enrol(hub, known, party, name)
  for (const { code, name } of towns) {
    if (hub.sealingKeys.has(code)) continue
    const keys = hub.sealingKeys as Map<string, { key: never; kid: string }>
    keys.set(code, (await plantSealingKey(hub.sql, code)) as never)
    await enrolled(municipalParty(code), name)
  }
  const town = (code: string) => known.get(municipalParty(code)) ?? hub.asMunicipality(code)
  const partner = (key: string) => {
    const { sandboxId, name } = organisationOf(key)
    return enrolled(sandboxId, name)
  }
  let batches = 8000
  return {
    ...hub,
    asMunicipality: town,
    partner,
    item: (key, number, more) =>
      report(number, { creditorId: organisationOf(key).sandboxId, ...more }),
    async deliver(key, items, by = key) {
      batches += 1
      return (await partner(by)).submit(id(batches), items)
    },
    async close(code) {
      await sequencePending(hub.context)
      await runMatch(hub.context, served(code), MONTH, TRACE)
      await closeMonth(hub.context, code, MONTH)
      const { body } = await town(code).get(`/v1/feeds/${MONTH}`)
      const identity = identityOf(hub.context)
      const now = hub.context.clock.now()
      return (await openFeed(identity, [body], sealingKeysOf(hub, code), now)).cases
    },
    async report(code, outcomes) {
      batches += 1
      const calling = town(code)
      const fields = { reportId: id(batches), outcomes }
      return calling.send('/v1/outcomes', calling.sign('submitOutcomes', fields))
    },
  }
}

async function enrol(
  hub: TestHub,
  known: Map<string, Calling>,
  party: PartyId,
  name: string,
): Promise<Calling> {
  const before = known.get(party)
  if (before !== undefined) return before
  const authority = await testAuthority()
  const plain = { commonName: name, organisation: name }
  // A landlord without OIN has an id that the hub gave it, which stands in no certificate.
  const subject = isIssuedId(party) ? plain : { ...plain, organisationNumber: party }
  const transport = await issueTransport(authority, subject, VALIDITY, 'EC')
  const signing = await issueSigning(authority, subject, VALIDITY, 'EC')
  for (const [purpose, { certificate: pem }] of [
    ['transport', transport],
    ['signing', signing],
  ] as const) {
    // A step that takes two people is signed with a certificate that names its holder.
    const holder = purpose === 'signing' ? 'coordinator-1' : null
    await registerCertificate(hub.context, OPERATOR, { party, purpose, pem, holder })
  }
  const keys = { organisationNumber: party, transport, signing, signingKey: signingKeyOf(signing) }
  const calling = hub.with(keys)
  known.set(party, calling)
  return calling
}

/** What came of a case: as the contract has it, taken up and decided on 2 September. */
export function outcomeOf(found: OpenedCase, more: object = {}, status = 'TAKEN_UP'): object {
  return {
    caseId: found.caseId,
    month: MONTH,
    notifications: found.notifications.map(({ creditorId, notificationId }) => ({
      creditorId,
      notificationId,
      status,
    })),
    takenUpOn: '2026-09-02',
    decision: { action: 'VISIT', on: '2026-09-02' },
    contactAttempts: [],
    ...more,
  }
}

/** An attempt at contact on a day of September. */
export function attempt(kind: string, day: number, reached = false, partOfDay?: string): object {
  const on = `2026-09-${String(day).padStart(2, '0')}`
  return { kind, on, reached, ...(partOfDay !== undefined && { partOfDay }) }
}

/** The address of one household: everybody who reports it writes the same. */
export function household(number: number, place: AnyItem): AnyItem {
  const { municipalityCode, postcode, city } = place
  return {
    municipalityCode,
    person: { initials: 'V.', surname: `Verzonnen${number}` },
    address: { street: 'Fictielaan', postcode, houseNumber: number, city },
    phone: [`+3160012345${number}`.slice(0, 12)],
  }
}
