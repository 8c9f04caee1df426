import { chmodSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { sequencePending } from '../access-log/index.js'
import { fetchHubIdentity } from '../client/index.js'
import { connect, enrol, OPERATOR, writeIdentity, writeStranger } from '../demo/enrolment.js'
import { establishSealingKey } from '../demo/municipality.js'
import { openSetting, type Setting } from '../demo/setting.js'
import {
  addDays,
  dayOf,
  firstDayOf,
  instantOf,
  monthOf,
  monthsBefore,
  type Day,
  type Month,
} from '../kernel/calendar.js'
import { systemClock, type Clock } from '../kernel/clock.js'
import { loadShippedBases } from '../legal-basis/index.js'
import { registerMandates } from '../mandates/index.js'
import { parseMunicipalityCode, type PartyId } from '../parties/index.js'
import { importPostcodes } from '../postcodes/index.js'
import { registerParty, revokeCertificate } from '../registry/index.js'
import { trustAnchors } from '../../certs/authority.js'
import type { Sector } from '../kernel/sector.js'

/** The municipalities of a throw-away hub; the last one has no sealing key. */
export const [HERE, ELSEWHERE, KEYLESS] = ['9001', '9002', '9003'] as const
/** A postcode in `HERE`, with letters that are never given out. */
export const POSTCODE = '9991SS'

/** The creditor of a throw-away hub. */
export const CREDITOR = '00000099800000001000' as PartyId
const OTHER = '00000099800000002000' as PartyId
const STRANGER = '00000099800000003000' as PartyId
const SECTORS: readonly Sector[] = [
  'RENT',
  'WATER',
  'HEALTH_INSURANCE',
  'ENERGY_ELECTRICITY',
  'CAK_CONTRIBUTION',
]
/** Mandates for places that take no part, so that there is more than one page of them. */
const FAR_MANDATES = 1_100
/** How often entries become leaves of the log; the hub promises a minute. */
const SEQUENCING_MS = 500

/** The time of this machine, but for moments in which it is moved to the past. */
export class TravellingClock implements Clock {
  readonly stepped = true
  #fixed: Date | undefined

  now(): Date {
    return this.#fixed ?? systemClock.now()
  }

  /** Does some work at another instant. */
  async at<Result>(instant: Date, work: () => Promise<Result>): Promise<Result> {
    this.#fixed = instant
    try {
      return await work()
    } finally {
      this.#fixed = undefined
    }
  }
}

/** A party of a throw-away hub, by the folder that its software reads. */
export type Folder = string

/** A real hub on a real database that is gone after use, with parties to try things as. */
export interface ThrowAway {
  readonly setting: Setting
  readonly clock: TravellingClock
  /** The latest month that can be closed. */
  readonly month: Month
  readonly parties: {
    readonly creditor: Folder
    readonly creditorNext: Folder
    readonly creditorExpired: Folder
    readonly otherCreditor: Folder
    readonly municipality: Folder
    readonly colleague: Folder
    readonly neighbour: Folder
    readonly stranger: Folder
  }
  /** Makes a party's folder with further certificates. */
  readonly enrolAgain: (party: 'creditor' | 'municipality', slug: string) => Promise<Folder>
  readonly revoke: (fingerprint: string) => Promise<void>
  close(): Promise<void>
}

/** Party id of a municipality. */
export function municipalId(code: string): PartyId {
  return `00000099${code.padStart(9, '8')}000` as PartyId
}

/**
 * Starts a hub with its own PostgreSQL, authority and certificates on free ports of this machine, in
 * a folder that is removed by `close`.
 *
 * @param say Told what is being done.
 * @param opened Told how to close, as soon as there is something that must not stay behind.
 */
export async function openThrowAway(
  say: (text: string) => void,
  opened: (close: () => Promise<void>) => void = () => undefined,
): Promise<ThrowAway> {
  const folder = mkdtempSync(join(tmpdir(), 'vroegsignaal-conformance-'))
  // The user that PostgreSQL runs as must get to its own folder inside, and see nothing else.
  chmodSync(folder, 0o711)
  const clock = new TravellingClock()
  const month = monthsBefore(monthOf(addDays(dayOf(clock.now()), -1)), 1)
  const remove = () => rmSync(folder, { recursive: true, force: true })
  let setting: Setting
  try {
    say('starting PostgreSQL, an authority and a hub')
    const settings = { VS_HUB_ID: 'conformance.vroegsignaal.example' }
    // At the start of that month, so that there is room for it in the database.
    setting = await clock.at(instantOf(firstDayOf(month), 8), () =>
      openSetting(folder, clock, settings),
    )
  } catch (error) {
    remove()
    throw error
  }
  const { context } = setting
  const sequencing = setInterval(() => void sequencePending(context).catch(ignore), SEQUENCING_MS)
  sequencing.unref()
  let closing: Promise<void> | undefined
  const close = () => {
    clearInterval(sequencing)
    return (closing ??= setting.serving.close().finally(remove))
  }
  opened(close)
  try {
    const parties = await populate(setting, clock)
    const introduce = introducer(setting)
    return {
      setting,
      clock,
      month,
      parties,
      async enrolAgain(party, slug) {
        const id = party === 'creditor' ? CREDITOR : municipalId(HERE)
        const enrolled = await enrol(setting, slug, { id, name: slug })
        await introduce([enrolled.folder])
        return enrolled.folder
      },
      revoke: async (fingerprint) => void (await revokeCertificate(context, OPERATOR, fingerprint)),
      close,
    }
  } catch (error) {
    await close()
    throw error
  }
}

async function populate(setting: Setting, clock: TravellingClock): Promise<ThrowAway['parties']> {
  const { context } = setting
  const cak = { creditors: [CREDITOR], municipalities: [HERE] }
  await loadShippedBases(context, OPERATOR, { EXPERIMENT_CAK_CONTRIBUTION: cak })
  const plain = [{ role: 'creditor', municipality: null, controller: '' }] as const
  await registerParty(context, OPERATOR, { id: CREDITOR, name: 'Proefwoning', roles: plain })
  await registerParty(context, OPERATOR, { id: OTHER, name: 'Proefwater', roles: plain })
  for (const code of [HERE, ELSEWHERE, KEYLESS]) {
    const role = { role: 'municipality', municipality: code, controller: '' } as const
    const name = `Gemeente Proef ${code}`
    await registerParty(context, OPERATOR, { id: municipalId(code), name, roles: [role] })
  }
  await registerMandates(context, OPERATOR, mandates(dayOf(clock.now())))
  const areas = [
    { postcode: '9991', municipality: HERE, others: [], district: null },
    { postcode: '9992', municipality: ELSEWHERE, others: [], district: null },
  ]
  const source = { source: 'pc4', version: 'conformance', licence: 'none', from: START } as const
  await importPostcodes(context, OPERATOR, areas, source)
  const creditor = { id: CREDITOR, name: 'Proefwoning' }
  const municipality = { id: municipalId(HERE), name: 'Gemeente Proef 9001' }
  const one = (slug: string, party: { id: PartyId; name: string }) =>
    enrol(setting, slug, party).then((enrolled) => enrolled)
  const coordinator = await one('municipality', municipality)
  const colleague = await one('colleague', municipality)
  const neighbour = await one('neighbour', { ...municipality, id: municipalId(ELSEWHERE) })
  const neighbours = await one('neighbours-colleague', {
    ...municipality,
    id: municipalId(ELSEWHERE),
  })
  const now = clock.now().getTime()
  const ended = { validFrom: setting.validity.validFrom, validTo: new Date(now - 86_400_000) }
  const expired = await clock.at(new Date(now - 3 * 86_400_000), () =>
    enrol({ ...setting, validity: ended }, 'creditor-expired', creditor),
  )
  const folders = {
    creditor: (await one('creditor', creditor)).folder,
    creditorNext: (await one('creditor-next', creditor)).folder,
    creditorExpired: expired.folder,
    otherCreditor: (await one('other-creditor', { id: OTHER, name: 'Proefwater' })).folder,
    municipality: coordinator.folder,
    colleague: colleague.folder,
    neighbour: neighbour.folder,
    stranger: await writeStranger(setting, STRANGER),
  }
  await introducer(setting)([...Object.values(folders), neighbours.folder])
  await establishSealingKey({ coordinator, colleague }, clock)
  await establishSealingKey({ coordinator: neighbour, colleague: neighbours }, clock)
  return folders
}

const START = '2025-01-01' as Day

function mandates(today: Day) {
  const row = {
    agreement: 'Conformance',
    creditor: CREDITOR,
    validFrom: START,
    validUntil: null,
    entitledFields: ['creditorName', 'arrearsCents', 'oldestDueOn'],
  }
  const near = [HERE, ELSEWHERE, KEYLESS].flatMap((municipality) =>
    SECTORS.map((sector) => ({ ...row, municipality, sector })),
  )
  const other = { ...row, creditor: OTHER, municipality: HERE, sector: 'WATER' as Sector }
  const far = Array.from({ length: FAR_MANDATES }, (_, number) => ({
    ...row,
    municipality: String(1000 + number),
    sector: 'RENT' as Sector,
    validFrom: addDays(today, 1),
  }))
  return [...near, other, ...far]
}

/** Gives parties the keys that the hub's answers are checked with. */
function introducer({ serving, authority }: Setting) {
  return async (folders: readonly Folder[]) => {
    const anchors = trustAnchors(authority)
    const identity = await fetchHubIdentity(serving.publicUrl, serving.dataUrl, anchors)
    for (const folder of folders) writeIdentity(folder, identity)
  }
}

/** A municipality as jobs act for it. */
export function servedAs(code: string) {
  return { code: parseMunicipalityCode(code), party: municipalId(code) }
}

/** A client of a party on the clock of the hub. */
export function clientOf({ clock }: Pick<ThrowAway, 'clock'>, folder: Folder) {
  return connect(folder, clock)
}

function ignore(): void {
  // The next round tries again; what stays out of the log fails the cases that wait for it.
}
