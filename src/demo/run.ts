import { join } from 'node:path'
import { exportLog, sequencePending } from '../access-log/index.js'
import { verifyLog } from '../access-log/verify.js'
import { runMatch } from '../cases/index.js'
import { fetchHubIdentity, type OpenedCase } from '../client/index.js'
import { newTrace } from '../crypto/trace.js'
import { closeFeed } from '../feeds/index.js'
import { monthsAfter, monthsBefore, parseMonth, type Month } from '../kernel/calendar.js'
import { SteppedClock, systemClock } from '../kernel/clock.js'
import { loadShippedBases, SHIPPED } from '../legal-basis/index.js'
import { parseMunicipalityCode, type PartyId } from '../parties/index.js'
import { loadProgramme, programmes } from '../programmes/index.js'
import { registerOfficer, registerParty } from '../registry/index.js'
import { trustAnchors } from '../../certs/authority.js'
import { castOf, deliverersOf } from './cast.js'
import { deliver, writeSent } from './deliver.js'
import { enrol, OPERATOR, writeIdentity, writeStranger, type Enrolled } from './enrolment.js'
import { writeDdas } from './ddas.js'
import { writeOpened } from './keep.js'
import {
  establishSealingKey,
  takeMonth,
  takeUrgent,
  type DemoMunicipality,
} from './municipality.js'
import { reportMonth } from './outcomes.js'
import { countPlaintext } from './plaintext.js'
import { tryRefusals, type Refusal } from './refusals.js'
import type { DemoReport } from './report.js'
import type { Item } from './reporting.js'
import { SeededRandom } from './random.js'
import { openSetting, type Setting } from './setting.js'
import { Tally } from './tally.js'
import { traceHousehold, type TracedHousehold } from './tracing.js'
import { buildWorld, liveMonth, type World } from './world.js'

/** The months that the demonstration lives through. */
const MONTHS = ['2026-08', '2026-09', '2026-10'].map(parseMonth)
const SEED = 20260801
const OFFICER = '00000099100000801000' as PartyId

/** What the demonstration shows beside its report. */
export interface Shown {
  readonly report: DemoReport
  readonly refusals: readonly Refusal[]
  readonly example: { readonly municipality: string; readonly case: OpenedCase }
  readonly traced: TracedHousehold
  /** The hub that was, for keeping. */
  readonly setting: Setting
}

/**
 * Runs the five programmes for three months through a real hub, over real connections.
 *
 * @param folder Where everything lies; empty at first.
 * @param say Told what is being done.
 * @param opened Told as soon as there is something to close when the demonstration is interrupted.
 */
export async function runDemo(
  folder: string,
  say: (text: string) => void,
  opened: (setting: Setting) => void = () => undefined,
): Promise<Shown> {
  const begun = systemClock.now()
  const clock = new SteppedClock('2026-08-01T07:00:00Z')
  say('starting PostgreSQL, an authority and the hub')
  const setting = await openSetting(folder, clock)
  opened(setting)
  try {
    const shown = await play(folder, setting, clock, say)
    await setting.serving.close()
    say('looking for people in clear on disk')
    const { pgdata } = setting.serving.embedded!
    const plaintextHits = await countPlaintext(folder, pgdata, shown.world)
    const seconds = Math.round((systemClock.now().getTime() - begun.getTime()) / 100) / 10
    const { world: _, ...rest } = shown
    return { ...rest, setting, report: { ...shown.report, seconds, plaintextHits } }
  } finally {
    await setting.serving.close()
  }
}

async function play(
  folder: string,
  setting: Setting,
  clock: SteppedClock,
  say: (text: string) => void,
) {
  say('registering legal bases, programmes, parties and certificates')
  const { context } = setting
  await loadShippedBases(context, OPERATOR)
  for (const programme of programmes) await loadProgramme(context, OPERATOR, programme)
  const { municipalities, deliverers, officer } = await enrolEverybody(setting)
  const stranger = await writeStranger(setting, '00000099100000999000' as PartyId)
  await introduceHub(setting, [
    ...municipalities.flatMap(({ coordinator, colleague }) => [coordinator, colleague]),
    ...deliverers.values(),
    officer,
    { folder: stranger },
  ])
  say('municipalities make sealing keys; a second person confirms each')
  for (const municipality of municipalities) await establishSealingKey(municipality, clock)

  const cast = castOf(SEED)
  const birthDates = (sector: string) =>
    SHIPPED.some((row) => row.sector === sector && row.allowedFields.includes('birthDate'))
  const world = buildWorld(SEED, cast, birthDates)
  const endings = new SeededRandom(SEED)
  const tally = new Tally(municipalities)
  let last: Item | undefined
  for (const month of MONTHS) {
    const deliveries = liveMonth(world, month)
    const parties = new Set(deliveries.map(({ delivererId }) => delivererId)).size
    const count = deliveries.reduce((total, { items }) => total + items.length, 0)
    say(`${month}: ${parties} parties deliver ${count} notifications`)
    for (const round of [1, 2] as const) {
      for (const delivery of deliveries.filter((one) => one.round === round)) {
        clock.set(`${delivery.on}T08:00:00Z`)
        await deliver(deliverers.get(delivery.delivererId)!.folder, delivery, clock, tally)
      }
      for (const municipality of municipalities) {
        tally.urgent(municipality.code, await takeUrgent(municipality, clock))
      }
    }
    for (const creditor of cast) {
      const sent = deliveries
        .flatMap(({ items }) => items)
        .filter(({ creditorId }) => creditorId === creditor.creditorId)
      if (sent.length > 0) writeSent(folder, creditor.slug, month, sent)
      last = sent.find(({ kind }) => kind === 'EARLY') ?? last
    }
    say(`${month}: match run and closing for ${municipalities.length} municipalities`)
    clock.set(`${monthsAfter(month, 1)}-01T06:30:00Z`)
    await sequencePending(context)
    for (const municipality of municipalities) {
      const served = {
        code: parseMunicipalityCode(municipality.code),
        party: municipality.coordinator.id,
      }
      await runMatch(context, served, month, newTrace())
      await closeFeed(context, served, month, newTrace())
      const feed = await takeMonth(municipality, month, clock)
      tally.opened(municipality.code, feed)
      writeOpened(folder, municipality, month, feed)
      await reportMonth(municipality, monthsBefore(month, 1), endings, clock)
    }
  }
  say('municipalities build their delivery to the national statistics')
  const period = [MONTHS[0]!, MONTHS.at(-1)!] as const
  for (const municipality of municipalities) writeDdas(folder, municipality, period, clock)

  say('trying what must be refused')
  const refusals = await tryRefusals(
    {
      creditor: deliverers.get(cast[0]!.creditorId)!.folder,
      municipality: municipalities[0]!.coordinator.folder,
      neighbour: municipalities[1]!.coordinator.folder,
      stranger,
      month: MONTHS.at(-1)!,
      item: last!,
      urgentIds: municipalities[0]!.urgent.slice(0, 1).map(({ urgentId }) => urgentId),
    },
    clock,
  )
  for (const { code } of refusals) tally.refused.add(code)

  say('a privacy officer verifies the log and traces one household')
  const example = pickExample(municipalities, MONTHS.at(-1)!)
  const traced = await traceHousehold(officer.folder, example, clock)
  await sequencePending(context)
  const exported = await exportLog(context, join(folder, 'log'))
  const verification = verifyLog(join(folder, 'log'))
  const report: DemoReport = {
    seconds: 0,
    notifications: { sent: tally.sent, accepted: tally.accepted, rejected: tally.rejected },
    rejections: Object.fromEntries(tally.rejections),
    municipalities: tally.municipalities(),
    refused: [...tally.refused],
    log: { size: exported.size, root: exported.root, verified: verification.findings.length === 0 },
    plaintextHits: 0,
  }
  return { report, refusals, example, traced, world: world satisfies World }
}

async function enrolEverybody(setting: Setting) {
  const { context } = setting
  const municipalities: DemoMunicipality[] = []
  for (const { key, code, name, sandboxId: id } of programmes.flatMap(
    (one) => one.municipalities,
  )) {
    const coordinator = await enrol(setting, key, { id, name })
    const colleague = await enrol(setting, `${key}-colleague`, { id, name })
    municipalities.push({
      code,
      name,
      coordinator,
      colleague,
      months: new Map(),
      urgent: [],
      outcomes: new Map(),
    })
  }
  const deliverers = new Map<string, Enrolled>()
  for (const { key, sandboxId: id, name } of deliverersOf(castOf(SEED))) {
    deliverers.set(id, await enrol(setting, key, { id, name }))
  }
  const name = 'Privacy officer of the demonstration'
  await registerParty(context, OPERATOR, { id: OFFICER, name, roles: [] })
  for (const { coordinator } of municipalities) {
    await registerOfficer(context, OPERATOR, OFFICER, coordinator.id)
  }
  const officer = await enrol(setting, 'officer', { id: OFFICER, name })
  return { municipalities, deliverers, officer }
}

/** Every party keeps the keys that the hub's answers are checked with. */
async function introduceHub(
  { serving, authority }: Setting,
  parties: readonly { readonly folder: string }[],
): Promise<void> {
  const anchors = trustAnchors(authority)
  const identity = await fetchHubIdentity(serving.publicUrl, serving.dataUrl, anchors)
  for (const { folder } of parties) writeIdentity(folder, identity)
}

/** Whether a case shows what the hub is for: one household, several bills, all readable. */
function isTelling(notifications: OpenedCase['notifications']): boolean {
  const names = new Set(notifications.map(({ identity }) => identity?.person.surname.toLowerCase()))
  return names.size <= 2 && !names.has(undefined)
}

/** A case worth looking at: several sectors, and people in it. */
function pickExample(municipalities: readonly DemoMunicipality[], month: Month) {
  const found = municipalities
    .flatMap((municipality) =>
      municipality.months
        .get(month)!
        .cases.filter(({ notifications }) => isTelling(notifications))
        .map((one) => ({ municipality: municipality.name, code: municipality.code, case: one })),
    )
    .sort((a, b) => b.case.sectorCount - a.case.sectorCount)[0]
  if (found === undefined) throw new Error('no case came out of the demonstration')
  return found
}
