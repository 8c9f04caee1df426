import { createHash } from 'node:crypto'
import type { Evaluated, EvaluatedMonth } from '../../src/programmes/index.js'
import { totalsOf } from '../../src/statistics/totals.js'
import type { Calling } from './hub.js'

/** An evaluation as `municipality evaluate` writes it, of months that the hub answers for. */
export async function evaluationOf(
  town: Calling,
  municipalityCode: string,
  months: readonly string[],
): Promise<{ text: string; evaluated: Evaluated }> {
  const found: (EvaluatedMonth & Parameters<typeof totalsOf>[0][number])[] = []
  for (const month of months) {
    const { status, body } = await town.get(`/v1/statistics/${month}`)
    if (status !== 200) throw new Error(`no figures of ${month}: ${status}`)
    found.push(body)
  }
  const totals = JSON.parse(JSON.stringify(totalsOf(found))) as object
  const [from, to] = [months[0], months.at(-1)]
  const text = `${JSON.stringify({ municipalityCode, from, to, months: found, totals }, undefined, 2)}\n`
  const digest = createHash('sha256').update(text).digest('hex')
  return { text, evaluated: { municipality: municipalityCode, digest, months: found, totals } }
}
