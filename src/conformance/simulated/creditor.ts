import { expect, type Case, type CaseGroup } from '../case.js'
import { isDone, parsed, RETRY_AFTER_SECONDS, type Exchange, type Fault } from './exchange.js'
import type { Script } from './front.js'

const DELIVERY = '/notification-batches'

/** What happens to the first attempt of each batch, in the order in which batches are first sent. */
const FAULTS: readonly Fault[] = ['NONE', 'LOSE_ANSWER', 'BUSY', 'LOSE_REQUEST', 'LIMIT', 'TAMPER']

interface SentItem {
  readonly notificationId: string
  readonly kind: string
}
interface SentBatch {
  readonly batchId: string
  readonly nonce: string
  readonly notifications: readonly SentItem[]
}
interface Receipt {
  readonly items: readonly { readonly status: string; readonly notificationId?: string }[]
}

/** Spoils the first attempt of a batch as its turn says, and the first page of mandates. */
export const creditorScript: Script = ({ method, path, body }, before) => {
  if (method === 'GET' && path === '/mandates') {
    return before.some((one) => one.path === path) ? 'NONE' : 'BUSY'
  }
  if (method !== 'POST' || path !== DELIVERY) return 'NONE'
  const known = [...new Set(before.filter(isDelivery).map(batchIdOf))]
  const batchId = parsed<SentBatch>(body).batchId
  return known.includes(batchId) ? 'NONE' : (FAULTS[known.length] ?? 'NONE')
}

function isDelivery({ method, path }: Exchange): boolean {
  return method === 'POST' && path === DELIVERY
}

function batchIdOf({ body }: Exchange): string | undefined {
  return parsed<SentBatch>(body).batchId
}

const deliveries = (seen: readonly Exchange[]) => seen.filter(isDelivery)

/** Kinds of notifications that were accepted. */
function acceptedKinds(seen: readonly Exchange[]): ReadonlySet<string> {
  const kinds = new Set<string>()
  for (const one of deliveries(seen).filter(({ status }) => status === 202)) {
    const { notifications = [] } = parsed<SentBatch>(one.body)
    const { items = [] } = parsed<Receipt>(one.answer)
    notifications.forEach(({ kind }, at) => {
      if (items[at]?.status !== 'REJECTED') kinds.add(kind)
    })
  }
  return kinds
}

/** The batch that met a fault, and what came of it afterwards. */
function afterFault(seen: readonly Exchange[], fault: Fault) {
  const first = deliveries(seen).find((one) => one.fault === fault)
  expect(first !== undefined, 'not seen yet: deliver more batches')
  const later = deliveries(seen).filter(
    (one) => one.at > first.at && batchIdOf(one) === batchIdOf(first),
  )
  return { first, later }
}

/** A delivery that met a fault is sent again with the very same bytes, and not too early. */
function repeated(what: string, fault: Fault, waits: boolean): Case<readonly Exchange[]> {
  return {
    name: `${what} is sent again with the same bytes`,
    async run(seen) {
      const { first, later } = afterFault(seen, fault)
      const done = later.find(isDone)
      expect(done !== undefined, 'it was not sent again')
      expect(done.body === first.body, 'it was sent again with other bytes')
      const waitedMs = later[0]!.at - first.at
      expect(
        !waits || waitedMs >= RETRY_AFTER_SECONDS * 1000 - 50,
        'it was sent again before Retry-After was over',
      )
    },
  }
}

const KINDS = ['EARLY', 'UPDATE', 'END_OF_SUPPLY', 'CORRECTION', 'WITHDRAWAL'] as const

/** What a creditor's software must do, as far as a hub can see it. */
export const CREDITOR_SOFTWARE: CaseGroup<readonly Exchange[]> = {
  group: 'software of a creditor',
  cases: [
    {
      name: 'six batches or more are delivered',
      async run(seen) {
        const accepted = new Set(deliveries(seen).filter(isDone).map(batchIdOf))
        expect(accepted.size >= FAULTS.length, `${accepted.size} so far`)
      },
    },
    {
      name: 'no delivery is refused for its signature, its frame or its contract',
      async run(seen) {
        expect(deliveries(seen).length > 0, 'nothing was delivered yet')
        const bad = deliveries(seen).filter(({ status }) => [400, 401, 403, 415].includes(status))
        const codes = bad.map(({ answer }) => String(parsed(answer)['code']))
        expect(bad.length === 0, `refused: ${[...new Set(codes)].join(', ')}`)
      },
    },
    {
      name: 'every batch has a batch id and a nonce of its own',
      async run(seen) {
        expect(deliveries(seen).length > 0, 'nothing was delivered yet')
        const bodies = [...new Set(deliveries(seen).map(({ body }) => body))]
        const batches = bodies.map((body) => parsed<SentBatch>(body))
        for (const member of ['batchId', 'nonce'] as const) {
          const values = new Set(batches.map((batch) => batch[member]))
          expect(values.size === bodies.length, `a ${member} was used for two contents`)
        }
      },
    },
    ...KINDS.map((kind): Case<readonly Exchange[]> => ({
      name: `a notification of kind ${kind} is accepted`,
      async run(seen) {
        expect(acceptedKinds(seen).has(kind), 'not seen yet')
      },
    })),
    repeated('a delivery whose answer was lost', 'LOSE_ANSWER', false),
    repeated('a delivery that never arrived', 'LOSE_REQUEST', false),
    repeated('a delivery that was answered 503', 'BUSY', true),
    repeated('a delivery that was answered 429', 'LIMIT', true),
    {
      name: 'a receipt that does not verify is not taken: the receipt is asked for again',
      async run(seen) {
        const { first, later } = afterFault(seen, 'TAMPER')
        const status = `${DELIVERY}/${batchIdOf(first) ?? ''}`
        const asked = seen.some((one) => one.at > first.at && one.path === status)
        expect(asked || later.length > 0, 'nobody asked')
      },
    },
    {
      name: 'a rejected notification is not sent again as it was',
      async run(seen) {
        const rejected = new Map<string, string>()
        for (const { body, answer, status } of deliveries(seen)) {
          const { batchId = '', notifications = [] } = parsed<SentBatch>(body)
          for (const item of notifications) {
            const before = rejected.get(JSON.stringify(item))
            expect(before === undefined || before === batchId, 'one was sent again')
          }
          if (status !== 202) continue
          const { items = [] } = parsed<Receipt>(answer)
          notifications.forEach((item, at) => {
            if (items[at]?.status === 'REJECTED') rejected.set(JSON.stringify(item), batchId)
          })
        }
        return rejected.size === 0 ? 'nothing was rejected' : undefined
      },
    },
    {
      name: 'mandates are read to their last page, after a 503',
      async run(seen) {
        const pages = seen.filter(
          ({ path, method }) => method === 'GET' && /^\/mandates/.test(path),
        )
        const last = pages.filter(isDone).at(-1)
        expect(last !== undefined, 'not seen yet')
        expect(parsed(last.answer)['nextCursor'] === null, 'the last page was not read')
      },
    },
    {
      name: 'the status of a delivered batch is read',
      async run(seen) {
        const found = seen.some(({ path, status }) => {
          return status === 200 && path.startsWith(`${DELIVERY}/`) && !path.includes('_')
        })
        expect(found, 'not seen yet')
      },
    },
    {
      name: 'with the next certificates, batches are delivered as with the first ones',
      async run(seen) {
        const used = new Set(
          deliveries(seen)
            .filter(isDone)
            .map(({ fingerprint }) => fingerprint),
        )
        expect(used.size >= 2, 'not seen yet: use the second folder')
      },
    },
  ],
}
