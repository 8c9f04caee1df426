import type { ProgrammeHub } from '../helpers/programme-hub.js'

/** Tables that are not about residents, or hold nothing that a programme brings. */
const STAYS = new Set([
  // Of people who signed in, for ten hours at most.
  'console_session',
  // The log keeps its own term: it shows that all this was done.
  'log_entry',
  ...['party_role', 'agreement', 'mandate', 'sealing_key', 'triage_profile', 'triage_draft'],
  ...['feedback_policy', 'postcode_area', 'retention_term', 'retention_progress', 'legal_hold'],
  ...['enrolment', 'work_duty', 'job_lease', 'quota', 'review_plan', 'review_item'],
])

/** Rows of municipalities, by every table that says whose a row is. */
export async function rowsOf(
  hub: ProgrammeHub,
  municipalities: readonly string[],
): Promise<Record<string, number>> {
  const tables = await hub.sql<{ name: string }>(
    `SELECT c.relname AS name FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid
      WHERE c.relnamespace = 'public'::regnamespace AND c.relkind IN ('r', 'p')
        AND NOT c.relispartition AND a.attname = 'municipality' ORDER BY 1`,
  )
  const listed = municipalities.map((code) => `'${code}'`).join()
  const counts: Record<string, number> = {}
  for (const { name } of tables.filter((table) => !STAYS.has(table.name))) {
    const [row] = await hub.sql<{ n: number }>(
      `SELECT count(*)::int AS n FROM ${name} WHERE municipality IN (${listed})`,
    )
    counts[name] = row!.n
  }
  return counts
}
