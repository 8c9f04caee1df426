import {
  chmodSync,
  cpSync,
  existsSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { Command, Option } from 'commander'
import type { HubIdentity } from '../../client/index.js'
import { plantHome } from '../../db/embedded-home.js'
import { runDemo, type Shown } from '../../demo/run.js'
import { caseLines, programmeLines, summaryLines } from '../../demo/say.js'
import type { Language } from '../../spreadsheet/index.js'
import { CommandFailure } from '../failure.js'
import { onInterruption } from '../interruption.js'
import { printJson, table, terminal } from '../output.js'
import { runCommand } from '../run.js'

interface Options {
  readonly json?: boolean
  readonly keep?: string
  readonly lang: Language
}

/** `vroegsignaal demo`: the main job, from an empty folder. */
export function demoCommand(): Command {
  return new Command('demo')
    .description('five municipal programmes over three months, through a real hub on this machine')
    .option('--json', 'one JSON object as the last line')
    .option(
      '--keep <folder>',
      'leave everything there: database, keys, what was sent and opened, log',
    )
    .addOption(
      new Option('--lang <language>', 'nl or en: what is told of each programme')
        .choices(['nl', 'en'])
        .default('en'),
    )
    .action((options: Options) => runCommand(() => demo(options), options.json === true))
}

async function demo({ json, keep, lang }: Options): Promise<void> {
  const target = keep === undefined ? undefined : resolve(keep)
  if (target !== undefined && !isNewOrEmpty(target)) {
    throw new CommandFailure('option.keep', `--keep needs a new or empty folder: ${target}`, 2)
  }
  const folder = mkdtempSync(join(tmpdir(), 'vroegsignaal-demo-'))
  // The user that PostgreSQL runs as must get to its own folder inside, and see nothing else.
  chmodSync(folder, 0o711)
  const interruption = onInterruption(() => rmSync(folder, { recursive: true, force: true }))
  try {
    const shown = await runDemo(
      folder,
      (text) => terminal.note(`· ${text}`),
      ({ serving }) => interruption.opened(() => serving.close()),
    )
    if (target !== undefined) keepEverything(folder, shown, target)
    if (json === true) printJson(terminal, shown.report)
    else show(shown, target, lang)
  } catch (error) {
    await interruption.settled()
    throw error
  } finally {
    interruption.end()
    rmSync(folder, { recursive: true, force: true })
  }
}

function isNewOrEmpty(path: string): boolean {
  if (!existsSync(path)) return true
  return statSync(path).isDirectory() && readdirSync(path).length === 0
}

function show(
  { report, refusals, example, traced }: Shown,
  target: string | undefined,
  lang: Language,
): void {
  const say = (lines: readonly string[]) => lines.forEach((line) => terminal.line(line))
  terminal.line()
  say(programmeLines(report, lang))
  say(summaryLines(report))
  terminal.line()
  const rows = refusals.map(({ what, code, status }) => [what, status, code])
  say(table(['refused', 'status', 'code'], rows))
  terminal.line()
  say(caseLines(example.municipality, example.case))
  terminal.line()
  terminal.line(`The officer's trail of that household: ${traced.steps.length} entries of the log`)
  for (const { entry } of traced.steps.slice(0, 6)) {
    const { at, actor, action } = entry.record as Record<string, unknown>
    terminal.line(`  ${String(at)}  ${String(action)}  by ${String(actor)}`)
  }
  terminal.line()
  terminal.line(`Done in ${report.seconds} s.`)
  if (target === undefined) {
    terminal.line('To look around afterwards: npm run demo -- --keep my-demo')
  } else {
    say(lookAround(target))
  }
}

function lookAround(target: string): readonly string[] {
  return [
    `Everything is in ${target}:`,
    '  creditors/NAME/MONTH.csv        what each creditor sent',
    '  sheets/NAME/MONTH-ROUND.csv     what landlords without software delivered, row by row',
    '  municipalities/CODE/MONTH.json  what each municipality opened',
    '  municipalities/CODE/ddas.json   what it delivers to the national statistics, signed beside it',
    '  municipalities/CODE/evaluation.json   what it made of its programme, in numbers',
    '  pki/NAME/                       certificates and keys, usable with --party',
    '  log/                            the access log, in the layout of C2SP tlog-tiles',
    '  pgdata/                         the database of the hub',
    'Look around:',
    `  npx vroegsignaal log verify ${join(target, 'log')}`,
    'Start the hub on it (sandbox, at the last instant of the demonstration):',
    `  set -a; . ${join(target, 'hub.env')}; set +a; npm start`,
    ...runsElsewhere(target),
  ]
}

/** PostgreSQL runs as another user than root; where that user cannot get, it runs on a copy. */
function runsElsewhere(target: string): readonly string[] {
  const pointer = join(target, 'postgres-is-at')
  if (!existsSync(pointer)) return []
  const place = readFileSync(pointer, 'utf8').trim()
  return [
    `The hub then runs on a copy of pgdata/ in ${place},`,
    'because PostgreSQL does not run as root; remove that folder too when you are done.',
  ]
}

/** Copies what the demonstration made to where the person wants it, ready to be started again. */
function keepEverything(folder: string, { setting }: Shown, target: string): void {
  for (const name of [
    'pki',
    'creditors',
    'municipalities',
    'log',
    'secrets',
    'checkpoints',
    'sheets',
  ]) {
    cpSync(join(folder, name), join(target, name), { recursive: true })
  }
  plantHome(target, setting.serving.embedded!)
  const clock = join(target, 'clock.txt')
  writeFileSync(clock, `${setting.context.clock.now().toISOString()}\n`)
  for (const name of readdirSync(join(target, 'pki'))) {
    const file = join(target, 'pki', name, 'hub.json')
    if (!existsSync(file)) continue
    const identity = JSON.parse(readFileSync(file, 'utf8')) as HubIdentity
    const text = JSON.stringify({ ...identity, sandboxClockFile: clock }, undefined, 2)
    writeFileSync(file, `${text}\n`)
  }
  const settings = Object.entries({ ...setting.environment, VS_SANDBOX_CLOCK_FILE: clock })
    .filter(([name]) => name !== 'VS_JOBS')
    .map(([name, value]) => `${name}='${value.replaceAll(folder, target)}'`)
  writeFileSync(join(target, 'hub.env'), `${settings.join('\n')}\n`)
}
