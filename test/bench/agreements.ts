import { signBatches } from './batches.js'
import { deliver, monthOf } from './intake.js'
import type { Options } from './options.js'
import { CREDITORS } from './population.js'
import { say, watched } from './say.js'
import { NOW, openBenchSetting, type BenchSetting } from './setting.js'

/** What an item of intake costs with many agreements in the register, against few. */
export interface AgreementsResult {
  readonly few: number
  readonly many: number
  /** Processor seconds of hub and database per item: with many, divided by with few. */
  readonly ratio: number
  /** The same by the clock. */
  readonly secondsRatio: number
}

/** With two municipalities, the creditors of the benchmark have twenty agreements. */
const MUNICIPALITIES = 2
const MANY = 20_000
/** Deliveries with few and with many take turns, so that what drifts weighs on both alike. */
const TURNS = 6
/** Small, because agreements are looked up per batch: the whole cost shows. */
const BATCH_ITEMS = 250

/** Delivers the same kind of batches by turns, with 20 and with 20,000 agreements, to one hub. */
export async function measureAgreements(
  options: Options,
  within: (
    opening: Promise<BenchSetting>,
    work: (setting: BenchSetting) => Promise<AgreementsResult>,
  ) => Promise<AgreementsResult>,
): Promise<AgreementsResult> {
  const small = { ...options, municipalities: MUNICIPALITIES, batchItems: BATCH_ITEMS }
  return within(openBenchSetting(small), async (setting) => {
    const [{ count: few }] =
      (await setting.sql`SELECT count(*)::integer AS count FROM agreement`) as [{ count: number }]
    const items = Math.ceil(options.notifications / (2 * TURNS + 1))
    await deliverOnce(setting, small, items, 100)
    const costs = { few: [] as Cost[], many: [] as Cost[] }
    for (let turn = 1; turn <= TURNS; turn += 1) {
      // Every other turn begins with the other, so that neither is always the warmer one.
      const order = turn % 2 === 1 ? (['few', 'many'] as const) : (['many', 'few'] as const)
      for (const [at, which] of order.entries()) {
        if (which === 'many') await addMany(setting, MANY - few)
        else await removeMany(setting)
        say(`turn ${turn}, ${which} agreements`)
        costs[which].push(await deliverOnce(setting, small, items, 200 + 2 * turn + at))
      }
    }
    const ratioOf = (of: (cost: Cost) => number) =>
      median(costs.many.map(of)) / median(costs.few.map(of))
    return {
      few,
      many: MANY,
      ratio: ratioOf(({ processor }) => processor),
      secondsRatio: ratioOf(({ seconds }) => seconds),
    }
  })
}

interface Cost {
  readonly processor: number
  readonly seconds: number
}

async function deliverOnce(
  setting: BenchSetting,
  options: Options,
  items: number,
  seed: number,
): Promise<Cost> {
  const batches = signBatches(setting, monthOf(seed, items, options), options.batchItems)
  await setting.sql`CHECKPOINT`
  const before = setting.cpu()
  const { seconds } = await watched(setting, () => deliver(setting, batches, options.connections))
  const after = setting.cpu()
  return { seconds, processor: after.hub - before.hub + after.database - before.database }
}

/** Agreements of the same creditors, with municipalities that nobody reports to here. */
async function addMany({ sql }: BenchSetting, count: number): Promise<void> {
  const each = Math.ceil(count / CREDITORS.length)
  for (const { id } of CREDITORS) {
    await sql`
      INSERT INTO agreement (agreement_id, reference, creditor, municipality, sector, valid_from,
                             registered_at, state, offered_by, accepted_by, accepted_at,
                             updated_by)
      SELECT gen_random_uuid(), 'many', ${id}, (1000 + n)::text, 'RENT', '2026-01-01', ${NOW},
             'ACCEPTED', 'hub', 'hub', ${NOW}, 'bench'
        FROM generate_series(1, ${each}::integer) AS g (n)
      ON CONFLICT DO NOTHING`
  }
  await sql`VACUUM ANALYZE agreement`
}

async function removeMany({ sql }: BenchSetting): Promise<void> {
  await sql`DELETE FROM agreement WHERE reference = 'many'`
  await sql`VACUUM ANALYZE agreement`
}

function median(values: readonly number[]): number {
  const sorted = [...values].sort((left, right) => left - right)
  const middle = sorted.length / 2
  return sorted.length % 2 === 1
    ? sorted[Math.floor(middle)]!
    : (sorted[middle - 1]! + sorted[middle]!) / 2
}
