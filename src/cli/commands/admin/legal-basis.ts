import { Command } from 'commander'
import {
  loadShippedBases,
  referenceOf,
  registerLegalBasis,
  RESTRICTED_FIELDS,
  selectLegalBases,
  SHIPPED,
  type AllowedField,
  type Completion,
  type LegalBasis,
} from '../../../legal-basis/index.js'
import { list } from '../../../registry/index.js'
import { table } from '../../output.js'
import {
  act,
  asDay,
  asMunicipality,
  asParty,
  asSector,
  common,
  readJson,
  usage,
  type Common,
} from './act.js'

interface LoadOptions extends Common {
  readonly creditors?: readonly string[]
  readonly municipalities?: readonly string[]
}

/** `admin legal-basis …`: what makes a notification lawful. */
export function legalBasisCommand(): Command {
  const legalBasis = new Command('legal-basis').description('what makes a notification lawful')
  common(legalBasis.command('load-shipped'))
    .description('register the rows that come with the product; experiments need to be completed')
    .option('--creditors <rows...>', 'CODE=ID,ID: who may deliver under an experiment')
    .option('--municipalities <rows...>', 'CODE=0363,0599: to whom')
    .action((options: LoadOptions) =>
      act(options, async (context, operator) => {
        const loaded = await loadShippedBases(context, operator, completionOf(options))
        const lines = [
          `Added ${loaded.added.length}: ${loaded.added.join(', ') || 'nothing new'}`,
          `Left out until completed: ${loaded.leftOut.join(', ') || 'none'}`,
          'Check each row against the gazette: they are no legal advice.',
        ]
        return { json: { ...loaded }, lines }
      }),
    )
  common(legalBasis.command('add'))
    .description(
      'register a row as the next version of its code; closes or replaces the one before',
    )
    .argument('<file>', 'JSON: legalBasis, sector, article, gazette, validFrom, …')
    .action((file: string, options: Common) =>
      act(options, async (context, operator) => {
        const row = readBasis(await readJson(file))
        const version = await registerLegalBasis(context, operator, row)
        const json = { legalBasis: row.legalBasis, version }
        return { json, lines: [`${row.legalBasis} version ${version}`] }
      }),
    )
  common(legalBasis.command('list'))
    .description('all rows with their versions')
    .action((options: Common) =>
      act(options, async (context, operator) => {
        const legalBases = await list(context, operator, 'listLegalBases', selectLegalBases)
        const rows = legalBases.map((row) => [
          row.legalBasis,
          row.version,
          row.sector,
          row.validFrom,
          row.validUntil ?? '',
          referenceOf(row),
        ])
        const head = ['code', 'version', 'sector', 'from', 'until', 'reference']
        return { json: { legalBases }, lines: table(head, rows) }
      }),
    )
  return legalBasis
}

function completionOf(options: LoadOptions): Completion {
  const creditors = lists(options.creditors ?? [], (id) => asParty(id, '--creditors'))
  const municipalities = lists(options.municipalities ?? [], (code) =>
    asMunicipality(code, '--municipalities'),
  )
  const codes = new Set([...creditors.keys(), ...municipalities.keys()])
  return Object.fromEntries(
    [...codes].map((code) => {
      if (!SHIPPED.some(({ legalBasis }) => legalBasis === code)) {
        throw usage(`${code} is not the code of a shipped row.`)
      }
      const given = {
        ...(creditors.has(code) && { creditors: creditors.get(code)! }),
        ...(municipalities.has(code) && { municipalities: municipalities.get(code)! }),
      }
      return [code, given]
    }),
  )
}

function lists(
  rows: readonly string[],
  read: (text: string) => string,
): ReadonlyMap<string, readonly string[]> {
  return new Map(
    rows.map((row) => {
      const [code, ids, ...rest] = row.split('=')
      if (code === undefined || ids === undefined || rest.length > 0) {
        throw usage('A list is written CODE=ONE,OTHER.')
      }
      return [code, ids.split(',').map(read)] as const
    }),
  )
}

const MEMBERS = [
  'legalBasis',
  'sector',
  'article',
  'gazette',
  'validFrom',
  'validUntil',
  'creditors',
  'municipalities',
  'minimumCents',
  'minimumAgeDays',
  'maximumAgeDays',
  'maximumAgeRefuses',
  'reminders',
  'remindersEndOfSupply',
  'allowedFields',
]
const ALLOWED: readonly string[] = [...RESTRICTED_FIELDS, 'customerReference:pseudonym']

function readBasis(input: unknown): Omit<LegalBasis, 'version'> {
  if (typeof input !== 'object' || input === null || Array.isArray(input)) {
    throw usage('The file holds no JSON object.')
  }
  const given = input as Readonly<Record<string, unknown>>
  const unknown = Object.keys(given).filter((name) => !MEMBERS.includes(name))
  if (unknown.length > 0) throw usage(`Unknown members; known are ${MEMBERS.join(', ')}.`)
  const legalBasis = text(given, 'legalBasis')
  if (!/^[A-Z0-9_]{3,60}$/.test(legalBasis)) throw usage('legalBasis is written LIKE_THIS.')
  const validFrom = asDay(text(given, 'validFrom'), 'validFrom')
  const validUntil =
    (given['validUntil'] ?? null) === null ? null : asDay(text(given, 'validUntil'), 'validUntil')
  if (validUntil !== null && validUntil < validFrom)
    throw usage('validUntil lies before validFrom.')
  const allowedFields = texts(given, 'allowedFields')
  if (allowedFields.some((field) => !ALLOWED.includes(field))) {
    throw usage(`allowedFields are ${ALLOWED.join(', ')}.`)
  }
  const maximumAgeRefuses = given['maximumAgeRefuses'] ?? false
  if (typeof maximumAgeRefuses !== 'boolean') throw usage('maximumAgeRefuses is true or false.')
  return {
    legalBasis,
    sector: asSector(text(given, 'sector')),
    article: text(given, 'article'),
    gazette: text(given, 'gazette'),
    validFrom,
    validUntil,
    creditors: texts(given, 'creditors').map((id) => asParty(id, 'creditors')),
    municipalities: texts(given, 'municipalities').map((code) =>
      asMunicipality(code, 'municipalities'),
    ),
    minimumCents: count(given, 'minimumCents') ?? 0,
    minimumAgeDays: count(given, 'minimumAgeDays'),
    maximumAgeDays: count(given, 'maximumAgeDays'),
    maximumAgeRefuses,
    reminders: count(given, 'reminders') ?? 1,
    remindersEndOfSupply: count(given, 'remindersEndOfSupply') ?? 1,
    allowedFields: allowedFields as readonly AllowedField[],
  }
}

function text(given: Readonly<Record<string, unknown>>, name: string): string {
  const value = given[name]
  if (typeof value === 'string' && value !== '') return value
  throw usage(`${name} is a text and is needed.`)
}

function texts(given: Readonly<Record<string, unknown>>, name: string): readonly string[] {
  const value = given[name] ?? []
  if (Array.isArray(value) && value.every((item) => typeof item === 'string')) return value
  throw usage(`${name} is a list of texts.`)
}

function count(given: Readonly<Record<string, unknown>>, name: string): number | null {
  const value = given[name] ?? null
  if (value === null || (Number.isSafeInteger(value) && Number(value) >= 0)) {
    return value as number | null
  }
  throw usage(`${name} is a whole number.`)
}
