import { sequencePending } from '../access-log/index.js'
import { runMatch } from '../cases/index.js'
import { newTrace } from '../crypto/trace.js'
import { closeFeed } from '../feeds/index.js'
import { addDays, dayOf, instantOf, type Day } from '../kernel/calendar.js'
import { randomId } from '../kernel/identifiers.js'
import { goodAttestations, type AnyItem } from './creditor/subject.js'
import {
  clientOf,
  CREDITOR,
  ELSEWHERE,
  HERE,
  POSTCODE,
  servedAs,
  type ThrowAway,
} from './throw-away.js'

/** More than a page of cases. */
const CASES = 1_005

type Submitted = Parameters<ReturnType<typeof clientOf>['signBatch']>[1]

/**
 * Delivers a month of invented arrears to a throw-away hub, and closes it for its municipalities: more
 * than one page of cases, and one that is urgent.
 */
export async function populateMonth(away: ThrowAway): Promise<void> {
  const { clock, month, parties, setting } = away
  const day = `${month}-10` as Day
  await clock.at(instantOf(day, 10), async () => {
    const client = clientOf(away, parties.creditor)
    try {
      const items = Array.from({ length: CASES }, (_, number) => arrears(day, number))
      const elsewhere = {
        municipalityCode: ELSEWHERE,
        address: { postcode: '9992SS', houseNumber: 1 },
      }
      const stray = { ...arrears(day, CASES), ...elsewhere }
      const batch = [...items, stray] as unknown as Submitted
      const { document } = await client.submit(client.signBatch(randomId(), batch))
      if (document.counts.rejected > 0) throw new Error('the hub refused its own population')
    } finally {
      await client.close()
    }
  })
  await sequencePending(setting.context)
  for (const code of [HERE, ELSEWHERE]) {
    await runMatch(setting.context, servedAs(code), month, newTrace())
    await closeFeed(setting.context, servedAs(code), month, newTrace())
  }
  await sequencePending(setting.context)
}

/** Rent arrears at an address of their own; the first ones are urgent. */
function arrears(day: Day, number: number): AnyItem {
  return {
    notificationId: randomId(),
    creditorId: CREDITOR,
    municipalityCode: HERE,
    sector: 'RENT',
    kind: 'EARLY',
    crisis: number < 3,
    ...(number < 3 && { crisisGround: 'EVICTION' }),
    arrearsCents: 40_000 + number,
    oldestDueOn: addDays(day, -60),
    reportedOn: day,
    person: { initials: 'C.', surname: 'Verzonnen' },
    address: { postcode: POSTCODE, houseNumber: number + 1 },
    phone: ['+31600000000'],
    attestations: goodAttestations(day),
  }
}

/** Reports one more notification today, so that the present month is open. */
export async function populateToday(away: ThrowAway): Promise<void> {
  const client = clientOf(away, away.parties.creditor)
  try {
    const item = arrears(dayOf(away.clock.now()), CASES + 1)
    await client.submit(client.signBatch(randomId(), [item] as unknown as Submitted))
  } finally {
    await client.close()
  }
}
