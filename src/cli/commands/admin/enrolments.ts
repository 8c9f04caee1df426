import { Command } from 'commander'
import { parse } from 'csv-parse/sync'
import { verifyReport } from '../../../conformance/index.js'
import {
  acceptEnrolment,
  DOUBTS,
  listEnrolments,
  loadRegister,
  refuseEnrolment,
  reviewEnrolment,
} from '../../../enrolment/index.js'
import { isUuid } from '../../../kernel/identifiers.js'
import { table } from '../../output.js'
import { act, asDay, asParty, common, readText, usage, type Common } from './act.js'

interface AcceptOptions extends Common {
  readonly checked?: string
  readonly from?: string
  readonly report?: string
}

const STATES = ['RECEIVED', 'ACCEPTED', 'REFUSED']

/** `admin enrolment …`: who asks to take part, and what the operator decides. */
export function enrolmentCommand(): Command {
  const enrolment = new Command('enrolment').description('organisations that ask to take part')
  common(enrolment.command('list'))
    .description('applications, the oldest first')
    .option('--state <state>', `${STATES.join(', ')} or ALL`, 'RECEIVED')
    .action((options: Common & { state: string }) =>
      act(options, (...hub) => show(options.state, ...hub)),
    )
  common(enrolment.command('show'))
    .description('one application, and what the loaded register says of it')
    .argument('<enrolmentId>')
    .action((id: string, options: Common) => act(options, (...hub) => review(asId(id), ...hub)))
  common(enrolment.command('accept'))
    .description('register party and certificates, and offer the agreements it wishes for')
    .argument('<enrolmentId>')
    .option('--checked <text>', 'what settled the doubts that show names, for the log')
    .option('--from <day>', 'first day of the offered agreements; today when left out')
    .option('--report <file>', 'of the conformance kit, signed with the key for signatures')
    .action((id: string, options: AcceptOptions) =>
      act(options, async (context, operator) => {
        const { checked, from, report: file } = options
        const day = from === undefined ? undefined : asDay(from, '--from')
        const report = file === undefined ? undefined : await readReport(file, context)
        const said = { checked, from: day, report }
        const accepted = await acceptEnrolment(context, operator, asId(id), said)
        const lines = [`Accepted as ${accepted.party}; offered ${accepted.agreements} agreements.`]
        if (accepted.skipped.length > 0) {
          lines.push(`Not offered, because they do not take part: ${accepted.skipped.join(', ')}`)
        }
        if (report !== undefined) {
          const { tested, passed, kitVersion } = report
          lines.push(`Its software passed as ${tested}: ${passed} cases, kit ${kitVersion}`)
        }
        return { json: { enrolmentId: id, ...accepted }, lines }
      }),
    )
  common(enrolment.command('refuse'))
    .description('refuse an application')
    .argument('<enrolmentId>')
    .requiredOption('--reason <text>', 'for the applicant to read')
    .action((id: string, options: Common & { reason: string }) =>
      act(options, async (context, operator) => {
        await refuseEnrolment(context, operator, asId(id), options.reason)
        return { json: { enrolmentId: id, state: 'REFUSED' }, lines: [`Refused ${id}.`] }
      }),
    )
  common(enrolment.command('register'))
    .description('load the register of organisations that applications are compared with')
    .argument('<file>', 'CSV with the columns oin, name, kvk; replaces what was loaded before')
    .action((file: string, options: Common) =>
      act(options, async (context, operator) => {
        const rows = readRegister(await readText(file))
        const loaded = await loadRegister(context, operator, rows)
        return { json: { loaded }, lines: [`Loaded ${loaded} organisations.`] }
      }),
    )
  return enrolment
}

/** A report as its own signature shows it; whether its key is that of the application is not asked. */
async function readReport(file: string, { clock }: Hub[0]) {
  const text = await readText(file)
  const { report, keyHash, signedAt } = await verifyReport(text, clock.now())
  const { tested, kitVersion, passed, failed } = report
  return { tested, kitVersion, passed, failed, keyHash, signedAt, text }
}

type Hub = Parameters<Parameters<typeof act>[1]>

async function show(state: string, ...[context, operator]: Hub) {
  if (state !== 'ALL' && !STATES.includes(state)) {
    throw usage(`--state is ${STATES.join(', ')} or ALL.`)
  }
  const found = await listEnrolments(context, operator, state === 'ALL' ? null : state)
  const enrolments = found.map(({ transport: _, signing: __, ...row }) => row)
  const rows = enrolments.map((row) => [
    row.enrolmentId,
    row.state,
    row.receivedAt,
    row.organisationNumber ?? '',
    row.name,
    row.wishes.length,
  ])
  const head = ['application', 'state', 'received', 'number', 'name', 'wishes']
  return { json: { enrolments }, lines: table(head, rows) }
}

async function review(id: string, ...[context, operator]: Hub) {
  const found = await reviewEnrolment(context, operator, id)
  const kind = (pem: string) => (pem.includes('REQUEST') ? 'request' : 'certificate')
  const lines = [
    `${found.name}, ${found.roles.join(' and ')}; ${found.state}, received ${found.receivedAt}`,
    `  organisation number  ${found.organisationNumber ?? '(none)'}`,
    `  KvK number           ${found.kvk ?? '(none)'}`,
    `  for connections      ${kind(found.transport)}`,
    `  for signatures       ${kind(found.signing)}`,
    ...found.wishes.map(
      ([municipality, sector]) => `  wishes for           ${municipality} ${sector}`,
    ),
    ...(found.doubts.length === 0
      ? ['The register agrees with what it says.']
      : found.doubts.map((doubt) => `! ${DOUBTS[doubt]}`)),
  ]
  return { json: { ...found }, lines }
}

function readRegister(text: string) {
  let rows: Record<string, string>[]
  try {
    rows = parse(text, {
      columns: true,
      bom: true,
      trim: true,
      skip_empty_lines: true,
      delimiter: [',', ';'],
    })
  } catch {
    throw usage('The file is not CSV with a heading.')
  }
  return rows.map((row, index) => {
    const at = `line ${index + 2}, `
    const { oin = '', name = '', kvk = '' } = row
    if (name === '' || name.length > 200) throw usage(`${at}name: a text of 1 to 200 characters.`)
    if (kvk !== '' && !/^\d{8}$/.test(kvk)) throw usage(`${at}kvk: a number of eight digits.`)
    return { organisationNumber: asParty(oin, `${at}oin`), name, kvk: kvk === '' ? null : kvk }
  })
}

function asId(text: string): string {
  if (isUuid(text)) return text
  throw usage('<enrolmentId> is a UUID, as list shows it.')
}
