import { setImmediate } from 'node:timers/promises'
import t from 'tap'
import { Gate, SingleFlight } from '../../src/notifications/gate.js'

t.test('a gate holds back what does not fit, in the order of arrival', async (t) => {
  const gate = new Gate(10)
  const begun: string[] = []
  const ends: (() => void)[] = []
  const enter = (name: string, weight: number) =>
    gate.through('one', weight, async () => {
      begun.push(name)
      await new Promise<void>((end) => ends.push(end))
      return name
    })
  const all = [enter('a', 6), enter('b', 4), enter('c', 7), enter('d', 1), enter('huge', 99)]
  await setImmediate()
  t.strictSame(begun, ['a', 'b'], 'd would fit beside them but came after c')
  ends.shift()!()
  await setImmediate()
  t.strictSame(begun, ['a', 'b'])
  ends.shift()!()
  await setImmediate()
  t.strictSame(begun, ['a', 'b', 'c', 'd'])
  ends.shift()!()
  ends.shift()!()
  await setImmediate()
  t.strictSame(begun, ['a', 'b', 'c', 'd', 'huge'], 'what is too large goes alone')
  ends.shift()!()
  t.strictSame(await Promise.all(all), ['a', 'b', 'c', 'd', 'huge'])
})

t.test('of those who wait, the party with the least under way goes first', async (t) => {
  const gate = new Gate(2)
  const begun: string[] = []
  const ends: (() => void)[] = []
  const enter = (party: string, number: number) =>
    gate.through(party, 1, async () => {
      begun.push(`${party}${number}`)
      await new Promise<void>((end) => ends.push(end))
    })
  const flood = Array.from({ length: 6 }, (_, at) => enter('flood', at))
  const others = [enter('small', 0), enter('tiny', 0), enter('small', 1)]
  for (let at = 0; at < 9; at += 1) {
    await setImmediate()
    ends.shift()!()
  }
  await Promise.all([...flood, ...others])
  const before = (first: string, second: string) =>
    t.ok(begun.indexOf(first) < begun.indexOf(second), `${first} before ${second}: ${begun.join()}`)
  before('small0', 'flood2')
  before('tiny0', 'flood3')
  before('small1', 'flood4')
  t.equal(begun.length, 9)
})

t.test('a gate lets others in when work fails', async (t) => {
  const gate = new Gate(1)
  await t.rejects(gate.through('one', 1, () => Promise.reject(new Error('failed'))))
  t.equal(await gate.through('one', 1, async () => 'in'), 'in')
})

t.test('work under one key goes one after the other, also after a failure', async (t) => {
  const flights = new SingleFlight()
  let flying = 0
  let most = 0
  const results = await Promise.allSettled(
    Array.from({ length: 20 }, (_, at) =>
      flights.alone('key', async () => {
        flying += 1
        most = Math.max(most, flying)
        await setImmediate()
        flying -= 1
        if (at === 0) throw new Error('failed')
      }),
    ),
  )
  t.equal(most, 1)
  t.equal(results.filter(({ status }) => status === 'fulfilled').length, 19)
})
