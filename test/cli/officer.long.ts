import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import t from 'tap'
import { makePlans } from '../../src/reviews/index.js'
import type { Month } from '../../src/kernel/calendar.js'
import { checkLog } from '../helpers/check-log.js'
import { lastLine, runCommand } from '../helpers/command.js'
import { enrolPerson } from '../helpers/console.js'
import { ALMERE, OFFICER, startHub, WONING } from '../helpers/hub.js'
import { closeMonth, TRACE } from '../helpers/served.js'
import { id, report } from '../notifications/build.js'
import { writePartyFolder } from './delivery/party-folder.js'

t.test('two officers at their keyboards', { timeout: 600_000 }, async (t) => {
  const hub = await startHub(t)
  const folder = mkdtempSync(join(tmpdir(), 'vroegsignaal-officer-'))
  t.teardown(() => rmSync(folder, { recursive: true, force: true }))
  await hub.as(WONING).submit(id(9000), [report(1), report(2)])
  await closeMonth(hub.context, ALMERE, '2026-08')
  await makePlans(hub.context, '2026-08' as Month, TRACE)
  const { party } = hub.as(OFFICER)
  const folderOf = async (holder: string) => {
    const transport = await enrolPerson(hub, OFFICER, holder)
    return writePartyFolder(join(folder, holder), hub, hub.with({ ...party, transport }))
  }
  const [first, second] = [await folderOf('fg-1'), await folderOf('fg-2')]
  const officer = (who: string, ...args: string[]) =>
    runCommand(['officer', ...args, '--party', who, '--json'])
  const subject = join(folder, 'subject.json')
  const about = {
    municipalityCode: ALMERE,
    person: { initials: 'V.', prefix: 'van', surname: 'Verzonnen1' },
    address: { postcode: '1315ZZ', houseNumber: 1 },
  }
  writeFileSync(subject, JSON.stringify(about))

  t.test('an objection is registered, shown, answered and lifted', async (t) => {
    const fields = ['--kind', 'OBJECTION', '--reason', 'Case 2026-31', '--received', '2026-08-31']
    const registered = await officer(first, 'objection', 'register', subject, ...fields)
    t.equal(registered.code, 0, registered.stderr)
    const { requestId } = lastLine(registered).summary as { requestId: string }
    const again = await officer(
      first,
      'objection',
      'register',
      subject,
      ...fields,
      '--id',
      requestId,
    )
    t.match(again, { code: 1, stdout: /rights\.registered/ })
    t.notMatch(again.stdout + again.stderr, /Verzonnen|1315 ?(?:ZZ|S[ADS])/)
    t.match(lastLine(await officer(second, 'objection', 'list')), { requests: [{ requestId }] })
    const answered = ['objection', 'answer', requestId, '--answer', 'GIVEN']
    t.match(lastLine(await officer(second, ...answered)), { summary: { answer: 'GIVEN' } })
    t.match(lastLine(await officer(first, 'objection', 'lift', requestId)), {
      summary: { liftedAt: String },
      corrections: [{ action: 'STOP' }, { action: 'RESUME' }],
    })
    const shown = await runCommand(['officer', 'objection', 'show', requestId, '--party', first])
    t.match(shown.stdout, /answered GIVEN, lifted, due 2026-09-28[^]*REGISTERED[^]*LIFTED/)
  })

  t.test('an item is reviewed with four eyes, and the report verifies', async (t) => {
    const { plans } = lastLine(await officer(first, 'review', 'list')) as {
      plans: { planId: string }[]
    }
    const planId = plans[0]!.planId
    const { items } = lastLine(await officer(first, 'review', 'show', planId)) as {
      items: { itemId: string; kind: string; actor: string }[]
    }
    const item = items.find(({ actor }) => actor === WONING)!.itemId
    const step = (who: string, ...args: string[]) =>
      officer(who, 'review', 'step', planId, item, ...args)
    t.match(lastLine(await step(first, 'ASSIGN')), { item: { status: 'ASSIGNED' } })
    t.match(await step(first, 'DECIDE'), { code: 1, stdout: /request\.malformed/ })
    t.match(lastLine(await step(first, 'ASK', '--text', 'What was this for?')), {
      item: { status: 'ASKED', assignee: 'fg-1' },
    })
    const decided = ['DECIDE', '--decision', 'JUSTIFIED', '--text', 'It was a delivery.']
    t.match(lastLine(await step(first, ...decided)), { item: { decision: 'JUSTIFIED' } })
    t.match(await step(first, 'CLOSE'), { code: 1, stdout: /review\.second_person/ })
    t.match(lastLine(await step(second, 'CLOSE')), { item: { status: 'CLOSED' } })
    t.match(lastLine(await officer(second, 'review', 'item', planId, item)), {
      steps: [
        { step: 'ASSIGN', holder: 'fg-1' },
        { step: 'ASK' },
        { step: 'DECIDE', decision: 'JUSTIFIED', text: 'It was a delivery.' },
        { step: 'CLOSE', holder: 'fg-2' },
      ],
    })
    const file = join(folder, 'report.json')
    const written = await officer(first, 'review', 'report', planId, '--out', file)
    t.equal(written.code, 0, written.stderr)
    const verified = await officer(second, 'verify-report', file)
    t.match(lastLine(verified), { verified: true })
    const changed = readFileSync(file, 'utf8').replace('JUSTIFIED', 'BREACH')
    writeFileSync(join(folder, 'changed.json'), changed)
    t.match(await officer(second, 'verify-report', join(folder, 'changed.json')), { code: 1 })
  })

  await checkLog(t, hub.context)
})
