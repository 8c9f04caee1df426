import { byHub, recordAccess } from '../../access-log/index.js'
import { newTrace } from '../../crypto/trace.js'
import { DatabaseError, inTransaction } from '../../db/transaction.js'
import { HubError } from '../../kernel/errors.js'
import { loadMunicipalities, type MunicipalityCode } from '../../parties/index.js'
import { consult, unknown, type Operator, type RegistryContext } from '../../registry/index.js'
import { deleteProgrammeData, selectProgrammes } from '../store.js'

/** A municipality's evaluation of a programme, by what was made of it at the municipality. */
export interface Evaluated {
  readonly municipality: string
  /** SHA-256 of the file, hexadecimal. */
  readonly digest: string
}

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
 * that municipality's partition. Done again it finds nothing left.
 *
 * @param evaluations One of every municipality of the programme: nothing goes that was not evaluated.
 * @throws {HubError} `registry.unknown`, `registry.invalid` when an evaluation is missing,
 *   `registry.conflict` when the programme runs, a hold is in force, or others report there too.
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
  const digests = new Map(evaluations.map((one) => [one.municipality, one.digest]))
  const missing = row.municipalities.filter((code) => !digests.has(code))
  if (missing.length > 0) {
    const detail = `There is no evaluation of municipality ${missing.join(', ')}.`
    throw new HubError('registry.invalid', detail)
  }
  const parties = await consult(context, 'municipalities', loadMunicipalities)
  const ended: Ended[] = []
  for (const code of row.municipalities) {
    const party = parties.get(code as MunicipalityCode)
    if (party === undefined) throw unknown('municipality')
    ended.push(await endOf(context, operator, programme, code, party.party, digests.get(code)!))
  }
  return ended
}

function endOf(
  context: RegistryContext,
  operator: Operator,
  programme: string,
  municipality: string,
  controller: string,
  evaluation: string,
): Promise<Ended> {
  const at = context.clock.now()
  const scope = { role: 'vroegsignaal_admin', controller } as const
  return inTransaction(context.db, 'programmes.end', scope, async (tx) => {
    const rows = await deleteProgrammeData(tx, programme, municipality, at)
    const removed = Object.fromEntries(
      rows
        .map(({ from_table: table, removed: count }): [string, number] => [table, Number(count)])
        .filter(([, count]) => count > 0),
    )
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

const REASONS: Readonly<Record<string, string>> = {
  '22023': 'The programme has not ended: its last day has to be over.',
  '55006': 'A hold is in force for the municipality; end that first.',
  '55000': 'Others report to the municipality too, so its cases cannot be taken apart.',
}

function refused(error: unknown): never {
  const reason = error instanceof DatabaseError ? REASONS[error.sqlState ?? ''] : undefined
  if (reason === undefined) throw error
  throw new HubError('registry.conflict', reason)
}
