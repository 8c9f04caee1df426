import { createHash } from 'node:crypto'
import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Clock } from '../../kernel/clock.js'
import type { Month } from '../../kernel/calendar.js'
import { endProgramme, type Evaluated, type Programme } from '../../programmes/index.js'
import { OPERATOR } from '../enrolment.js'
import type { ProgrammeReport } from '../report.js'
import type { Setting } from '../setting.js'
import type { Tally } from '../tally.js'
import { enrolPerson } from '../work/person.js'
import type { Team } from '../work/team.js'
import { townFacts, type TownFacts } from './facts.js'
import { NEEDS } from './needs.js'
import { acrossTheBorder, probe, type Probes } from './probes.js'
import { programmeReport } from './rows.js'

/** As it stands in the file. */
type EvaluationFile = Pick<Evaluated, 'months' | 'totals'>

/** What the demonstration has when its months are over. */
export interface Lived {
  readonly folder: string
  readonly setting: Setting
  readonly teams: readonly Team[]
  readonly months: readonly Month[]
  readonly tally: Tally
  readonly clock: Clock
}

/** What people may and may not see, tried at every municipality of a month that was reported on. */
export async function probeAll(
  teams: readonly Team[],
  month: Month,
  clock: Clock,
): Promise<ReadonlyMap<string, Probes>> {
  const all = new Map<string, Probes>()
  for (const team of teams) all.set(team.municipality.code, await probe(team, month, clock))
  return all
}

/**
 * Tells what a programme did, with the evaluation that each of its municipalities keeps; a pilot that
 * is over is ended, which removes everything of it.
 */
export async function tellProgramme(
  { folder, setting, teams, months, tally, clock }: Lived,
  programme: Programme,
  probes: ReadonlyMap<string, Probes>,
  feedback: ReadonlyMap<string, ReadonlyMap<string, number>>,
): Promise<ProgrammeReport> {
  const codes = programme.municipalities.map(({ code }) => code as string)
  const own = teams.filter(({ municipality }) => codes.includes(municipality.code))
  const isFollowed = NEEDS[programme.id]!.includes('EVICTION_STAGE')
  const towns: TownFacts[] = []
  for (const team of own) {
    towns.push(
      await townFacts(team, months, probes.get(team.municipality.code)!, clock, isFollowed),
    )
  }
  const [one, other] = own.map(({ municipality }) => municipality)
  const apart =
    one !== undefined && other !== undefined
      ? { apart: await bothSides(setting, one, other, months.at(-1)!) }
      : {}
  const evaluations = towns.map(({ municipality: { code }, evaluation }) => {
    const text = `${JSON.stringify(evaluation, undefined, 2)}\n`
    const below = join(folder, 'municipalities', code)
    mkdirSync(below, { recursive: true, mode: 0o700 })
    writeFileSync(join(below, 'evaluation.json'), text, { mode: 0o600 })
    const digest = createHash('sha256').update(text).digest('hex')
    const { months: evaluated, totals } = JSON.parse(text) as EvaluationFile
    return { municipality: code, digest, months: evaluated, totals }
  })
  const facts = { programme, towns, tally, feedback, ...apart }
  if (programme.validUntil === null) return programmeReport(facts)
  const removed = await endProgramme(setting.context, OPERATOR, programme.id, evaluations)
  const rows = removed.flatMap((each) => Object.values(each.removed))
  const ended = { rows: rows.reduce((total, count) => total + count, 0), entries: removed.length }
  return programmeReport({ ...facts, ended })
}

async function bothSides(
  setting: Setting,
  one: Team['municipality'],
  other: Team['municipality'],
  month: Month,
) {
  const duties = { [one.code]: 'CONSULTANT', [other.code]: 'CONSULTANT' } as const
  const both = await enrolPerson(setting, one.coordinator.id, 'consultant-both', duties)
  try {
    return await acrossTheBorder(both, [one, other], month)
  } finally {
    both.leave()
  }
}
