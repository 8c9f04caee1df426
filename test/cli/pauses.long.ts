import { join } from 'node:path'
import t from 'tap'
import { pausesOn } from '../collection-pauses/setting.js'
import { lastLine, runCommand } from '../helpers/command.js'
import { ALMERE, KANTOOR, WONING } from '../helpers/hub.js'
import { startPopulatedHub } from '../helpers/populated-hub.js'
import { id } from '../notifications/build.js'
import { writePartyFolder } from './delivery/party-folder.js'

t.test('a pause is asked, read and answered by hand', async (t) => {
  const hub = await startPopulatedHub(t)
  const { caseOf, consent } = await pausesOn(hub)
  const folder = t.testdir({})
  const town = [
    '--party',
    await writePartyFolder(join(folder, 'almere'), hub, hub.asMunicipality(ALMERE)),
  ]
  const landlord = ['--party', await writePartyFolder(join(folder, 'woning'), hub, hub.as(WONING))]
  const agent = ['--party', await writePartyFolder(join(folder, 'kantoor'), hub, hub.as(KANTOOR))]
  const ask = ['municipality', 'pause', 'ask', '2026-08', caseOf(2).caseId, WONING, id(2)]

  const refused = await runCommand([...ask, ...town])
  t.equal(refused.code, 1)
  t.match(refused.stderr, 'pause.no_consent')
  await consent(2)
  const wrong = await runCommand([...ask, ...town, '--months', '12'])
  t.match(wrong, { code: 2, stderr: /1, 2 or 3 months/ })
  const asked = await runCommand([...ask, ...town, '--months', '2', '--json'])
  t.equal(asked.code, 0, asked.stderr)
  const { pauseId } = lastLine(asked) as { pauseId: string }
  t.match(lastLine(asked), { months: 2, status: 'ASKED', basis: 'PRACTICE' })
  t.match(await runCommand(['municipality', 'pause', 'list', ...town]), {
    stdout: /ASKED +answer by 2026-09-15, not read\n.*practice; no law/,
  })

  const list = await runCommand(['creditor', 'pauses', 'list', ...agent, '--creditor', WONING])
  t.equal(list.code, 0, list.stderr)
  t.match(list.stdout, new RegExp(`${pauseId} +${id(2)} +${ALMERE} +2 +ASKED`))
  const bad = await runCommand([
    'creditor',
    'pauses',
    'decline',
    pauseId,
    '--reason',
    'NO',
    ...agent,
  ])
  t.match(bad, { code: 2, stderr: /PAID, ARRANGEMENT_MADE/ })
  const confirm = ['creditor', 'pauses', 'confirm', pauseId, '--until', '2026-10-15', ...agent]
  t.match(await runCommand(confirm), { code: 0, stdout: `${pauseId}: CONFIRMED until 2026-10-15` })
  const declined = await runCommand([
    ...['creditor', 'pauses', 'decline', pauseId, '--reason', 'OTHER'],
    ...landlord,
  ])
  t.match(declined, { code: 1, stderr: /pause\.conflict/ })

  const withdrawn = await runCommand(['municipality', 'pause', 'withdraw', pauseId, ...town])
  t.match(withdrawn, { code: 0, stdout: `${pauseId}: WITHDRAWN` })
  const stands = await runCommand(['creditor', 'pauses', 'list', ...landlord, '--json'])
  t.match(lastLine(stands), { pauses: [{ pauseId, status: 'WITHDRAWN' }] })
  const ended = await runCommand(['municipality', 'pause', 'list', ...town, '--json'])
  t.match(lastLine(ended), { pauses: [{ pauseId, endedBy: 'MUNICIPALITY' }] })
})
