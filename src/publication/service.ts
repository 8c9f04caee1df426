import type { Context } from '../context.js'
import { inTransaction } from '../db/transaction.js'
import { dayOf, isMonth, monthOf, type Month } from '../kernel/calendar.js'
import { StatedError } from '../kernel/stated-error.js'
import { loadMemberships, namesOf, type MunicipalityCode } from '../parties/index.js'
import { change, consult, list, type Operator, type RegistryContext } from '../registry/index.js'
import { HELP, REACHED } from '../statistics/index.js'
import { attack, type AttackOptions, type Exposed } from './attack/service.js'
import type { Period, PublishedCell } from './cell.js'
import { pack, unpack } from './content.js'
import { countsOf } from './counting.js'
import { SMALLEST_SHOWN } from './protect.js'
import * as store from './store.js'
import type { KeptAttack, Publication } from './store.js'
import { suppress } from './suppression/service.js'
import { sumsOf, tableOf, type Counts } from './table.js'
import { COUNTED } from './variables.js'

/** A draft, or an attack on what there is. */
export interface Attacked extends Omit<KeptAttack, 'exposed'> {
  readonly period: Period
  readonly municipalities: number
  /** Numbers in all, and those that are shown. */
  readonly cells: number
  readonly shown: number
  /** Small numbers that could be found: nothing is released while there are any. */
  readonly exposed: readonly Exposed[]
}

type Progress = AttackOptions['progress']

/**
 * Counts a month that is over, or adds up a year of which every month was released, and makes the
 * table that can be published of it. A draft for another person to release; counting again replaces it.
 *
 * @throws {StatedError} `publication.period`, `publication.nothing`, `publication.released`,
 *   `publication.months` for a year with months that were not released.
 */
export async function preparePublication(
  context: RegistryContext,
  operator: Operator,
  period: Period,
  progress?: Progress,
): Promise<Attacked> {
  assertOver(context, period)
  const { counts, names, released } = await consult(context, 'count', async (tx) => {
    const ledger = await store.selectPublications(tx)
    if (ledger.some((line) => line.period === period && line.releasedAt !== null)) {
      throw new StatedError('publication.released', `${period} was released; a period is, once.`)
    }
    assertMonths(period, ledger)
    const towns = await loadMemberships(tx)
    const partyNames = await namesOf(
      tx,
      towns.map(({ party }) => party),
    )
    return {
      counts: await countsFor(tx, period),
      names: new Map(towns.map(({ code, party }) => [code, partyNames.get(party)])),
      released: cellsOf(ledger.filter(({ releasedAt }) => releasedAt !== null)),
    }
  })
  if (counts.size === 0) {
    throw new StatedError('publication.nothing', `No municipality has closed ${period}.`)
  }
  const found = await suppress(tableOf(period, counts), released, progress)
  const municipalities = [...counts.keys()]
    .sort()
    .map((code) => [code, names.get(code) ?? code] as const)
  const kept = { ...found.attack, exposed: found.attack.exposed.length }
  const now = context.clock.now()
  await change(context, operator, 'preparePublication', async (tx) => {
    if (isMonth(period)) await store.keepCounts(tx, period, rowsOf(counts))
    const content = pack(municipalities, found.cells)
    const draft = { period, preparedBy: operator.pseudonym, content, attack: kept }
    if (!(await store.keepDraft(tx, draft, now))) {
      throw new StatedError('publication.released', `${period} was released in the meantime.`)
    }
    const objects = { period, municipalities: municipalities.length, exposed: kept.exposed }
    return { result: undefined, objects }
  })
  return { period, municipalities: municipalities.length, ...sizes(found.cells), ...found.attack }
}

/**
 * Releases a draft, by another person than who prepared it, after one more attack together with
 * everything that was published before.
 *
 * @throws {StatedError} `publication.unknown`, `publication.same_person`, `publication.exposed`,
 *   `publication.released`.
 */
export async function releasePublication(
  context: RegistryContext,
  operator: Operator,
  period: Period,
  progress?: Progress,
): Promise<Attacked> {
  const { draft, found } = await attackDraft(context, period, progress)
  if (draft.preparedBy === operator.pseudonym) {
    throw new StatedError(
      'publication.same_person',
      'Somebody else than who prepared it releases it.',
    )
  }
  if (found.exposed.length > 0) throw exposedError(found.exposed)
  await change(context, operator, 'releasePublication', async (tx) => {
    const now = context.clock.now()
    if (!(await store.markReleased(tx, draft, operator.pseudonym, now))) {
      throw new StatedError('publication.released', `${period} was released or prepared anew.`)
    }
    const objects = { period, preparedBy: draft.preparedBy, targets: found.targets }
    return { result: undefined, objects }
  })
  return found
}

/** Attacks a draft, or what was released, together with everything else that was. Changes nothing. */
export async function attackPublication(
  context: RegistryContext,
  operator: Operator,
  period: Period,
  progress?: Progress,
): Promise<Attacked> {
  const { found } = await attackDraft(context, period, progress)
  await list(context, operator, 'attackPublication', async () => [found])
  return found
}

/**
 * Takes back what was released. It is shown no more, and stays in the ledger: what was once published
 * stays known, and every later table is attacked together with it.
 *
 * @throws {StatedError} `publication.unknown`, `publication.reason` without a reason.
 */
export async function withdrawPublication(
  context: RegistryContext,
  operator: Operator,
  period: Period,
  reason: string,
): Promise<void> {
  if (reason.trim().length < 10) {
    throw new StatedError('publication.reason', 'A reason says in a sentence what was wrong.')
  }
  await change(context, operator, 'withdrawPublication', async (tx) => {
    const at = context.clock.now()
    if (!(await store.markWithdrawn(tx, period, { by: operator.pseudonym, reason, at }))) {
      throw new StatedError('publication.unknown', `${period} is not published.`)
    }
    return { result: undefined, objects: { period } }
  })
}

/** The ledger, drafts and what was withdrawn included. */
export function listPublications(
  context: RegistryContext,
  operator: Operator,
): Promise<readonly Publication[]> {
  return list(context, operator, 'listPublications', (tx) => store.selectPublications(tx))
}

/** What anybody may read: released, and not withdrawn; those that were withdrawn without content. */
export async function publishedPeriods(
  context: Pick<Context, 'db'>,
  period?: Period,
): Promise<readonly Publication[]> {
  const scope = { role: 'vroegsignaal_publisher' } as const
  return inTransaction(context.db, 'publication.read', scope, async (tx) => {
    const found = await store.selectPublications(tx, period)
    return found.map((line) =>
      line.withdrawnAt === null ? line : { ...line, content: { municipalities: [], cells: [] } },
    )
  })
}

async function attackDraft(
  context: RegistryContext,
  period: Period,
  progress: Progress,
): Promise<{ draft: Publication; found: Attacked }> {
  const ledger = await consult(context, 'publications', (tx) => store.selectPublications(tx))
  const draft = ledger.find((line) => line.period === period)
  if (draft === undefined) {
    throw new StatedError('publication.unknown', `${period} was not prepared.`)
  }
  const others = ledger.filter((line) => line.releasedAt !== null && line !== draft)
  const own = unpack(period, draft.content)
  const cells = [...cellsOf(others), ...own]
  const options = {
    width: SMALLEST_SHOWN,
    periods: new Set([period]),
    ...(progress && { progress }),
  }
  const found = await attack(cells, sumsOf(cells), options)
  const municipalities = draft.content.municipalities.length
  return { draft, found: { period, municipalities, ...sizes(own), ...found } }
}

function cellsOf(publications: readonly Publication[]): PublishedCell[] {
  return publications.flatMap(({ period, content }) => unpack(period, content))
}

function sizes(cells: readonly PublishedCell[]): { cells: number; shown: number } {
  return { cells: cells.length, shown: cells.filter(({ value }) => value !== null).length }
}

async function countsFor(
  tx: Parameters<typeof store.countMonth>[0],
  period: Period,
): Promise<Counts> {
  if (isMonth(period)) {
    return countsOf(await store.countMonth(tx, period), { help: HELP, reached: REACHED })
  }
  const counts = new Map<MunicipalityCode, Map<string, number>>()
  for (const { municipality, variable, value } of await store.selectYear(tx, period)) {
    const own = counts.get(municipality) ?? new Map<string, number>()
    counts.set(municipality, own.set(variable, value))
  }
  return counts
}

function rowsOf(counts: Counts): (readonly [MunicipalityCode, string, number])[] {
  return [...counts].flatMap(([municipality, own]) =>
    COUNTED.map((variable) => [municipality, variable, own.get(variable) ?? 0] as const),
  )
}

function assertOver({ clock }: Pick<RegistryContext, 'clock'>, period: Period): void {
  const present = monthOf(dayOf(clock.now()))
  const isYear = /^\d{4}$/.test(period)
  if (!isYear && !isMonth(period)) {
    throw new StatedError('publication.period', 'A period is a month, as 2026-08, or a year.')
  }
  if ((isYear ? (`${period}-12` as Month) : period) >= present) {
    throw new StatedError('publication.period', `${period} is not over yet.`)
  }
}

function assertMonths(period: Period, ledger: readonly Publication[]): void {
  if (isMonth(period)) return
  const months = ledger.filter(
    (line) => line.releasedAt !== null && line.period.startsWith(`${period}-`),
  )
  if (months.length === 12) return
  throw new StatedError(
    'publication.months',
    `${months.length} of the 12 months of ${period} were released; a year is their sum.`,
  )
}

function exposedError(exposed: readonly Exposed[]): StatedError {
  const { row, variable } = exposed[0]!.cell
  return new StatedError(
    'publication.exposed',
    `${exposed.length} small numbers could be found, ${variable} of ${row} among them; prepare it again.`,
  )
}
