import { readFileSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { Command } from 'commander'
import {
  buildDelivery,
  DDAS_VERSIONS,
  inVersion,
  signDelivery,
  type DdasVersion,
  type DeliveringOrganisation,
} from '../../client/ddas/index.js'
import { followMonth } from '../../client/outcomes.js'
import type { components } from '../../generated/openapi.js'
import { openFeed, type OpenedCase, writePrivate } from '../../client/index.js'
import { readCertificate } from '../../crypto/certificate.js'
import {
  firstDayOf,
  lastDayOf,
  monthOf,
  monthsAfter,
  parseDay,
  type Month,
} from '../../kernel/calendar.js'
import { CommandFailure } from '../failure.js'
import { readKeptCases } from '../files/kept-cases.js'
import { printJson, table, terminal } from '../output.js'
import { asParty, PARTY_OPTION, type PartySession } from '../party.js'
import { runCommand } from '../run.js'

interface Options {
  readonly party: string
  readonly from: string
  readonly to: string
  readonly cases: string
  readonly out: string
  readonly organisation?: string
  readonly supplier?: string
  readonly ddasVersion: string
  readonly json?: boolean
}

/** `vroegsignaal municipality export-ddas`: the delivery to the national statistics. */
export function ddasCommand(): Command {
  return new Command('export-ddas')
    .description('build and sign the DDAS delivery of whole months, here at the municipality')
    .requiredOption('--from <day>', 'first day of the period, as 2026-08-01')
    .requiredOption('--to <day>', 'last day of the period, as 2026-10-31')
    .requiredOption(...PARTY_OPTION)
    .option('--cases <folder>', 'where pull and urgent wrote their JSON', '.')
    .option('--organisation <file>', 'JSON with naam, kvk-nummer and contactpersonen')
    .option(
      '--supplier <code>',
      'codeGegevensleverancier; the number of the organisation if absent',
    )
    .option(
      '--ddas-version <version>',
      `version of the standard: ${DDAS_VERSIONS.join(', ')}`,
      '1.2',
    )
    .option('--out <file>', 'the delivery; its signature goes to <file>.jws', 'ddas.json')
    .option('--json', 'one JSON object as the last line')
    .action((options: Options) => runCommand(() => exportDdas(options), options.json === true))
}

async function exportDdas(options: Options): Promise<void> {
  const months = monthsOf(options)
  const version = versionOf(options.ddasVersion)
  const own = certificateOf(options.party)
  const organisation = await organisationOf(options, own.organisation)
  const supplierCode = options.supplier ?? own.number
  const kept = await readKeptCases(options.cases)
  const { built, now } = await asParty(options.party, async (session) => {
    const cases: OpenedCase[] = []
    // Whose it is says the hub, not who typed the command.
    let municipalityCode = ''
    const outcomes = new Map<string, components['schemas']['CaseOutcome']>()
    for (const month of months) {
      cases.push(...(kept.months.get(month) ?? (await pulled(session, month))))
      const followed = await followMonth(session.hub, month)
      municipalityCode = followed.municipalityCode
      for (const { caseId, report } of followed.items) {
        if (report !== undefined) outcomes.set(caseId, report)
      }
    }
    const now = session.hub.clock.now()
    const { from, to } = options
    const { urgent } = kept
    const frame = { from, to, now, municipalityCode, supplierCode, organisation }
    return { built: buildDelivery({ ...frame, cases, urgent, outcomes }), now }
  })
  const { document, lost } = inVersion(built.delivery, version)
  const bytes = Buffer.from(`${JSON.stringify(document, undefined, 2)}\n`)
  writePrivate(options.out, bytes)
  writePrivate(`${options.out}.jws`, signDelivery(options.party, bytes, now))
  const { remarks, leftOut } = built
  const notes = `${JSON.stringify({ leftOut, remarks, lost }, undefined, 2)}\n`
  writePrivate(`${options.out}.remarks.json`, notes)
  const [{ vroegsignalen, vroegsignaalzaken } = { vroegsignalen: [], vroegsignaalzaken: [] }] =
    built.delivery.leveringen
  const summary = {
    file: options.out,
    version,
    notifications: vroegsignalen.length,
    cases: vroegsignaalzaken.length,
    leftOut,
    remarks: remarks.length,
  }
  if (options.json === true) return printJson(terminal, { ...summary, lost })
  table(['DDAS', version], Object.entries(summary).slice(2)).forEach((line) => terminal.line(line))
  terminal.line(`Written to ${options.out}; signature in ${options.out}.jws`)
  if (remarks.length > 0) terminal.line(`Look at ${options.out}.remarks.json before you send it.`)
}

/** A month that nobody kept: its envelopes may be gone, which the remarks then say. */
async function pulled(session: PartySession, month: Month): Promise<readonly OpenedCase[]> {
  const { hub, identity, sealingKeys } = session
  const pages = (await hub.feedPages(month)).map(({ document }) => document)
  return (await openFeed(identity, pages, sealingKeys, hub.clock.now())).cases
}

function monthsOf({ from, to }: Options): readonly Month[] {
  const first = parseDay(from)
  const last = parseDay(to)
  if (firstDayOf(monthOf(first)) !== first || lastDayOf(monthOf(last)) !== last || first > last) {
    const message = 'A delivery is of whole months: from a first day up to a last day of a month.'
    throw new CommandFailure('option.period', message, 2)
  }
  const months: Month[] = []
  for (let month = monthOf(first); month <= monthOf(last); month = monthsAfter(month, 1)) {
    months.push(month)
  }
  return months
}

function versionOf(text: string): DdasVersion {
  const found = DDAS_VERSIONS.find((version) => version === text)
  if (found !== undefined) return found
  const message = `The versions are ${DDAS_VERSIONS.join(' and ')}.`
  throw new CommandFailure('option.ddas_version', message, 2)
}

/** Who the party is by its own certificate, for what nobody said on the command line. */
function certificateOf(folder: string): { readonly organisation: string; readonly number: string } {
  let pem: string
  try {
    pem = readFileSync(join(folder, 'transport.pem'), 'utf8')
  } catch {
    throw new CommandFailure('party.folder', 'The folder of the party is not complete.', 2)
  }
  const { organisation, commonName, organisationNumber, fingerprint } = readCertificate(pem)
  const name = organisation ?? commonName ?? 'Gemeente'
  return { organisation: name, number: organisationNumber ?? fingerprint }
}

const ORGANISATION = ['naam', 'kvk-nummer', 'contactpersonen']
const CONTACT = ['naam', 'telefoonnummer', 'email', 'functietitel']

async function organisationOf(
  { organisation: file }: Options,
  name: string,
): Promise<DeliveringOrganisation> {
  if (file === undefined) return { naam: name }
  let read: unknown
  try {
    read = JSON.parse(await readFile(file, 'utf8'))
  } catch {
    throw new CommandFailure('file.unreadable', `${file} cannot be read as JSON.`, 2)
  }
  if (isOrganisation(read)) return read
  const message = `${file} holds naam, and if wanted kvk-nummer and contactpersonen (${CONTACT.join(', ')}); all texts.`
  throw new CommandFailure('file.organisation', message, 2)
}

/** The standard closes these objects; a member that it does not know would spoil the delivery. */
function isOrganisation(read: unknown): read is DeliveringOrganisation {
  if (!isTexts(read, ORGANISATION) || typeof read['naam'] !== 'string') return false
  const people = read['contactpersonen']
  if (people === undefined) return true
  return Array.isArray(people) && people.length > 0 && people.every((one) => isTexts(one, CONTACT))
}

function isTexts(value: unknown, members: readonly string[]): value is Record<string, unknown> {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return false
  return Object.entries(value).every(
    ([name, text]) =>
      members.includes(name) && (name === 'contactpersonen' || typeof text === 'string'),
  )
}
