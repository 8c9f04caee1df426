import { firstDayOf, monthsBefore, type Month } from '../../src/kernel/calendar.js'
import { usedBetween } from './cpu.js'
import { say, watched } from './say.js'
import { MONTH, type BenchSetting } from './setting.js'

/** What matching and triage of a month took. */
export interface Matched {
  readonly seconds: number
  /** Of hub and database, the one writer of the log included. */
  readonly processorSeconds: number
  readonly notifications: number
  /** Cases that they became. */
  readonly cases: number
}

/** The same against reading its rows. */
export interface MatchResult extends Matched {
  readonly perSecond: number
  readonly readSeconds: number
  /** Rows that a run reads: those of the month, and of the look-back at the same addresses. */
  readonly rows: number
  /** How many times the reading the run takes. */
  readonly ofRead: number
}

const LOOK_BACK = 6
/** Of a hundred notifications of a month before, so many are of an address of this month. */
const RECURRING = 40
const READINGS = 2

/** Fills the look-back and matches every municipality. */
export async function matchMonth(setting: BenchSetting): Promise<Matched> {
  const month = MONTH as Month
  say('filling six months of look-back')
  await fillLookBack(setting, month)
  const { process, municipalities: served } = setting
  say('matching')
  const before = setting.cpu()
  const { result } = await watched(setting, () => process.tell('match', { served, month }))
  return { ...result, processorSeconds: usedBetween(before, setting.cpu()) }
}

/** Matches the month, and reads the same rows without matching. */
export async function measureMatch(setting: BenchSetting): Promise<MatchResult> {
  const matched = await matchMonth(setting)
  const { process, municipalities: served } = setting
  const month = MONTH as Month
  say('reading the same rows')
  let readSeconds = Number.POSITIVE_INFINITY
  let rows = 0
  for (let reading = 0; reading < READINGS; reading += 1) {
    const { result: read } = await watched(setting, () => process.tell('read', { served, month }))
    readSeconds = Math.min(readSeconds, read.seconds)
    rows = read.rows
  }
  const perSecond = matched.notifications / matched.seconds
  return { ...matched, perSecond, readSeconds, rows, ofRead: matched.seconds / readSeconds }
}

/** Copies the month to the six before it, under other ids and for the most part other addresses. */
async function fillLookBack({ sql }: BenchSetting, month: Month): Promise<void> {
  await sql`SELECT ensure_partitions(${firstDayOf(monthsBefore(month, LOOK_BACK))}::date, ${LOOK_BACK})`
  const columns = await sql<{ name: string }[]>`
    SELECT attname AS name FROM pg_attribute
     WHERE attrelid = 'notification'::regclass AND attnum > 0 AND NOT attisdropped ORDER BY attnum`
  for (let back = 1; back <= LOOK_BACK; back += 1) {
    const earlier = firstDayOf(monthsBefore(month, back))
    const values = columns.map(({ name }) => valueOf(name, earlier, back))
    const names = columns.map(({ name }) => name).join()
    await sql.unsafe(
      `INSERT INTO notification (${names})
       SELECT ${values.join()} FROM notification n WHERE month = '${firstDayOf(month)}'`,
    )
  }
  await sql.unsafe('VACUUM ANALYZE notification')
}

function valueOf(column: string, month: string, back: number): string {
  switch (column) {
    case 'month':
      return `'${month}'::date`
    case 'notification_id':
      return 'gen_random_uuid()'
    case 'predecessor_id':
      return 'NULL'
    case 'accepted_at':
    case 'reported_on':
    case 'oldest_due_on':
      return `n.${column} - interval '${back} months'`
    case 'address_pseudonym':
    case 'addition_pseudonym':
    case 'subject_pseudonym':
    case 'customer_pseudonym': {
      const other = `substr(sha256(n.${column} || '\\x${back.toString(16).padStart(2, '0')}'::bytea), 1, 16)`
      // Which recur depends on the address alone, so that a recurring one does with all its people.
      const drawn = `get_byte(sha256(n.address_pseudonym || '\\xff${back.toString(16).padStart(2, '0')}'::bytea), 0)`
      return `CASE WHEN ${drawn} < ${Math.round((RECURRING / 100) * 256)} THEN n.${column} ELSE ${other} END`
    }
    default:
      return `n.${column}`
  }
}
