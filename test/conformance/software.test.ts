import t from 'tap'
import { runCases } from '../../src/conformance/index.js'
import { CREDITOR_SOFTWARE, creditorScript } from '../../src/conformance/simulated/creditor.js'
import {
  MUNICIPAL_SOFTWARE,
  municipalityScript,
} from '../../src/conformance/simulated/municipality.js'
import type { Exchange, Fault } from '../../src/conformance/simulated/exchange.js'

let now = 0
const exchange = (changes: Partial<Exchange>): Exchange => {
  now += 3000
  const plain = { method: 'GET', path: '/', fingerprint: 'aa', signature: 'x', body: '' }
  return { ...plain, at: now, fault: 'NONE' as Fault, status: 200, answer: '{}', ...changes }
}
const batch = (batchId: string, nonce: string, kind = 'EARLY') =>
  JSON.stringify({ batchId, nonce, notifications: [{ notificationId: batchId, kind }] })
const delivery = (body: string, changes: Partial<Exchange> = {}): Exchange =>
  exchange({
    method: 'POST',
    path: '/notification-batches',
    body,
    status: 202,
    answer: '{"items":[{"status":"ACCEPTED"}]}',
    ...changes,
  })

async function verdict(group: typeof CREDITOR_SOFTWARE, seen: readonly Exchange[], name: RegExp) {
  const found = (await runCases([group], seen)).find((one) => name.test(one.name))
  return found?.outcome === 'PASSED' ? 'PASSED' : found?.detail
}

t.test('software that repeats with other bytes, or too early, is found out', async (t) => {
  const first = delivery(batch('1', 'n'), { fault: 'LOSE_ANSWER', status: 0, answer: '' })
  const name = /answer was lost/
  t.equal(await verdict(CREDITOR_SOFTWARE, [first], name), 'it was not sent again')
  const other = delivery(batch('1', 'm'))
  t.match(await verdict(CREDITOR_SOFTWARE, [first, other], name), /other bytes/)
  t.equal(await verdict(CREDITOR_SOFTWARE, [first, delivery(batch('1', 'n'))], name), 'PASSED')

  const busy = delivery(batch('2', 'n'), { fault: 'BUSY', status: 503, answer: '' })
  const early = { ...delivery(batch('2', 'n')), at: busy.at + 500 }
  t.match(await verdict(CREDITOR_SOFTWARE, [busy, early], /answered 503/), /before Retry-After/)
})

t.test(
  'software that uses an id or a nonce twice, or believes anything, is found out',
  async (t) => {
    const unique = /of its own/
    const twice = [delivery(batch('1', 'n')), delivery(batch('2', 'n'))]
    t.match(await verdict(CREDITOR_SOFTWARE, twice, unique), /nonce was used/)
    t.match(
      await verdict(
        CREDITOR_SOFTWARE,
        [delivery(batch('1', 'n')), delivery(batch('1', 'm'))],
        unique,
      ),
      /batchId was used/,
    )
    const tampered = delivery(batch('3', 'o'), { fault: 'TAMPER' })
    t.equal(await verdict(CREDITOR_SOFTWARE, [tampered], /does not verify/), 'nobody asked')
    const refused = delivery(batch('4', 'p'), { status: 401, answer: '{"code":"signature.type"}' })
    t.match(await verdict(CREDITOR_SOFTWARE, [refused], /refused for/), /signature.type/)
    const rejected = { answer: '{"items":[{"status":"REJECTED"}]}' }
    const item = JSON.parse(batch('5', 'q')) as { notifications: object[] }
    const again = JSON.stringify({ ...item, batchId: '6', nonce: 'r' })
    const stubborn = [delivery(batch('5', 'q'), rejected), delivery(again)]
    t.match(await verdict(CREDITOR_SOFTWARE, stubborn, /not sent again/), /sent again/)
  },
)

t.test(
  'software of a municipality that acknowledges what does not verify is found out',
  async (t) => {
    const page = { path: '/feeds/2026-08' }
    const bad = exchange({ ...page, fault: 'TAMPER' })
    const receipt = exchange({ method: 'POST', path: '/feeds/2026-08/_acknowledge', body: 'a' })
    const name = /does not verify/
    t.match(await verdict(MUNICIPAL_SOFTWARE, [bad, receipt], name), /acknowledged/)
    const again = exchange(page)
    t.match(await verdict(MUNICIPAL_SOFTWARE, [bad], name), /not pulled again/)
    t.equal(await verdict(MUNICIPAL_SOFTWARE, [bad, again], name), 'PASSED')
  },
)

t.test(
  'each first attempt of a batch meets the next fault, and its repeats meet none',
  async (t) => {
    const seen: Exchange[] = []
    const faults: Fault[] = []
    for (const id of ['1', '2', '2', '3', '4', '5', '6', '7']) {
      const one = delivery(batch(id, id))
      const fault = creditorScript(one, seen)
      faults.push(fault)
      seen.push({ ...one, fault })
    }
    t.strictSame(faults, [
      ...['NONE', 'LOSE_ANSWER', 'NONE', 'BUSY', 'LOSE_REQUEST', 'LIMIT', 'TAMPER', 'NONE'],
    ])
    const pulls = [1, 2, 3].map(() => {
      const one = exchange({ path: '/feeds/2026-08' })
      const fault = municipalityScript(one, seen)
      seen.push({ ...one, fault })
      return fault
    })
    t.strictSame(pulls, ['BUSY', 'TAMPER', 'NONE'])
  },
)
