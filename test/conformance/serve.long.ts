import { once } from 'node:events'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import t from 'tap'
import type { SignedReport } from '../../src/conformance/signed-report.js'
import { systemClock } from '../../src/kernel/clock.js'
import { randomId } from '../../src/kernel/identifiers.js'
import { runCommand, startCommand } from '../helpers/command.js'
import { PartyCaller } from '../helpers/party-caller.js'
import { report } from '../notifications/build.js'

t.test('a hub is played for the software of a vendor, which does something wrong', async (t) => {
  const folder = t.testdir({ taken: { file: '' } })
  const [vendor, output] = [join(folder, 'vendor'), join(folder, 'report.json')]
  const play = ['conformance', 'creditor', '--serve', vendor, '--json', '--output', output]
  const hub = startCommand([...play, '--sign', join(vendor, 'creditor')])
  t.teardown(() => hub.kill('SIGKILL'))
  const ended = once(hub, 'exit') as Promise<[number | null]>
  hub.stderr!.resume()
  const lines = createInterface({ input: hub.stdout! })[Symbol.asyncIterator]()
  const said = async () => JSON.parse(String((await lines.next()).value)) as Record<string, unknown>
  t.match(await said(), { url: /^https:/, folders: { creditor: join(vendor, 'creditor') } })

  const software = new PartyCaller(join(vendor, 'creditor'), systemClock)
  const batchId = randomId()
  t.match(await software.submit(batchId, [report(1)]), { status: 202 })
  // The answer to this one is lost or not; either way the id was used for another content.
  await software.submit(batchId, [report(2)]).catch(() => undefined)
  software.close()
  hub.kill('SIGTERM')

  const { failed, cases } = await said()
  const [code] = await ended
  t.equal(code, 1)
  t.ok(Number(failed) > 0)
  const name = 'every batch has a batch id and a nonce of its own'
  const wrong = (cases as { name: string; ok: boolean }[]).find((one) => one.name.endsWith(name))
  t.match(wrong, { ok: false })
  const signed = JSON.parse(readFileSync(output, 'utf8')) as SignedReport
  t.match(signed.report, `"detail":"a batchId was used for two contents"`)
  t.notMatch(signed.report, 'Verzonnen', 'and nothing of what was sent')
  const checked = await runCommand(['conformance', 'verify', output])
  t.match(checked, {
    code: 1,
    stdout: /failed: .*every batch has a batch id[^]*used for two contents/,
  })

  const taken = ['conformance', 'creditor', '--serve', join(folder, 'taken')]
  t.match(await runCommand(taken), { code: 2, stderr: /new or empty folder/ })
})
