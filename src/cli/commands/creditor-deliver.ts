import { writeFile } from 'node:fs/promises'
import { Command, Option } from 'commander'
import { RefusedError } from '../../client/index.js'
import {
  fieldCalled,
  plainHeading,
  type DateOrder,
  type DecimalSign,
  type Field,
  type FieldName,
  type Language,
} from '../../spreadsheet/index.js'
import { answersOf } from '../delivery/ask.js'
import type { ReadingOptions } from '../delivery/studied-sheet.js'
import { submitFile, type SubmitOptions } from '../delivery/submit.js'
import { CommandFailure } from '../failure.js'
import type { TemplateForm } from '../files/template-file.js'
import { printJson, terminal } from '../output.js'
import { asParty, PARTY_OPTION } from '../party.js'
import { runCommand } from '../run.js'

interface Options {
  readonly party: string
  readonly lang: Language
  readonly json?: boolean
  readonly batchSize: string
  readonly receipts?: string
  readonly bodies?: string
  readonly dryRun?: boolean
  readonly yes?: boolean
  readonly acceptPartial?: boolean
  readonly trial: boolean
  readonly new?: boolean
  readonly wait: string
  readonly decimals?: DecimalSign
  readonly dates?: DateOrder
  readonly sheet?: string
  readonly map: readonly string[]
  readonly set: readonly string[]
}

const MOST_IN_BATCH = 10_000
const MOST_WAIT_SECONDS = 86_400

const EXIT_CODES = `
Exit codes: 0 every row was accepted; 1 a row was refused, or the hub refused; 2 called wrongly, or the
file cannot be used as it is; 3 stopped before the end: give the same command again, it continues.`

/** `submit`, `validate` and `template`: for people with a spreadsheet. */
export function deliveryCommands(): Command[] {
  const submit = reading(new Command('submit'))
    .description('deliver a file of notifications (.xlsx, .csv, .json or .ndjson)')
    .option('--dry-run', 'judge every row and write the report, deliver nothing')
    .option('--yes', 'deliver without asking')
    .option('--accept-partial', 'deliver the good rows although others are refused')
    .option('--no-trial', 'do not ask the hub first what it would refuse')
    .option('--new', 'forget that a delivery of this file was begun; delivered rows are recognised')
    .option('--receipts <folder>', 'where signed receipts are kept; <file>.receipts unless told')
    .option('--bodies <folder>', 'keep what was signed too, to prove it later; it holds people')
    .addHelpText('after', EXIT_CODES)
    .action((file: string, options: Options) => run(file, options))
  const validate = reading(new Command('validate'))
    .description('have a file judged exactly as delivery would, without delivering it')
    .addHelpText('after', EXIT_CODES)
    .action((file: string, options: Options) =>
      run(file, { ...options, dryRun: true, trial: true }),
    )
  const template = new Command('template')
    .description('write a spreadsheet to begin with: headings and one invented row')
    .addOption(language())
    .addOption(new Option('--format <form>', 'csv or xlsx').choices(['csv', 'xlsx']).default('csv'))
    .option('--out <file>', 'where to write it')
    .option('--json', 'one JSON object as the last line')
    .action((options: TemplateOptions) =>
      runCommand(() => writeTemplate(options), options.json === true, terminal, options.lang),
    )
  return [submit, validate, template]
}

function reading(command: Command): Command {
  const several = (value: string, before: readonly string[]) => [...before, value]
  return command
    .argument('<file>')
    .requiredOption(...PARTY_OPTION)
    .addOption(language())
    .option('--batch-size <number>', 'notifications per signed batch, at most 10000', '1000')
    .option('--wait <seconds>', 'how long to try again when the hub cannot be reached', '60')
    .addOption(
      new Option('--decimals <sign>', 'amounts as 1.234,56 (comma) or 1,234.56 (dot)').choices([
        'comma',
        'dot',
      ]),
    )
    .addOption(
      new Option('--dates <order>', '31/12/2026 (day-first) or 12/31/2026 (month-first)').choices([
        'day-first',
        'month-first',
      ]),
    )
    .option('--sheet <name>', 'which sheet of a workbook; the first unless told')
    .option('--map <heading=field>', 'what a column holds, by heading or letter', several, [])
    .option('--set <field=value>', 'a value for all rows that have none', several, [])
    .option('--json', 'one JSON object as the last line')
}

function language(): Option {
  const { locale } = new Intl.DateTimeFormat().resolvedOptions()
  return new Option('--lang <language>', 'nl or en; that of the system unless told')
    .choices(['nl', 'en'])
    .default(/^nl\b/.test(locale) ? 'nl' : 'en')
}

function run(file: string, options: Options): Promise<void> {
  const json = options.json === true
  const work = async () => {
    const asked = submitOptions(file, options)
    const answers = answersOf(options.yes === true, options.lang)
    await asParty(options.party, async (session) => {
      const desk = { session, output: terminal, answers }
      const { exitCode } = await submitFile(file, asked, desk).catch((error: unknown) => {
        throw inBothLanguages(error, session.identity.publicUrl)
      })
      process.exitCode = exitCode
    })
  }
  return runCommand(work, json, terminal, options.lang)
}

/** The hub says why it refuses in English; its page about the code is in Dutch as well. */
function inBothLanguages(error: unknown, publicUrl: string): unknown {
  if (!(error instanceof RefusedError)) return error
  const page = new URL(`/problems/${error.code}`, publicUrl).href
  const dutch = `De hub weigert dit. Waarom, en wat te doen, staat op ${page}`
  return new CommandFailure(error.code, error.message, 1, dutch)
}

function submitOptions(file: string, options: Options): SubmitOptions {
  const { decimals, dates, sheet } = options
  const readingOptions: ReadingOptions = {
    ...(decimals === undefined ? {} : { decimals }),
    ...(dates === undefined ? {} : { dates }),
    ...(sheet === undefined ? {} : { sheet }),
    map: new Map(options.map.map(mapped)),
    given: Object.fromEntries(options.set.map(given)),
  }
  return {
    language: options.lang,
    json: options.json === true,
    reading: readingOptions,
    batchSize: whole(options.batchSize, 1, MOST_IN_BATCH, 'option.batch_size'),
    patienceMs: whole(options.wait, 0, MOST_WAIT_SECONDS, 'option.wait') * 1000,
    receipts: options.receipts ?? `${file}.receipts`,
    bodies: options.bodies,
    dryRun: options.dryRun === true,
    acceptPartial: options.acceptPartial === true,
    asksHub: options.trial,
    isNew: options.new === true,
  }
}

/** `heading=field`; a heading of one or two capitals is the letter of a column. */
function mapped(text: string): [string, Field] {
  const at = text.lastIndexOf('=')
  const heading = text.slice(0, Math.max(at, 0)).trim()
  const field = fieldCalled(text.slice(at + 1))
  if (at < 1 || field === undefined) throw wrongPair('option.map')
  return [/^[A-Z]{1,2}$/.test(heading) ? `column ${heading}` : plainHeading(heading), field]
}

function given(text: string): [FieldName, string] {
  const at = text.indexOf('=')
  const field = fieldCalled(text.slice(0, Math.max(at, 0)))
  if (at < 1 || field === undefined) throw wrongPair('option.set')
  return [field.name as FieldName, text.slice(at + 1).trim()]
}

function wrongPair(code: string): CommandFailure {
  return new CommandFailure(
    code,
    'This names no field. Fields are named as in the contract or by the headings of the template.',
    2,
    'Dit noemt geen gegeven. Gegevens heten als in het contract of als de koppen van het sjabloon.',
  )
}

function whole(text: string, least: number, most: number, code: string): number {
  const value = /^\d{1,6}$/.test(text) ? Number(text) : NaN
  if (value >= least && value <= most) return value
  const message = `This must be a whole number from ${least} to ${most}.`
  const dutch = `Dit moet een geheel getal zijn van ${least} tot ${most}.`
  throw new CommandFailure(code, message, 2, dutch)
}

interface TemplateOptions {
  readonly lang: Language
  readonly format: TemplateForm
  readonly out?: string
  readonly json?: boolean
}

async function writeTemplate({ lang, format, out, json }: TemplateOptions): Promise<void> {
  // Loaded when asked for: whoever delivers need not write workbooks.
  const { templateFile } = await import('../files/template-file.js')
  const usual = lang === 'nl' ? 'vroegsignalen' : 'notifications'
  const file = out ?? `${usual}.${format}`
  try {
    await writeFile(file, await templateFile(lang, format), { flag: 'wx' })
  } catch {
    const message = `${file} cannot be written, or is there already.`
    const dutch = `${file} kan niet worden geschreven, of bestaat al.`
    throw new CommandFailure('file.unwritable', message, 2, dutch)
  }
  if (json === true) return printJson(terminal, { file })
  terminal.line(lang === 'nl' ? `Geschreven: ${file}` : `Written: ${file}`)
}
