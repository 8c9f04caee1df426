import { byHub, recordAccess } from '../../access-log/index.js'
import { newTrace } from '../../crypto/trace.js'
import { DatabaseError, inTransaction } from '../../db/transaction.js'
import { dayOf, monthOf, type Month } from '../../kernel/calendar.js'
import { HubError } from '../../kernel/errors.js'
import { loadMunicipalities, type MunicipalityCode } from '../../parties/index.js'
import { consult, unknown, type Operator, type RegistryContext } from '../../registry/index.js'
import { heldFigures, totalsOf, type Held } from '../../statistics/index.js'
import { deleteProgrammeData, selectProgrammes } from '../store.js'
import { disagreement, type Evaluated } from './evaluated.js'

/** What was removed of one municipality, and the entry that proves it. */
export interface Ended {
  readonly municipality: string
  readonly evaluation: string
  /** Rows by table, without tables of which none went. */
  readonly removed: Readonly<Record<string, number>>
  readonly entryId: string
  /** Hexadecimal; what the log's tree holds. */
  readonly leaf: string
}

/**
 * Ends a pilot: removes everything of its municipalities, each in a transaction with its entry in
 * that municipality's partition. Nothing goes of any of them before the evaluation of each was compared
 * with what the hub counts at that moment. Done again it finds nothing left.
 *
 * @param evaluations One of every municipality of the programme: nothing goes that was not evaluated.
 * @throws {HubError} `registry.unknown`, `registry.invalid` when an evaluation is missing or is not what
 *   the hub counts, `registry.conflict` when the programme runs, a month of it is open, a hold is in
 *   force, others report there too, or somebody reported in between.
 */
export async function endProgramme(
  context: RegistryContext,
  operator: Operator,
  programme: string,
  evaluations: readonly Evaluated[],
): Promise<readonly Ended[]> {
  const found = await consult(context, 'programme', selectProgrammes)
  const row = found.find(({ id }) => id === programme)
  if (row === undefined) throw unknown('programme')
  const byMunicipality = new Map(evaluations.map((one) => [one.municipality, one]))
  const missing = row.municipalities.filter((code) => !byMunicipality.has(code))
  if (missing.length > 0) {
    const detail = `There is no evaluation of municipality ${missing.join(', ')}.`
    throw new HubError('registry.invalid', detail)
  }
  const { validUntil } = row
  if (validUntil === null || validUntil >= dayOf(context.clock.now())) {
    throw new HubError('registry.conflict', REASONS['22023'])
  }
  const parties = await consult(context, 'municipalities', loadMunicipalities)
  const ending: Ending[] = []
  for (const code of row.municipalities) {
    const party = parties.get(code as MunicipalityCode)?.party
    if (party === undefined) throw unknown('municipality')
    const evaluated = byMunicipality.get(code)!
    const { rows } = await requireEvaluated(context, party, evaluated, monthOf(validUntil))
    ending.push({ programme, municipality: code, controller: party, evaluated, rows })
  }
  const ended: Ended[] = []
  for (const one of ending) ended.push(await endOf(context, operator, one))
  return ended
}

/** One municipality whose data go. */
interface Ending {
  readonly programme: string
  readonly municipality: string
  readonly controller: string
  readonly evaluated: Evaluated
  readonly rows: Held['rows']
}

/** Counts what the hub holds of the municipality, and refuses what does not say the same. */
async function requireEvaluated(
  context: RegistryContext,
  controller: string,
  evaluated: Evaluated,
  through: Month,
): Promise<Held> {
  const municipality = evaluated.municipality as MunicipalityCode
  const scope = { role: 'vroegsignaal_job', municipality, controller } as const
  const held = await inTransaction(context.db, 'programmes.figures', scope, (tx) =>
    heldFigures(tx, municipality, through),
  )
  if (held.open.length > 0) {
    const detail = `${held.open.join(', ')} of municipality ${municipality} is not closed: nobody has evaluated it.`
    throw new HubError('registry.conflict', detail)
  }
  // What was ended before has no months left to compare with.
  if (held.months.size === 0) return held
  const wrong = disagreement(evaluated, held, totalsOf)
  if (wrong !== undefined) throw new HubError('registry.invalid', wrong)
  return held
}

function endOf(
  context: RegistryContext,
  operator: Operator,
  { programme, municipality, controller, evaluated, rows: counted }: Ending,
): Promise<Ended> {
  const at = context.clock.now()
  const evaluation = evaluated.digest
  const scope = { role: 'vroegsignaal_admin', controller } as const
  return inTransaction(context.db, 'programmes.end', scope, async (tx) => {
    const rows = await deleteProgrammeData(tx, programme, municipality, at)
    const removed = Object.fromEntries(
      rows
        .map(({ from_table: table, removed: count }): [string, number] => [table, Number(count)])
        .filter(([, count]) => count > 0),
    )
    if (Object.entries(counted).some(([table, count]) => (removed[table] ?? 0) !== count)) {
      const detail = `Somebody reported in municipality ${municipality} at this very moment. Evaluate again.`
      throw new HubError('registry.conflict', detail)
    }
    const [entry] = await recordAccess(tx, context, [
      {
        ...byHub(controller, 'operator'),
        action: 'FORGET',
        operation: 'endProgramme',
        objects: { operator: operator.pseudonym, programme, municipality, evaluation, removed },
        count: Object.values(removed).reduce((total, count) => total + count, 0),
        ...newTrace(),
        at,
      },
    ])
    const { entryId, leaf } = entry!
    return { municipality, evaluation, removed, entryId, leaf: leaf.toString('hex') }
  }).catch(refused)
}

const REASONS = {
  '22023': 'The programme has not ended: its last day has to be over.',
  '55006': 'A hold is in force for the municipality; end that first.',
  '55000': 'Others report to the municipality too, so its cases cannot be taken apart.',
} as const

function refused(error: unknown): never {
  const reasons: Readonly<Record<string, string>> = REASONS
  const reason = error instanceof DatabaseError ? reasons[error.sqlState ?? ''] : undefined
  if (reason === undefined) throw error
  throw new HubError('registry.conflict', reason)
}
