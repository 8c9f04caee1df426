import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import t from 'tap'
import { PROGRAMS } from './programs.js'
import { blocksOf, commandsOf, setUpDesk } from './sandbox.js'

const TWELVE = 12
/** Blocks of the guide that hold the twelve commands; those behind them are for later. */
const FIRST_BLOCKS = 5
const CREDITOR = 'my-sandbox/creditor'

t.test('a developer who does what the guides print', { timeout: 600_000 }, async (t) => {
  const desk = await setUpDesk(t)
  const blocks = blocksOf('curl.md')
  const first = blocks.slice(0, FIRST_BLOCKS)
  const [status, later, es256] = blocks.slice(FIRST_BLOCKS)
  const reading = (name: string) => readFileSync(join(desk.folder, CREDITOR, name), 'utf8')

  await t.test('has a notification accepted with twelve commands', async (t) => {
    t.ok(first.flatMap(commandsOf).length <= TWELVE)
    const { code, output } = await desk.run(first.join(''))
    t.equal(code, 0, output)
    t.match(output, /^202$/m)
    t.match(JSON.parse(reading('receipt.json')), {
      counts: { accepted: 1, acceptedWithWarnings: 0, rejected: 0 },
      items: [{ status: 'ACCEPTED' }],
    })
  })

  await t.test('sees how far it is, what may be reported, and the keys of the hub', async (t) => {
    const { batchId } = JSON.parse(reading('receipt.json')) as { batchId: string }
    const { code, output } = await desk.run(status! + later!, CREDITOR)
    t.equal(code, 0, output)
    t.match(output, batchId)
    t.match(output, '"mandates"')
    t.match(output, '"kid"')
    const digest = /= ([0-9a-f]{64})$/m.exec(output)?.[1]
    t.match(reading('receipt.json'), `"bodyDigest":"${digest}"`)
  })

  await t.test('gets the same receipt for the same bytes, and a refusal for others', async (t) => {
    const before = reading('receipt.json')
    const [header, signature, send] = commandsOf(first.at(-1)!)
    const sign = `${commandsOf(first[2]!)[0]}\n${header}\n${signature}\n`
    const again = await desk.run(sign + send!, CREDITOR)
    t.match(again.output, /^202$/m)
    t.equal(reading('receipt.json'), before)
    const other = await desk.run(`${sign}echo >> batch.json\n${send}`, CREDITOR)
    t.match(other.output, /^401$/m)
    t.match(JSON.parse(reading('receipt.json')), { code: 'signature.invalid' })
  })

  await t.test('signs with an EC key as well', async (t) => {
    const request = (name: string) =>
      `openssl req -new -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -keyout ${name}.key -out ${name}.csr -subj /CN=EC`
    const [header, signature, send] = commandsOf(first.at(-1)!)
    const commands = [
      'mkdir -p ../ec; cd ../ec',
      request('transport'),
      request('signing'),
      'npx vroegsignaal sandbox enrol .. .',
      first[2],
      es256,
      first[3],
      header!.replace('PS256', 'ES256'),
      signature!.replace(/openssl dgst -sha256 -sign .*\)$/, 'es256)'),
      send,
    ]
    const { code, output } = await desk.run(commands.join('\n'), CREDITOR)
    t.equal(code, 0, output)
    t.match(output, /^202$/m)
  })

  for (const { guide, file, check } of PROGRAMS) {
    const missing = check(desk.folder)
    await t.test(`runs ${file}`, { skip: missing }, async (t) => {
      const run = blocksOf(guide)[0]!.trim().split('\n').at(-1)!
      for (const folder of [CREDITOR, 'my-sandbox/ec']) {
        const { code, output } = await desk.run(run.replace(CREDITOR, folder), '.')
        t.equal(code, 0, output)
        t.match(output, /["']?accepted["']?: ?1/)
      }
    })
  }

  await t.test('stops the hub, and finds it stopped', async (t) => {
    t.match((await desk.run('npx vroegsignaal sandbox stop ..', CREDITOR)).output, 'stopped')
    t.match((await desk.run('npx vroegsignaal sandbox stop ..', CREDITOR)).output, 'No sandbox')
  })
})
