import { Command } from 'commander'
import { newTrace } from '../../../crypto/trace.js'
import type { Hub } from '../../../hub.js'
import { loadMunicipalities } from '../../../parties/index.js'
import { consult } from '../../../registry/index.js'
import {
  compact,
  COMPACTABLE,
  forgetHub,
  forgetMunicipality,
  listSchedule,
  retentionReport,
  setTerm,
  type CountRow,
  type RetentionReport,
  type ScheduledKind,
} from '../../../retention/index.js'
import { table } from '../../output.js'
import { runCommand } from '../../run.js'
import { withHub } from '../../session.js'
import { act, asDay, asMunicipality, asParty, common, print, usage, type Common } from './act.js'

interface Spoken extends Common {
  readonly language: string
}

interface SetOptions extends Common {
  readonly municipality?: string
  readonly controller?: string
  readonly from: string
  readonly reason: string
}

/** `admin retention …`: how long data is kept, and what of that is so. */
export function retentionCommand(): Command {
  const retention = new Command('retention').description(
    'how long each kind of data is kept; what is due goes by itself, every night',
  )
  spoken(common(retention.command('schedule')))
    .description('the terms of each kind, and what was set')
    .action((options: Spoken) =>
      act(options, async (context, operator) => {
        const schedule = await listSchedule(context, operator)
        return { json: { schedule }, lines: scheduleLines(schedule, languageOf(options)) }
      }),
    )
  common(retention.command('set'))
    .description('set a term from a day on, for all or for one municipality or controller')
    .argument('<kind>', 'as `admin retention schedule` lists them')
    .argument('<term>', 'days or months, as the kind counts')
    .option('--municipality <code>', 'CBS code')
    .option('--controller <party>', 'whose part of the log: a party id, or hub')
    .requiredOption('--from <day>', 'first day, today or later')
    .requiredOption('--reason <text>', 'why; stands in the log')
    .action((kind: string, term: string, options: SetOptions) =>
      act(options, async (context, operator) => {
        if (!/^[1-9]\d{0,3}$/.test(term)) throw usage('<term> is a number of days or months.')
        const { municipality, controller, from, reason } = options
        const version = await setTerm(context, operator, {
          kind,
          term: Number(term),
          validFrom: asDay(from, '--from'),
          reason,
          ...(municipality !== undefined && {
            municipality: asMunicipality(municipality, '--municipality'),
          }),
          ...(controller !== undefined && {
            controller: controller === 'hub' ? 'hub' : asParty(controller, '--controller'),
          }),
        })
        return { json: { kind, version }, lines: [`${kind} version ${version}: ${term}`] }
      }),
    )
  spoken(common(retention.command('report')))
    .description('count what there still is, what is overdue and what a hold keeps')
    .action((options: Spoken) =>
      act(options, async (context, operator) => {
        const report = await retentionReport(context, operator)
        return { json: { ...report }, lines: reportLines(report, languageOf(options)) }
      }),
    )
  common(retention.command('run'))
    .description('forget what is due now, as the running hub does every night')
    .action((options: Common) =>
      runCommand(async () => print(await withHub(runNow), options), options.json === true),
    )
  common(retention.command('compact'))
    .description('write a table anew, so that its file holds nothing of what was removed')
    .argument('<table>', COMPACTABLE.join(', '))
    .action((name: string, options: Common) =>
      act(options, async (context, operator) => {
        await compact(context, operator, name)
        return { json: { compacted: name }, lines: [`Wrote ${name} anew.`] }
      }),
    )
  return retention
}

async function runNow({ context }: Hub) {
  const trace = () => ({
    ...newTrace(),
  })
  const municipalities = await consult(context, 'municipalities', loadMunicipalities)
  const served = []
  for (const { code, party } of municipalities.values()) {
    served.push({
      municipality: code,
      ...(await forgetMunicipality(context, { code, party }, trace())),
    })
  }
  const hub = await forgetHub(context, trace())
  const rows = served.flatMap(({ municipality, identities, forgotten }) => [
    ...identities.map(({ month, envelopes }) => [municipality, 'IDENTITY', month, envelopes]),
    ...forgotten.map(({ kind, month, rows: count }) => [municipality, kind, month ?? '', count]),
  ])
  rows.push(...hub.ended.map((one) => [one.municipality || one.controller, one.kind, '', one.rows]))
  rows.push(...hub.forgotten.map(({ kind, rows: count }) => ['', kind, '', count]))
  rows.push(
    ...Object.entries(hub.entries).map(([whose, count]) => [whose, 'ACCESS_LOG', '', count]),
  )
  const partitions = [
    ...hub.dropped.map((name) => `Dropped ${name}.`),
    ...hub.rewritten.map((name) => `Wrote ${name} anew.`),
  ]
  const lines =
    rows.length === 0 ? ['Nothing was due.'] : table(['whose', 'kind', 'month', 'rows'], rows)
  return { json: { municipalities: served, hub }, lines: [...lines, ...partitions] }
}

type Language = 'nl' | 'en'

function spoken(command: Command): Command {
  return command.option('--language <code>', 'nl or en', 'en')
}

function languageOf({ language }: Spoken): Language {
  if (language === 'nl' || language === 'en') return language
  throw usage('--language is nl or en.')
}

const WORDS = {
  nl: {
    kind: ['soort', 'termijn', 'grenzen', 'wat het is'],
    set: ['soort', 'voor', 'versie', 'vanaf', 'termijn', 'reden'],
    count: ['soort', 'tabel', 'voor', 'oudste', 'rijen', 'te laat', 'vastgehouden'],
    units: { day: 'dagen', month: 'maanden' },
    all: 'allen',
    late: (rows: number) => `${rows} rijen hadden al vergeten moeten zijn.`,
    fine: 'Niets is te laat.',
    keys: (count: number) => `${count} geheimen zijn vernietigd.`,
  },
  en: {
    kind: ['kind', 'term', 'bounds', 'what it is'],
    set: ['kind', 'for', 'version', 'from', 'term', 'reason'],
    count: ['kind', 'table', 'for', 'oldest', 'rows', 'overdue', 'held'],
    units: { day: 'days', month: 'months' },
    all: 'all',
    late: (rows: number) => `${rows} rows should have been forgotten.`,
    fine: 'Nothing is overdue.',
    keys: (count: number) => `${count} secrets have been destroyed.`,
  },
} as const

function scheduleLines(schedule: readonly ScheduledKind[], language: Language): string[] {
  const words = WORDS[language]
  const kinds = schedule.map((one) => [
    one.kind,
    `${one.standard} ${words.units[one.unit]}`,
    `${one.least}–${one.most}`,
    one[language],
  ])
  const set = schedule.flatMap(({ kind, terms }) =>
    terms.map((row) => [
      kind,
      row.municipality || row.controller || words.all,
      row.version,
      row.validFrom,
      row.term,
      row.reason,
    ]),
  )
  return [...table(words.kind, kinds), ...(set.length === 0 ? [] : ['', ...table(words.set, set)])]
}

function reportLines(report: RetentionReport, language: Language): string[] {
  const words = WORDS[language]
  const rows = report.counts.map((row: CountRow) => [
    row.kind,
    row.table,
    row.municipality || row.controller || 'hub',
    row.oldest ?? '',
    row.rows,
    row.overdue,
    row.held,
  ])
  const destroyed = report.keys.filter(({ endedAt, attestedAt }) => endedAt ?? attestedAt)
  return [
    ...table(words.count, rows),
    report.overdue === 0 ? words.fine : words.late(report.overdue),
    words.keys(destroyed.length),
  ]
}
