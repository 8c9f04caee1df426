import type { components } from '../generated/openapi.js'
import type { SeededRandom } from './random.js'
import { TRADE_NAMES } from './names.js'

type Item = components['schemas']['Notification']
type Complete = components['schemas']['NotificationEarly']

/** Parts of a thousand notifications that carry each defect, all of them seen in practice. */
const DEFECTS: readonly (readonly [
  perMille: number,
  spoil: (item: Complete, random: SeededRandom) => unknown,
])[] = [
  [4, (item) => ({ ...item, attestations: { ...item.attestations, noObjection: false } })],
  [4, (item) => ({ ...item, attestations: { ...item.attestations, currentCustomer: false } })],
  [5, (item) => ({ ...item, attestations: { ...item.attestations, noRunningArrangement: false } })],
  [3, firm],
  [4, (item) => ({ ...item, attestations: { ...item.attestations, writtenRemindersSent: 0 } })],
  [
    3,
    (item) => ({
      ...item,
      address: { ...item.address, postcode: item.address.postcode.toLowerCase() },
    }),
  ],
  [2, (item) => ({ ...item, municipalityCode: '9999' })],
  [2, (item) => ({ ...item, remarks: 'not allowed' })],
  [2, (item) => ({ ...item, arrearsCents: String(item.arrearsCents) })],
  [2, (item) => ({ ...item, oldestDueOn: '2026-02-30' })],
]

/** A firm that is reported as if it were a resident: its own attestation says it is not. */
function firm(item: Complete, random: SeededRandom) {
  return {
    ...item,
    person: { surname: random.pick(TRADE_NAMES) },
    attestations: { ...item.attestations, naturalPerson: false },
  }
}

/** Spoils a few notifications of a hundred; returns the very same item when it stays whole. */
export function spoil(random: SeededRandom, item: Item): Item {
  let drawn = random.between(0, 999)
  for (const [perMille, defect] of DEFECTS) {
    if (drawn < perMille) return defect(item as Complete, random) as Item
    drawn -= perMille
  }
  return item
}
