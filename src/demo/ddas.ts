import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { buildDelivery, signDelivery } from '../client/ddas/index.js'
import { firstDayOf, lastDayOf, type Month } from '../kernel/calendar.js'
import type { Clock } from '../kernel/clock.js'
import type { DemoMunicipality } from './municipality.js'

/** Writes a municipality's delivery to the national statistics, as `municipality export-ddas` does. */
export function writeDdas(
  folder: string,
  { code, name, coordinator, months, urgent, outcomes }: DemoMunicipality,
  [first, last]: readonly [first: Month, last: Month],
  clock: Clock,
): void {
  const built = buildDelivery({
    from: firstDayOf(first),
    to: lastDayOf(last),
    now: clock.now(),
    municipalityCode: code,
    supplierCode: coordinator.id,
    organisation: { naam: name },
    cases: [...months.values()].flatMap(({ cases }) => cases),
    urgent,
    outcomes,
  })
  const { remarks, leftOut } = built
  const below = join(folder, 'municipalities', code)
  mkdirSync(below, { recursive: true, mode: 0o700 })
  const bytes = Buffer.from(`${JSON.stringify(built.delivery, undefined, 2)}\n`)
  const write = (file: string, content: string | Buffer) =>
    writeFileSync(join(below, file), content, { mode: 0o600 })
  // The month's feed has no second envelope for what was taken from the lane.
  write('urgent.json', `${JSON.stringify({ items: urgent }, undefined, 2)}\n`)
  write('ddas.json', bytes)
  write('ddas.json.jws', signDelivery(coordinator.folder, bytes, clock.now()))
  write('ddas.json.remarks.json', `${JSON.stringify({ leftOut, remarks }, undefined, 2)}\n`)
}
