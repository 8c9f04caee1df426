import { readFile } from 'node:fs/promises'
import { Command } from 'commander'
import { writePrivate } from '../../client/index.js'
import {
  ANSWER_COLUMNS,
  csvAdapter,
  DEVIATIONS,
  markOf,
  questionsOf,
  type Asked,
} from '../../client/brp/index.js'
import { dayOf } from '../../kernel/calendar.js'
import { systemClock } from '../../kernel/clock.js'
import { checkKey, readChecks, writeChecks, type KeptMark } from '../brp/kept-checks.js'
import { CommandFailure } from '../failure.js'
import { readKeptCases, type KeptCases } from '../files/kept-cases.js'
import { writeCaseTable, type TableFormat } from '../files/write-cases.js'
import { printJson, table, terminal } from '../output.js'
import { runCommand } from '../run.js'

interface Options {
  readonly cases: string
  readonly month?: string
  readonly out?: string
  readonly again?: boolean
  readonly json?: boolean
}

/** `vroegsignaal municipality brp …`: opened cases beside the population register; nothing of a hub. */
export function brpCommand(): Command {
  const brp = new Command('brp').description(
    'compare opened cases with the population register (BRP); a deviation is marked, never dropped',
  )
  const add = (name: string, about: string) =>
    brp
      .command(name)
      .description(about)
      .option('--cases <folder>', 'where pull, urgent or sync-cases keep what they opened', '.')
      .option('--json', 'one JSON object as the last line')
  add('request', 'write a request for your supplier of the register: who to look up, and not why')
    .option('--month <month>', 'only cases of this month, as 2026-09')
    .option('--out <file>', 'where it is written, for its owner only', 'brp-request.csv')
    .option('--again', 'also for whom was asked before')
    .action((options: Options) => runCommand(() => request(options), options.json === true))
  add('mark', 'read an answer of your supplier and mark on the cases what deviates')
    .argument('<answer>', 'a table (.csv)')
    .addHelpText('after', `\nColumns of an answer: ${ANSWER_COLUMNS.join(', ')}`)
    .action((file: string, options: Options) =>
      runCommand(() => mark(file, options), options.json === true),
    )
  add('show', 'which cases deviate, and where a resident lives now')
    .option('--out <file>', 'also write the list of cases with a column for it (.csv or .xlsx)')
    .action((options: Options) => runCommand(() => show(options), options.json === true))
  return brp
}

async function request({ cases, month, out = '', again, json }: Options): Promise<void> {
  const kept = await readKeptCases(cases)
  if (month !== undefined && !kept.months.has(month)) {
    throw new CommandFailure('brp.month', `There is no month ${month} in ${cases}.`, 2)
  }
  const checks = await readChecks(cases)
  const known = new Set(
    again === true ? [] : checks.questions.flatMap(({ about }) => about.map(checkKey)),
  )
  const wanted = notificationsIn(kept, month).filter((one) => !known.has(checkKey(one)))
  const { questions, about } = questionsOf(wanted)
  if (questions.length === 0) {
    throw new CommandFailure('brp.nobody', 'There is nobody who was not asked for; see --again.')
  }
  const askedOn = dayOf(systemClock.now())
  // What was asked is known before the file is: an answer never comes to something unknown.
  const asked = about.map((one) => ({ ...one, askedOn, isAnswered: false }))
  await writeChecks(cases, { ...checks, questions: [...checks.questions, ...asked] })
  writePrivate(out, csvAdapter.writeRequest(questions))
  const summary = { file: out, questions: questions.length, notifications: wanted.length }
  if (json === true) return printJson(terminal, summary)
  terminal.line(`${questions.length} people to look up, written to ${out}`)
}

async function mark(file: string, { cases, json }: Options): Promise<void> {
  const text = await readFile(file, 'utf8')
  const read = csvAdapter.readAnswer(text)
  if ('mistakes' in read) throw wrong(read.mistakes)
  const checks = await readChecks(cases)
  const questions = new Map(checks.questions.map((one) => [one.questionId, one]))
  const seen = new Set<string>()
  const mistakes = read.answers.flatMap(({ questionId }, index) => {
    const at = { row: index + 2, column: 'questionId' }
    if (seen.has(questionId)) return [{ ...at, what: 'stands in an earlier row' }]
    seen.add(questionId)
    return questions.has(questionId) ? [] : [{ ...at, what: 'was asked in no request from here' }]
  })
  if (mistakes.length > 0) throw wrong(mistakes)
  const known = new Map(
    notificationsIn(await readKeptCases(cases)).map((one) => [checkKey(one), one]),
  )
  const marks = new Map(checks.marks.map((one) => [checkKey(one), one]))
  const checkedOn = dayOf(systemClock.now())
  let deviating = 0
  for (const answer of read.answers) {
    const question = questions.get(answer.questionId)!
    question.isAnswered = true
    for (const one of question.about) {
      const identity = known.get(checkKey(one))?.identity
      // Taken back since it was asked: nobody is left to compare with.
      if (identity === undefined) continue
      const found = markOf(identity, answer, checkedOn)
      marks.set(checkKey(one), { ...one, ...found })
      if (found.deviations.length > 0) deviating += 1
    }
  }
  await writeChecks(cases, { ...checks, marks: [...marks.values()] })
  const open = checks.questions.filter(({ isAnswered }) => !isAnswered).length
  const summary = { answers: read.answers.length, deviating, unanswered: open }
  if (json === true) return printJson(terminal, summary)
  terminal.line(`${read.answers.length} answers, ${deviating} notifications deviate`)
  if (open > 0) terminal.line(`${open} people that were asked for are without an answer`)
  terminal.line('See: vroegsignaal municipality brp show')
}

async function show({ cases, out, json }: Options): Promise<void> {
  const kept = await readKeptCases(cases)
  const format = /\.(csv|xlsx)$/i.exec(out ?? '')?.[1]?.toLowerCase()
  if (out !== undefined && format === undefined) {
    throw new CommandFailure('option.format', 'The list is a .csv or .xlsx file.', 2)
  }
  const found = [...kept.months].flatMap(([month, all]) =>
    all.flatMap(({ caseId, notifications }) => deviationsOf(month, caseId, notifications)),
  )
  const urgent = kept.urgent.flatMap(({ urgentId, issuedAt, notification }) =>
    deviationsOf(issuedAt.slice(0, 7), urgentId, [notification]),
  )
  const all = [...found, ...urgent]
  if (out !== undefined)
    await writeCaseTable(out, format as TableFormat, [...kept.months.values()].flat())
  if (json === true) return printJson(terminal, { deviations: all, ...(out && { file: out }) })
  const counts = DEVIATIONS.map((one) => [
    one,
    all.filter(({ deviations }) => deviations.includes(one)).length,
  ])
  table(['deviation', 'cases'], counts as [string, number][]).forEach((line) => terminal.line(line))
  if (all.length === 0) return
  terminal.line()
  const rows = all.map(({ month, caseId, deviations, transferTo }) => [
    month,
    caseId,
    deviations.join(' '),
    transferTo === undefined ? '' : `lives in ${transferTo}: consider a transfer`,
  ])
  table(['month', 'case', 'deviates', ''], rows).forEach((line) => terminal.line(line))
}

function deviationsOf(
  month: string,
  caseId: string,
  notifications: readonly { readonly brp?: Omit<KeptMark, 'creditorId' | 'notificationId'> }[],
) {
  const marks = notifications.flatMap(({ brp }) => brp ?? [])
  const deviations = DEVIATIONS.filter((one) =>
    marks.some(({ deviations: found }) => found.includes(one)),
  )
  const transferTo = marks.find(({ municipalityCode }) => municipalityCode)?.municipalityCode
  return deviations.length === 0
    ? []
    : [{ month, caseId, deviations, ...(transferTo !== undefined && { transferTo }) }]
}

/** Everybody in the cases; of urgent items too unless a month is meant. */
function notificationsIn({ months, urgent }: KeptCases, month?: string): Asked[] {
  const cases = month === undefined ? [...months.values()].flat() : months.get(month)!
  const inCases = cases.flatMap(({ notifications }) => notifications)
  const inLane = month === undefined ? urgent.map(({ notification }) => notification) : []
  const found = new Map<string, Asked>()
  for (const one of [...inCases, ...inLane]) {
    // The month withholds what was opened in the lane.
    if (one.identity !== undefined) found.set(checkKey(one), one as Asked)
  }
  return [...found.values()]
}

const MOST_NAMED = 20

function wrong(mistakes: readonly { row: number; column: string; what: string }[]) {
  const named = mistakes
    .slice(0, MOST_NAMED)
    .map(({ row, column, what }) => `Row ${row}: ${column} ${what}.`)
  const more = mistakes.length - named.length
  const lines = ['Nothing was marked.', ...named, ...(more > 0 ? [`And ${more} more.`] : [])]
  return new CommandFailure('brp.answer', lines.join('\n'), 2)
}
