import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import t from 'tap'
import { fileClock, SteppedClock, systemClock } from '../../src/kernel/clock.js'

t.test('the time of the machine moves on and is not stepped', async (t) => {
  t.notOk(systemClock.stepped)
  const first = systemClock.now().getTime()
  t.ok(systemClock.now().getTime() >= first)
})

t.test('a stepped clock stands still until it is told to move', async (t) => {
  const clock = new SteppedClock('2026-08-01T07:00:00Z')
  t.ok(clock.stepped)
  clock.now().setFullYear(1999)
  t.equal(clock.now().toISOString(), '2026-08-01T07:00:00.000Z')
  clock.advance(1500)
  t.equal(clock.now().toISOString(), '2026-08-01T07:00:01.500Z')
  clock.set('2026-09-01T00:00:00Z')
  t.equal(clock.now().toISOString(), '2026-09-01T00:00:00.000Z')
})

t.test(
  'a clock in a file is read again at every call, and refuses what is no instant',
  async (t) => {
    const path = join(t.testdir({}), 'clock.txt')
    writeFileSync(path, '2026-08-01T07:00:00Z\n')
    const clock = fileClock(path)
    t.ok(clock.stepped)
    t.equal(clock.now().toISOString(), '2026-08-01T07:00:00.000Z')
    writeFileSync(path, '2026-10-01T07:00:00Z')
    t.equal(clock.now().toISOString(), '2026-10-01T07:00:00.000Z')
    writeFileSync(path, 'tomorrow')
    t.throws(() => clock.now(), /no instant/)
  },
)
