import { readFileSync, readdirSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import t from 'tap'
import { readEvidence, verifyEvidence, type EvidenceFinding } from '../../src/client/index.js'
import { readCertificate } from '../../src/crypto/certificate.js'
import { forgetHub } from '../../src/retention/index.js'
import { dayOf } from '../../src/kernel/calendar.js'
import { systemClock } from '../../src/kernel/clock.js'
import { lastLine, runCommand } from '../helpers/command.js'
import { ALMERE, municipalParty, WONING } from '../helpers/hub.js'
import { startServedHub } from '../helpers/served-hub.js'
import { TRACE } from '../helpers/served.js'
import { attesting, id, type AnyItem } from '../notifications/build.js'
import { enrolParties } from './setting.js'

// Certificates and lists of the hub's own authority begin with the time of this machine.
const NOW = systemClock.now()
const CRISIS = { crisis: true, crisisGround: 'EVICTION' }

t.test('a dispute, from the command line', async (t) => {
  const hub = await startServedHub(t, NOW.toISOString())
  const { creditor, town } = await enrolParties(hub)
  const at = (name: string) => join(hub.folder, name)
  const trust = [
    '--ca',
    writeText(at('anchors.pem'), hub.anchors),
    '--hub',
    join(creditor, 'hub.json'),
  ]
  const input = writeText(at('items.json'), JSON.stringify([reported(1, CRISIS), reported(2)]))
  const bodies = at('bodies')
  const sent = await run([
    'creditor',
    'submit',
    input,
    '--party',
    creditor,
    '--yes',
    '--json',
    '--bodies',
    bodies,
  ])
  t.equal(sent.code, 0, sent.stderr + sent.stdout)
  const [name = ''] = readdirSync(bodies)
  const batch = name.replace('.body.json', '')
  const body = join(bodies, name)
  t.equal(statSync(body).mode & 0o777, 0o600)
  const receipt = join(`${input}.receipts`, `${batch}.json`)

  const evidence = at('evidence.json')
  const exporting = ['evidence', 'export', batch, '--deliverer', WONING, '--output']
  const verify = async (path: string, more: readonly string[] = trust) => {
    const ended = await run(['evidence', 'verify', path, ...more, '--json'])
    const findings = (lastLine(ended).findings ?? []) as readonly EvidenceFinding[]
    const named = (is: boolean | undefined) =>
      findings.filter(({ holds }) => holds === is).map(({ what }) => what)
    return { code: ended.code, failed: named(false), unsaid: named(undefined), held: named(true) }
  }
  const anchors = hub.anchors
  type Change = (file: AnyItem) => object
  const changed = (path: string, change: Change) => {
    const file = JSON.parse(readFileSync(path, 'utf8')) as Record<string, unknown>
    return JSON.stringify({ ...file, ...change(file) })
  }
  /** What a change makes fail; as the command does, without a process for each. */
  const failing = async (path: string, change: Change) => {
    const file = readEvidence(changed(path, change))
    const findings = await verifyEvidence(file, { authorities: anchors }, hub.clock.now())
    return findings.filter(({ holds }) => holds === false).map(({ what }) => what)
  }
  const operator = (words: readonly string[]) => runCommand(words, hub.settings)

  await t.test('the operator takes out what the hub keeps, with nobody in it', async (t) => {
    const ended = await operator([...exporting, evidence, '--json'])
    t.equal(ended.code, 0, ended.stderr)
    t.match(lastLine(ended), { batchId: batch, deliverer: WONING, output: evidence })
    t.equal(statSync(evidence).mode & 0o777, 0o600)
    t.notMatch(
      readFileSync(evidence, 'utf8'),
      /Verzonnen|Fictielaan|1315ZZ|31600000000|post\.example/,
    )
    t.match(await verify(evidence), { code: 0, failed: [], unsaid: [] })
    const none = await operator([
      'evidence',
      'export',
      id(9),
      '--deliverer',
      WONING,
      '--output',
      at('x'),
      '--json',
    ])
    t.match([none.code, lastLine(none)], [1, { error: 'registry.unknown' }])
    t.match(
      await operator(['evidence', 'export', batch, '--deliverer', 'nobody', '--output', at('x')]),
      { code: 2 },
    )
  })

  const creditors = at('creditors.json')
  await t.test('the creditor proves from its own copy what it sent', async (t) => {
    t.match(await run(['evidence', 'add', evidence, '--body', body, '--output', creditors]), {
      code: 0,
    })
    const { code, failed, unsaid, held } = await verify(creditors)
    t.strictSame([code, failed, unsaid], [0, [], []])
    t.match(
      held.join('\n'),
      /copy of the body is what was received[^]*signed[^]*items lead to the root/,
    )
    const shown = await run(['evidence', 'verify', creditors, ...trust])
    t.match(shown.stdout, new RegExp(`Batch ${batch} of ${WONING}[^]*✓ the hub signed the receipt`))
    t.match(await run(['evidence', 'add', evidence, '--output', at('x')]), { code: 2 })
    t.match(await run(['evidence', 'add', at('none'), '--body', body, '--output', at('x')]), {
      code: 1,
      stderr: /does not exist/,
    })
    t.match(await run(['evidence', 'verify', body]), { code: 1, stderr: /request\.invalid/ })
  })

  const towns = at('towns.json')
  await t.test('the municipality proves from the envelope what it received', async (t) => {
    const opened = at('opened.json')
    const opening = [
      'evidence',
      'open',
      'urgent',
      WONING,
      id(1),
      '--party',
      town,
      '--output',
      opened,
    ]
    t.match(await run(opening), { code: 0 })
    t.match(readFileSync(opened, 'utf8'), /Verzonnen1/)
    t.equal(statSync(opened).mode & 0o777, 0o600)
    t.match(await run(['evidence', 'add', evidence, '--envelope', opened, '--output', towns]), {
      code: 0,
    })
    t.match(await verify(towns), { code: 0, failed: [], unsaid: [] })
    const closed = opening.map((word) => (word === 'urgent' ? dayOf(NOW).slice(0, 7) : word))
    t.match(await run(closed), { code: 1, stderr: /feed\./ }, 'its month is not closed')
    const elsewhere = opening.map((word) => (word === id(1) ? id(8) : word))
    t.match(await run(elsewhere), { code: 1, stderr: /evidence\.withheld/ })
  })

  await t.test('each thing that is wrong is named, and nothing else', async (t) => {
    const other = await hub.enrol('creditor-2', WONING, 'Woning')
    const otherPem = readFileSync(join(other.folder, 'signing.pem'), 'utf8')
    const wrong = async (path: string, change: Change, expected: readonly string[]) =>
      t.strictSame(await failing(path, change), expected)
    const amount = (text: string) => text.replace('120001', '120009')
    await wrong(creditors, ({ body }) => ({ body: amount(body) }), [
      'the copy of the body is what was received',
      'the copy of the body is what was signed',
      'its items lead to the root in the receipt',
    ])
    await wrong(creditors, ({ body }) => ({ body: body.slice(1) }), [
      'the copy of the body is what was received',
      'the copy of the body is what was signed',
      'its items lead to the root in the receipt',
    ])
    await wrong(evidence, ({ receipt }) => ({ receipt: receipt.slice(0, -1) + ' }' }), [
      'the hub signed the receipt',
    ])
    await wrong(evidence, ({ receipt }) => ({ receipt: receipt.slice(1) }), [
      'the hub signed the receipt',
      'the receipt is for this batch of this deliverer',
      'the deliverer signed the body',
    ])
    await wrong(evidence, () => ({ certificate: otherPem }), ['the deliverer signed the body'])
    await wrong(
      evidence,
      () => ({ certificate: '-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----' }),
      ['the certificate can be read'],
    )
    await wrong(evidence, () => ({ revokedAt: back(1).toISOString() }), [
      'the operator had not taken it back by then',
    ])
    await wrong(evidence, () => ({ receivedAt: '2019-01-01T00:00:00.000Z' }), [
      'the certificate was valid then',
      'a given authority issued it',
    ])
    const flipped = ({ revocationLists }: Record<string, string[]>) => ({
      revocationLists: revocationLists!.map((list) =>
        list.replace(/(.{6})\n-----END/, 'AAAAAA\n-----END'),
      ),
    })
    await wrong(evidence, flipped, ['the authorities signed these revocation lists'])
    await wrong(evidence, () => ({ deliverer: municipalParty(ALMERE) }), [
      'the receipt is for this batch of this deliverer',
      'the certificate names the deliverer',
    ])
    await wrong(
      towns,
      ({ envelope }) => ({ envelope: envelope.replace('Verzonnen1', 'Verzonnen9') }),
      ['its item leads to the root in the receipt'],
    )
    await wrong(
      towns,
      ({ envelope }) => ({
        envelope: envelope.replace(/"batchId":"[^"]+"/, `"batchId":"${id(9)}"`),
      }),
      ['the envelope is of this batch'],
    )
    await wrong(towns, () => ({ envelope: 'no envelope' }), [
      'the envelope is of this batch',
      'its item leads to the root in the receipt',
    ])
    const tampered = writeText(
      at('changed.json'),
      changed(evidence, () => ({ certificate: otherPem })),
    )
    t.match(await verify(tampered), { code: 1, failed: ['the deliverer signed the body'] })
    t.strictSame((await verify(evidence, [])).unsaid, [
      'the keys of the hub are those that one kept',
      'the authorities signed these revocation lists',
      'a given authority issued it',
    ])
  })

  await t.test(
    'a certificate that is taken back proves what it signed before, and not after',
    async (t) => {
      hub.setClock(back(-1).toISOString())
      const { certificate } = JSON.parse(readFileSync(evidence, 'utf8'))
      const { fingerprint } = readCertificate(certificate)
      t.match(await operator(['admin', 'certificate', 'revoke', fingerprint]), { code: 0 })
      await operator([...exporting, at('later.json')])
      t.ok(JSON.parse(readFileSync(at('later.json'), 'utf8')).revokedAt)
      t.match(await verify(at('later.json')), { code: 0, failed: [] })
    },
  )

  await t.test('when the receipt is forgotten, it is still shown who sent what', async (t) => {
    hub.setClock(back(-130).toISOString())
    await forgetHub(hub.registry as Parameters<typeof forgetHub>[0], TRACE)
    t.match(await hub.sql('SELECT receipt FROM batch'), [{ receipt: null }])
    const left = at('left.json')
    t.match(await operator([...exporting, left]), { code: 0 })
    const file = readFileSync(left, 'utf8')
    t.notMatch(file, id(1), 'nor which notifications there were')
    t.match(JSON.parse(file), { receipt: null, statement: { text: /itemsRoot/ } })
    t.match(await verify(left), { code: 0, failed: [], unsaid: [] })
    const [withBody, withEnvelope, whole] = [
      at('left-body.json'),
      at('left-town.json'),
      at('whole.json'),
    ]
    await run(['evidence', 'add', left, '--body', body, '--output', withBody])
    t.match(await verify(withBody), { code: 0, failed: [], unsaid: [] })
    await run(['evidence', 'add', left, '--envelope', at('opened.json'), '--output', withEnvelope])
    t.match(await verify(withEnvelope), { code: 0, failed: [], unsaid: [] })
    await run(['evidence', 'add', withBody, '--receipt', receipt, '--output', whole])
    const { code, failed, held } = await verify(whole)
    t.strictSame([code, failed], [0, []])
    t.ok(held.includes('the copy of the receipt is the one that the hub forgot'))

    const wrong = async (path: string, change: Change, expected: readonly string[]) =>
      t.strictSame(await failing(path, change), expected)
    const stated = ({ statement }: Record<string, { text: string }>) => {
      const other = `"itemsRoot":"${'0'.repeat(64)}`
      const text = statement!.text.replace(/"itemsRoot":"[0-9a-f]{64}/, other)
      return { statement: { ...statement, text } }
    }
    const signature = 'the hub signed what it states of the receipt that it forgot'
    await wrong(withBody, stated, [signature, 'its items lead to the root in the receipt'])
    await wrong(left, () => ({ receivedAt: back(0.01).toISOString() }), [signature])
    await wrong(whole, ({ receipt }) => ({ receipt: `${receipt} ` }), [
      'the hub signed the receipt',
      'the copy of the receipt is the one that the hub forgot',
    ])
    await wrong(
      left,
      ({ receiptSignature: text }) => ({ receiptSignature: `${text.slice(0, -6)}AAAAAA` }),
      ['the hub signed the receipt'],
    )
  })
})

const back = (days: number) => new Date(NOW.getTime() - days * 86_400_000)

/** An arrear that is reported today. */
function reported(number: number, more: AnyItem = {}): AnyItem {
  const [reportedOn, oldestDueOn, talkedOn, offeredOn] = [0, 60, 30, 20].map((days) =>
    dayOf(back(days)),
  )
  const talked = { personalContactOn: talkedOn, pointedToDebtHelpOn: talkedOn }
  const dates = { reportedOn, oldestDueOn }
  return attesting(number, { ...talked, offeredToShareOn: offeredOn }, { ...dates, ...more })
}

const run = (words: readonly string[]) => runCommand(words)

function writeText(path: string, text: string): string {
  writeFileSync(path, text)
  return path
}
