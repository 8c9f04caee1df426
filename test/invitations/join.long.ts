import { randomUUID } from 'node:crypto'
import { execFileSync, spawnSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import type { Page } from 'playwright-core'
import t, { type Test } from 'tap'
import { saveAuthority } from '../../certs/folder.js'
import { requestCertificate } from '../../certs/request.js'
import { buildPublicApp } from '../../src/app.js'
import { tlsProfile } from '../../src/http/tls.js'
import {
  createInvitation,
  listInvitations,
  revokeInvitation,
  useInvitation,
} from '../../src/invitations/index.js'
import { codeDigest, newCode } from '../../src/invitations/code.js'
import type { Day } from '../../src/kernel/calendar.js'
import { registerMandates } from '../../src/mandates/index.js'
import { registerParty } from '../../src/registry/index.js'
import { tenant } from '../cli/delivery/sheet.js'
import { axeFindings, noBrowser, startBrowser } from '../helpers/browser.js'
import { bundleScripts } from '../helpers/bundle.js'
import { checkLog } from '../helpers/check-log.js'
import { checked, csv, keptFile, signedIn } from '../console/deliver-page.js'
import { ALMERE, municipalParty, startHub } from '../helpers/hub.js'
import { testAuthority, testServer } from '../helpers/pki.js'
import { OPERATOR } from '../helpers/registry.js'

const hasOpenssl = spawnSync('openssl', ['version']).status === 0
const TRACE = { traceId: '0'.repeat(31) + '1', spanId: '0'.repeat(15) + '1' }

t.test('a code is read however it is typed', async (t) => {
  const code = newCode(Buffer.alloc(20, 7))
  t.equal(code, '77777-77777-77777-77777')
  t.same(codeDigest(' 77777 77777-7777777777 '), codeDigest(code))
  t.same(codeDigest('oOiIl-77777-77777-77777'), codeDigest('00111-77777-77777-77777'))
  for (const wrong of ['', '77777', `${code}7`, '7777U-77777-77777-77777']) {
    t.equal(codeDigest(wrong), undefined)
  }
})

t.test('small landlords come in with a code', { timeout: 600_000 }, async (t) => {
  const authority = await testAuthority()
  const folder = join(t.testdir({}), 'authority')
  saveAuthority(folder, authority)
  const hub = await startHub(t, { settings: { VS_AUTHORITY_DIR: folder } })
  const { context } = hub
  const roles = [{ role: 'creditor', municipality: null, controller: '' }] as const
  const party = await registerParty(context, OPERATOR, { name: 'Verhuur Verzonnen', roles })
  const open = { validFrom: '2026-01-01' as Day, validUntil: null, entitledFields: [] }
  await registerMandates(context, OPERATOR, [
    { agreement: 'LCV 2026', creditor: party, municipality: ALMERE, sector: 'RENT', ...open },
  ])
  const requests = async () => {
    const subject = { commonName: 'whatever' }
    const [transport, signing] = [
      await requestCertificate(subject, 'EC'),
      await requestCertificate(subject, 'EC'),
    ]
    return { transport: transport.request, signing: signing.request }
  }
  const invite = (holder: string) => createInvitation(context, OPERATOR, party, holder, 14)
  const use = (code: string, asked: Awaited<ReturnType<typeof requests>>) =>
    useInvitation(context, TRACE, code, asked)

  await t.test('once, and the same requests again get the same answer', async (t) => {
    const { code } = await invite('verhuurder-a')
    const asked = await requests()
    const answer = await use(code, asked)
    t.match(answer, { party, holder: 'verhuurder-a', transport: /CERTIFICATE/ })
    t.same(await use(code.toLowerCase(), asked), answer)
    await t.rejects(use(code, await requests()), { code: 'invitation.unknown' })
    const kept = await hub.sql<{ hits: string }>(
      `SELECT count(*) AS hits FROM invitation i WHERE i::text LIKE '%' || $1 || '%'`,
      [code],
    )
    t.equal(kept[0]?.hits, '0', 'the database does not know the code')
  })

  await t.test('for creditors and agents, and as nothing else', async (t) => {
    const granted = await hub.sql<{ roles: string }>(
      `SELECT DISTINCT array_to_string(roles, ' ') AS roles FROM certificate
        WHERE holder = 'verhuurder-a'`,
    )
    t.strictSame(granted, [{ roles: 'creditor agent' }])
    const almere = municipalParty(ALMERE)
    await t.rejects(createInvitation(context, OPERATOR, almere, 'cz-1', 14), {
      code: 'registry.invalid',
    })
  })

  await t.test('never when revoked, too old or unknown, and nobody learns which', async (t) => {
    const revoked = await invite('verhuurder-b')
    await revokeInvitation(context, OPERATOR, revoked.invitationId)
    const old = await invite('verhuurder-c')
    const asked = await requests()
    await hub.sql(
      `UPDATE invitation SET created_at = created_at - interval '20 days',
              expires_at = expires_at - interval '15 days' WHERE invitation_id = $1::uuid`,
      [old.invitationId],
    )
    for (const code of [revoked.code, old.code, newCode(Buffer.alloc(20, 3)), 'x']) {
      await t.rejects(use(code, asked), { code: 'invitation.unknown' })
    }
    await t.rejects(revokeInvitation(context, OPERATOR, randomUUID()), {
      code: 'registry.unknown',
    })
    t.equal((await listInvitations(context, OPERATOR)).length, 3)
  })

  await t.test('requests that cannot be fulfilled leave the invitation open', async (t) => {
    const { code } = await invite('verhuurder-d')
    const { transport } = await requests()
    await t.rejects(use(code, { transport, signing: transport }), { code: 'registry.conflict' })
    await t.rejects(use(code, { transport, signing: 'nothing' }), { code: /^certificate\./ })
    t.match(await use(code, await requests()), { holder: 'verhuurder-d' })
  })

  await t.test('side by side as good as once', async (t) => {
    const { code } = await invite('verhuurder-f')
    const certificates = async () =>
      (await hub.sql<{ n: number }>('SELECT count(*)::int AS n FROM certificate'))[0]!.n
    const before = await certificates()
    const asked = await requests()
    const same = await Promise.all([use(code, asked), use(code, asked), use(code, asked)])
    t.same(same[1], same[0])
    t.same(same[2], same[0])
    t.equal(await certificates(), before + 2)

    const second = await invite('verhuurder-g')
    const rivals = await Promise.allSettled([
      use(second.code, await requests()),
      use(second.code, await requests()),
    ])
    const lost = rivals.filter((one) => one.status === 'rejected')
    t.equal(lost.length, 1)
    t.match(lost[0]?.reason, { code: 'invitation.unknown' })
    t.equal(await certificates(), before + 4)
  })

  const server = await testServer(authority)
  const https = { ...tlsProfile(), cert: server.chain, key: server.key }
  const dataUrl = `https://localhost:${hub.port}/v1`
  const app = buildPublicApp(context, { https, dataUrl, readiness: [] })
  await app.listen({ host: '127.0.0.1', port: 0 })
  t.teardown(() => app.close())
  const { port } = app.server.address() as AddressInfo

  await t.test('from code to receipt in a browser', { skip: noBrowser }, async (t) => {
    await bundleScripts()
    const browser = await startBrowser(t)
    const baseURL = `https://localhost:${port}`
    const window = await browser.newContext({ baseURL, ignoreHTTPSErrors: true })
    const page = await window.newPage()
    const bodies: string[] = []
    const complaints: string[] = []
    page.on('request', (request) => bodies.push(request.postData() ?? ''))
    page.on('pageerror', (error) => complaints.push(error.message))
    await judged(t, page, '/join/en')
    await judged(t, page, '/join')
    await page.locator('#code').fill(`<b>"'-${newCode(Buffer.alloc(20, 9))}`)
    await page.keyboard.press('Enter')
    await page.locator('#problem .utrecht-alert').waitFor()
    t.match(await page.locator('#problem').innerText(), /geen uitnodiging/)

    const { code } = await invite('verhuurder-e')
    await page.locator('#code').fill(code)
    await page.keyboard.press('Enter')
    await page.locator('#made').waitFor({ state: 'visible' })
    t.strictSame(await axeFindings(page), [])
    t.equal(await page.locator('#party').innerText(), party)
    const passphrase = await page.locator('#password').innerText()
    const saved: Record<string, string> = {}
    for (const name of ['transport', 'signing']) {
      const [file] = await Promise.all([
        page.waitForEvent('download'),
        page.locator(`#save-${name}`).click(),
      ])
      saved[name] = join(folder, file.suggestedFilename())
      await file.saveAs(saved[name])
    }
    t.notMatch(bodies.join('\n'), /PRIVATE/)
    t.notOk(bodies.join('\n').includes(passphrase))
    t.strictSame(complaints, [])
    await window.close()

    await t.test('openssl opens the file', { skip: !hasOpenssl && 'no openssl' }, async (t) => {
      const args = ['pkcs12', '-in', saved['transport']!, '-passin', `pass:${passphrase}`, '-nodes']
      const text = execFileSync('openssl', args, { encoding: 'utf8', stdio: 'pipe' })
      t.match(text, /friendlyName: verhuurder-e[^]*BEGIN PRIVATE KEY/)
      t.equal(text.match(/BEGIN CERTIFICATE/g)?.length, 2)
      args[4] = 'pass:another'
      t.not(spawnSync('openssl', args).status, 0, 'and not with another password')
    })

    const origin = `https://localhost:${hub.port}`
    const pfx = readFileSync(saved['transport']!)
    const data = await browser.newContext({
      baseURL: origin,
      ignoreHTTPSErrors: true,
      clientCertificates: [{ origin, pfx, passphrase }],
    })
    const desk = await signedIn(data)
    await desk.locator('#key-files').setInputFiles(saved['signing']!)
    await desk.locator('#key-password').fill(passphrase)
    await desk.getByRole('button', { name: 'Sleutel laden' }).click()
    await desk.locator('#key-ready').waitFor({ state: 'visible' })
    await desk.locator('#file').setInputFiles(csv([tenant(1), tenant(2)]))
    await checked(desk)
    await desk.locator('#send').click()
    await desk.locator('#done button').first().waitFor()
    t.match(await desk.locator('#work-status').innerText(), /2 meldingen aanvaard/)
    const receipt = await keptFile(desk, 'Ontvangstbewijs bewaren (HTML)', folder)
    t.match(readFileSync(receipt, 'utf8'), party)
    await data.close()
  })

  await t.test('guessing is slow', async (t) => {
    const other = buildPublicApp(context, { readiness: [], applicationsPerMinute: 9 })
    t.teardown(() => other.close())
    const statuses: number[] = []
    for (let attempt = 0; attempt < 10; attempt += 1) {
      const answer = await other.inject({
        method: 'POST',
        url: '/join/certificates',
        payload: { code: newCode(Buffer.alloc(20, attempt)), transport: 'x', signing: 'x' },
      })
      statuses.push(answer.statusCode)
    }
    t.strictSame(statuses, [...Array(9).fill(404), 429])
  })

  await t.test('it is logged, and the whole log verifies', async (t) => {
    const rows = await hub.sql<{ operation: string }>(
      `SELECT DISTINCT operation FROM log_entry WHERE operation ~ 'Invitation' ORDER BY 1`,
    )
    t.strictSame(
      rows.map(({ operation }) => operation),
      ['createInvitation', 'listInvitations', 'revokeInvitation', 'useInvitation'],
    )
    await checkLog(t, context)
  })
})

async function judged(t: Test, page: Page, path: string): Promise<void> {
  await page.goto(path)
  await page.locator('#join').waitFor({ state: 'visible' })
  for (const width of [1280, 320]) {
    await page.setViewportSize({ width, height: 900 })
    t.strictSame(await axeFindings(page), [], `${path} ${width}`)
    const wide = Number(await page.evaluate('document.documentElement.scrollWidth'))
    t.ok(wide <= width, `${path} fits ${width}`)
  }
}
