import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import t from 'tap'
import { enrolParties } from '../evidence/setting.js'
import { lastLine, runCommand } from '../helpers/command.js'
import { startServedHub } from '../helpers/served-hub.js'

t.test('a hub is tried from the command line', async (t) => {
  const hub = await startServedHub(t, '2026-08-10T09:00:00Z')
  const { creditor, town } = await enrolParties(hub)
  const at = (name: string) => join(hub.folder, name)
  const { url } = JSON.parse(readFileSync(join(creditor, 'hub.json'), 'utf8')) as { url: string }
  const attempt = (side: string, party: string, ...more: string[]) =>
    runCommand(['conformance', side, '--hub', url, '--party', party, ...more])
  const ca = at('anchors.pem')
  writeFileSync(ca, hub.anchors)

  for (const [side, party] of [
    ['creditor', creditor],
    ['municipality', town],
  ] as const) {
    await t.test(`in the name of a ${side}, with a signed report`, async (t) => {
      const output = at(`${side}.json`)
      const ended = await attempt(side, party, '--json', '--output', output, '--sign', party)
      const { cases, failed, passed } = lastLine(ended)
      const bad = (cases as { name: string; ok: boolean }[]).filter(({ ok }) => !ok)
      t.strictSame(bad, [], ended.stderr)
      t.match([ended.code, failed, passed], [0, 0, cases.length])
      t.ok(passed > 10)
      const checked = await runCommand(['conformance', 'verify', output, '--ca', ca, '--json'])
      t.match([checked.code, lastLine(checked)], [0, { holds: true, passed, failed: 0 }])
    })
  }

  await t.test('what cannot be tried is called so, with a code of its own', async (t) => {
    t.match(await runCommand(['conformance', 'creditor']), { code: 2, stderr: /--hub and --party/ })
    const nobody = ['conformance', 'creditor', '--hub', url, '--party', at('none')]
    t.not((await runCommand(nobody)).code, 0)
    const path = join(creditor, 'hub.json')
    const kept = readFileSync(path, 'utf8')
    const identity = JSON.parse(kept) as Record<string, unknown>
    const { sandbox, ...production } = identity
    t.equal(sandbox, true)
    writeFileSync(path, JSON.stringify(production))
    t.match(await attempt('creditor', creditor), { code: 2, stderr: /conformance\.production/ })
    const gone = 'https://localhost:1/v1'
    writeFileSync(path, JSON.stringify({ ...identity, url: gone }))
    t.match(await attempt('creditor', creditor), { code: 2, stderr: /The folder is for/ })
    const away = ['conformance', 'creditor', '--hub', gone, '--party', creditor, '--json']
    const ended = await runCommand(away)
    t.match([ended.code, lastLine(ended)], [1, { error: String, message: /connection|reached/ }])
    writeFileSync(path, kept)
  })
})
