import { existsSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import t from 'tap'
import { lastLine, startCommand } from '../../helpers/command.js'
import { startHub, WONING } from '../../helpers/hub.js'
import { largeCsv, largeWorkbook } from './large-files.js'
import { writePartyFolder } from './party-folder.js'
import { peakOf } from './peak.js'

const MOST_MEGABYTES = 230

t.test('a hundred thousand rows in less than 230 MB', { timeout: 600_000 }, async (t) => {
  if (!existsSync('/proc/self/status')) return t.pass('its memory shows on Linux only')
  const hub = await startHub(t)
  const folder = t.testdir({})
  const party = await writePartyFolder(join(folder, 'party'), hub, hub.as(WONING))
  const run = async (file: string, ...options: string[]) => {
    const args = ['creditor', 'submit', file, '--party', party, '--json', ...options]
    const peak = await peakOf(startCommand(args))
    t.equal(peak.code, 0, peak.said.slice(0, 500))
    t.comment(`${Math.round(peak.megabytes)} MB`)
    t.ok(peak.megabytes > 50 && peak.megabytes < MOST_MEGABYTES, `${peak.megabytes} MB`)
    return lastLine({ code: 0, stdout: peak.said, stderr: '' })
  }

  await t.test('a workbook, judged by the hub row by row', async (t) => {
    const file = join(folder, 'huur.xlsx')
    writeFileSync(file, largeWorkbook(100_000))
    const judged = await run(file, '--dry-run')
    t.match(judged, { ready: 100_000, rejected: 0 })
  })

  await t.test('delivering takes no more than judging', async (t) => {
    const file = join(folder, 'huur.csv')
    writeFileSync(file, largeCsv(8000))
    const delivered = await run(file, '--yes', '--no-trial')
    t.match(delivered, { accepted: 8000, rejected: 0 })
  })
})
