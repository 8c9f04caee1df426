import { join } from 'node:path'
import { exportLog, sequencePending } from '../access-log/index.js'
import { verifyLog } from '../access-log/verify.js'
import type { OpenedCase } from '../client/index.js'
import { lastDayOf, parseMonth, type Month } from '../kernel/calendar.js'
import { SteppedClock, systemClock } from '../kernel/clock.js'
import { loadShippedBases, SHIPPED } from '../legal-basis/index.js'
import type { PartyId } from '../parties/index.js'
import { loadProgramme, programmes, type Programme } from '../programmes/index.js'
import { castOf } from './cast.js'
import { writeDdas } from './ddas.js'
import { OPERATOR, writeStranger } from './enrolment.js'
import { enrolEverybody, introduceHub } from './everybody.js'
import { establishSealingKey, type DemoMunicipality } from './municipality.js'
import { countPlaintext } from './plaintext.js'
import { feedbackOf } from './programmes/facts.js'
import { probeAll, tellProgramme } from './programmes/tell.js'
import { SeededRandom } from './random.js'
import { tryRefusals, type Refusal } from './refusals.js'
import type { DemoReport, ProgrammeReport } from './report.js'
import type { Item } from './reporting.js'
import { liveThrough } from './season.js'
import { openSetting, type Setting } from './setting.js'
import { Tally } from './tally.js'
import { traceHousehold, type TracedHousehold } from './tracing.js'
import { switchVisitsOff, VISITS_OFF } from './visits-off.js'
import type { Executor } from './work/executor.js'
import { gatherTeam, goHome, type Team } from './work/team.js'
import { buildWorld, type World } from './world.js'

/** The months that the demonstration lives through. */
const MONTHS = ['2026-08', '2026-09', '2026-10'].map(parseMonth)
const SEED = 20260801

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
  const played = programmes.map(withinMonths)
  for (const programme of played) await loadProgramme(context, OPERATOR, programme)
  const cast = castOf(SEED)
  const everybody = await enrolEverybody(setting, cast)
  const { municipalities, deliverers, officer } = everybody
  const stranger = await writeStranger(setting, '00000099100000999000' as PartyId)
  await introduceHub(setting, [
    ...municipalities.flatMap(({ coordinator, colleague }) => [coordinator, colleague]),
    ...deliverers.values(),
    officer,
    { folder: stranger },
  ])
  say('municipalities make sealing keys; a second person confirms each')
  for (const municipality of municipalities) await establishSealingKey(municipality, clock)

  say('people of the municipalities sign in; who visits for them makes a key of its own')
  const teams = await gatherTeams(setting, played, municipalities)
  await switchVisitsOff(
    municipalities.find(({ code }) => code === VISITS_OFF.code)!,
    clock,
  )

  const birthDates = (sector: string) =>
    SHIPPED.some((row) => row.sector === sector && row.allowedFields.includes('birthDate'))
  const world = buildWorld(SEED, cast, birthDates)
  const endings = new SeededRandom(SEED)
  const tally = new Tally(municipalities)
  const season = { folder, setting, clock, cast, everybody, teams, world, endings, tally, say }
  let last: Item | undefined
  for (const month of MONTHS) last = (await liveThrough(season, month)) ?? last
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
  say('each programme is evaluated, and the pilot that is over is ended')
  const probes = await probeAll(teams, MONTHS.at(-1)!, clock)
  const folderOf = (id: string) => deliverers.get(id)!.folder
  const feedback = await feedbackOf(cast, folderOf, clock)
  const lived = { folder, setting, teams, months: MONTHS, tally, clock }
  const told: ProgrammeReport[] = []
  for (const programme of played) {
    told.push(await tellProgramme(lived, programme, probes, feedback))
  }
  teams.forEach(goHome)
  await sequencePending(context)
  const exported = await exportLog(context, join(folder, 'log'))
  const verification = verifyLog(join(folder, 'log'))
  const report: DemoReport = {
    seconds: 0,
    notifications: { sent: tally.sent, accepted: tally.accepted, rejected: tally.rejected },
    rejections: Object.fromEntries(tally.rejections),
    municipalities: tally.municipalities(),
    programmes: told,
    refused: [...tally.refused],
    log: { size: exported.size, root: exported.root, verified: verification.findings.length === 0 },
    plaintextHits: 0,
  }
  return { report, refusals, example, traced, world: world satisfies World }
}

/** A pilot of the data that would go on after these months is over with the last of them. */
function withinMonths(programme: Programme): Programme {
  const last = lastDayOf(MONTHS.at(-1)!)
  return { ...programme, validUntil: programme.validUntil === null ? null : last }
}

async function gatherTeams(
  setting: Setting,
  played: readonly Programme[],
  municipalities: readonly DemoMunicipality[],
): Promise<readonly Team[]> {
  const executors = new Map<string, Executor>()
  const teams: Team[] = []
  for (const municipality of municipalities) {
    const programme = played.find((one) =>
      one.municipalities.some(({ code }) => code === municipality.code),
    )!
    teams.push(await gatherTeam(setting, programme, municipality, executors))
  }
  return teams
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
