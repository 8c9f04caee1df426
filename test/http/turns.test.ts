import { setImmediate, setTimeout as delay } from 'node:timers/promises'
import t from 'tap'
import { TURN_LIMITS, Turns } from '../../src/http/turns.js'
import { startEdge } from './listener.js'

t.test('a party waits for its own turns, in order, and for nobody else’s', async (t) => {
  let now = 0
  const turns = new Turns({ alone: 2, beside: 1, memoryMs: 1000 }, () => now)
  const begun: string[] = []
  const ends = new Map<string, () => void>()
  const ask = async (party: string, name: string) => {
    const end = await turns.take(party)
    begun.push(name)
    ends.set(name, end)
  }
  /** Who began since this was asked last. */
  const fresh = async () => {
    await setImmediate()
    return begun.splice(0).join(' ')
  }
  for (const name of ['a1', 'a2', 'a3', 'a4', 'a5']) void ask('a', name)
  t.equal(await fresh(), 'a1 a2', 'two at once, alone')
  for (const name of ['b1', 'b2']) void ask('b', name)
  t.equal(await fresh(), 'b1', 'another one at once, and one beside others')
  ends.get('a1')!()
  ends.get('a1')!()
  t.equal(await fresh(), '', 'one is still under way')
  ends.get('a2')!()
  void ask('a', 'a6')
  t.equal(await fresh(), 'a3', 'then the next that waits, not the one that came now')
  ends.get('b1')!()
  ends.get('a3')!()
  t.equal(await fresh(), 'b2 a4', 'in turns')
  now = 2000
  ends.get('b2')!()
  ends.get('a4')!()
  t.equal(await fresh(), 'a5 a6', 'and two again when nobody else calls any more')
  ends.get('a5')!()
  ends.get('a6')!()
  for (const name of ['a7', 'a8', 'a9']) void ask('a', name)
  t.equal(await fresh(), 'a7 a8', 'all turns are there again')
})

t.test('one party’s flood keeps its own requests waiting and no other’s', async (t) => {
  const entered: string[] = []
  const held: (() => void)[] = []
  const edge = await startEdge(t, {
    answers: {
      listFeeds: () => ({ feeds: [] }),
      listMandates: async (request: { headers: Record<string, string> }) => {
        entered.push(request.headers['fsc-transaction-id']!)
        await new Promise<void>((go) => held.push(go))
        return { mandates: [], nextCursor: null }
      },
    },
  })
  const { creditor, municipality } = edge.parties
  const number = (at: number) => `01993289-0000-7000-8000-${String(at).padStart(12, '0')}`
  const headersOf = (at: number) => ({ 'fsc-transaction-id': number(at) })
  const until = async (isSo: () => boolean) => {
    while (!isSo()) await delay(2)
  }
  const { alone } = TURN_LIMITS
  const flood = Array.from({ length: alone + 3 }, (_, at) =>
    edge.ask(creditor, '/v1/mandates', { headers: headersOf(at) }),
  )
  await until(() => entered.length === alone)
  for (let at = 0; at < 3; at += 1) {
    t.equal((await edge.ask(municipality, '/v1/feeds')).status, 200, 'another one is answered')
  }
  t.equal(entered.length, alone, 'and no more of the flood was begun')
  while (entered.length < flood.length || held.length > 0) {
    held.shift()?.()
    await delay(2)
    t.ok(held.length <= alone)
  }
  t.ok((await Promise.all(flood)).every(({ status }) => status === 200))
  t.equal(new Set(entered).size, flood.length, 'nothing is lost')

  await t.test('who leaves while it waits leaves its turn to others', async (t) => {
    const before = entered.length
    const first = edge.ask(creditor, '/v1/mandates')
    await until(() => entered.length === before + 1)
    const head = 'GET /v1/mandates HTTP/1.1\r\nhost: localhost\r\n\r\n'
    for (let at = 0; at < alone; at += 1) (await edge.open(creditor, head)).destroy()
    const last = edge.ask(creditor, '/v1/mandates', { headers: headersOf(99) })
    await until(() => {
      held.shift()?.()
      return entered.includes(number(99)) && held.length === 0
    })
    t.equal((await last).status, 200)
    t.equal((await first).status, 200)
  })
})
