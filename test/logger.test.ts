import t from 'tap'
import { SteppedClock } from '../src/kernel/clock.js'
import { createLogger, describeError } from '../src/logger.js'

const clock = new SteppedClock('2026-09-10T09:00:00Z')

t.test('messages are constant texts with plain fields', async (t) => {
  const lines: string[] = []
  const log = createLogger(clock, 'info', (line) => void lines.push(line))
  log.info('started', { port: 8443, sandbox: true, party: undefined, run: null })
  log.debug('not shown')
  log.warn('odd', { body: { surname: 'Jansen' } as never, long: 'x'.repeat(500) })
  t.same(
    lines.map((line) => JSON.parse(line)),
    [
      {
        at: '2026-09-10T09:00:00.000Z',
        level: 'info',
        message: 'started',
        port: 8443,
        sandbox: true,
        run: null,
      },
      {
        at: '2026-09-10T09:00:00.000Z',
        level: 'warn',
        message: 'odd',
        body: '[not logged]',
        long: 'x'.repeat(200),
      },
    ],
  )
})

t.test('an error is described by class and place, never by its message', async (t) => {
  const error = Object.assign(new TypeError('surname Jansen\n    at Jansen (x)'), { code: 'E_X' })
  const fields = describeError(error)
  t.match(fields, { error: 'TypeError', code: 'E_X' })
  t.notMatch(JSON.stringify(describeError(new Error('Jansen'))), /Jansen/)
  t.notMatch(JSON.stringify(fields), /surname|Jansen/)
  t.match(fields['at1'], /logger\.test/)
  error.message = 'changed afterwards'
  t.notMatch(JSON.stringify(describeError(error)), /Jansen/)
  t.same(describeError('Jansen'), { error: 'string' })
})
