import { request as httpsRequest } from 'node:https'
import t, { type Test } from 'tap'
import { OPERATIONS, type Operation } from '../../src/http/contract.js'
import type { Role } from '../../src/parties/index.js'
import { revokeCertificate } from '../../src/registry/index.js'
import { checkLog } from '../helpers/check-log.js'
import {
  KANTOOR,
  municipalParty,
  OFFICER,
  OMMEN,
  WONING,
  type Answer,
  type Calling,
} from '../helpers/hub.js'
import { anchorsOf, AUTHORITY_FOLDER, testAuthority } from '../helpers/pki.js'
import { OPERATOR } from '../helpers/registry.js'
import { EXECUTOR, startPopulatedHub, type PopulatedHub } from '../helpers/populated-hub.js'
import type { OperationCase } from './operation-case.js'
import { CASES } from './operation-cases.js'
import type { Wish } from './wishes.js'

/** One party of each role; who may call an operation is left out of its wrong callers. */
const PARTY_OF = {
  creditor: WONING,
  agent: KANTOOR,
  municipality: municipalParty(OMMEN),
  executor: EXECUTOR,
  officer: OFFICER,
} as const satisfies Record<Role, string>

t.test('every operation has its case', async (t) => {
  t.strictSame(Object.keys(CASES).sort(), OPERATIONS.map(({ operationId }) => operationId).sort())
})

t.test('who may call what', { timeout: 600_000 }, async (t) => {
  const hub = await startPopulatedHub(t, {
    VS_LDV_READ: 'on',
    VS_RENEWAL: 'on',
    VS_AUTHORITY_DIR: AUTHORITY_FOLDER,
  })
  for (const operation of OPERATIONS) {
    const one: OperationCase | undefined = CASES[operation.operationId]
    if (one === undefined) continue
    await t.test(operation.operationId, async (t) => {
      const rightful = await (one.caller?.(hub) ?? hub.as(one.rightful))
      const wish = await one.wish(hub)
      const before = await hubState(hub)
      await refusesStrangers(t, hub, operation, rightful, wish)
      await refusesWrongRoles(t, hub, operation, wish)
      if (operation.signed) await refusesBadSignatures(t, hub, operation, one, rightful, wish)
      t.strictSame(await hubState(hub), before, 'no refusal changed anything')
      await keepsOthersOut(t, hub, operation, one, wish)
      await t.test(`${one.status}: the party whose it is`, async (t) => {
        const answer = await ask(rightful, operation, wish)
        t.equal(answer.status, one.status, answer.text)
      })
    })
  }
  await t.test('afterwards the whole log verifies', async (t) => {
    await checkLog(t, hub.context)
  })
})

async function refusesStrangers(
  t: Test,
  hub: PopulatedHub,
  operation: Operation,
  rightful: Calling,
  wish: Wish,
): Promise<void> {
  await t.test('nobody', async (t) => {
    const { method, operationId } = operation
    const reason = await refusedHandshake(hub.port, method, wish.path)
    t.match(reason, /CERTIFICATE_REQUIRED|ECONNRESET|EPIPE/, operationId)
  })

  await t.test('an unregistered certificate', async (t) => {
    const answer = await ask(hub.asStranger(), operation, wish)
    t.match(answer, { status: 403, body: { code: 'certificate.unregistered' } })
  })

  await t.test('a revoked certificate, on the very next request', async (t) => {
    const { organisationNumber } = rightful.party
    const spare = await hub.colleagueOf(organisationNumber as OperationCase['rightful'])
    const harmless = `/v1/log-entries/${'0'.repeat(8)}-0000-4000-8000-${'0'.repeat(12)}/proof`
    t.equal((await spare.get(harmless)).body.code, 'log.entry_unknown', 'let in until now')
    const fingerprint = Buffer.from(spare.party.transport.fingerprint, 'base64url').toString('hex')
    await revokeCertificate(hub.context, OPERATOR, fingerprint)
    const answer = await ask(spare, operation, wish)
    t.match(answer, { status: 403, body: { code: 'certificate.revoked' } })
  })

  await t.test('a signing certificate', async (t) => {
    const { party } = rightful
    const mixed = hub.with({ ...party, transport: party.signing })
    const answer = await ask(mixed, operation, wish).catch((error: { code: string }) => error)
    t.match(answer, { status: 403, body: { code: 'certificate.wrong_purpose' } })
  })
}

async function refusesWrongRoles(
  t: Test,
  hub: PopulatedHub,
  operation: Operation,
  wish: Wish,
): Promise<void> {
  for (const [role, party] of Object.entries(PARTY_OF)) {
    if (operation.roles.includes(role as Role)) continue
    await t.test(`403: ${role}`, async (t) => {
      const answer = await ask(hub.as(party as OperationCase['rightful']), operation, wish)
      t.match(answer, { status: 403, body: { code: 'party.role_not_allowed' } })
    })
  }
}

async function refusesBadSignatures(
  t: Test,
  hub: PopulatedHub,
  { operationId, method }: Operation,
  { other }: OperationCase,
  rightful: Calling,
  { path, fields }: Wish,
): Promise<void> {
  const body = rightful.sign(operationId, fields!)
  const { text, signature } = body
  const refused = async (t: Test, text: string, signature: string, code: string | RegExp) => {
    const answer = await rightful.send(path, { ...body, text, signature }, method as 'POST' | 'PUT')
    t.match(answer, { status: 401, body: { code } })
  }
  await t.test('401: without a signature', async (t) => refused(t, text, '', /^signature\./))
  await t.test('401: a signature that does not hold', async (t) => {
    const at = signature.length - 40
    const flipped = signature[at] === 'A' ? 'B' : 'A'
    await refused(
      t,
      text,
      signature.slice(0, at) + flipped + signature.slice(at + 1),
      'signature.invalid',
    )
    await refused(t, `${text} `, signature, 'signature.invalid')
  })
  await t.test('401: the signature of another party', async (t) => {
    const foreign = hub.as(other).sign(operationId, fields!)
    await refused(t, foreign.text, foreign.signature, 'signature.wrong_party')
  })
}

async function keepsOthersOut(
  t: Test,
  hub: PopulatedHub,
  operation: Operation,
  { rightful, other, refused, alsoTried, echoed = [] }: OperationCase,
  wish: Wish,
): Promise<void> {
  await t.test('the right role of another party', async (t) => {
    const caller = hub.as(other)
    const before = await hubState(hub, rightful)
    const answer = await ask(caller, operation, wish)
    t.match(answer, refused, answer.text)
    const answers = [answer, ...((await alsoTried?.(t, hub, caller)) ?? [])]
    const said = answers.map(({ headers, text }) => `${JSON.stringify(headers)}${text}`).join('\n')
    const sent = JSON.stringify([wish, echoed])
    const secrets = (await hub.secretsOf(rightful)).filter((secret) => !sent.includes(secret))
    t.ok(secrets.length > 5, 'there is something to give away')
    t.strictSame(
      secrets.filter((secret) => said.includes(secret)),
      [],
      'nothing of the first party shows',
    )
    t.strictSame(await hubState(hub, rightful), before, 'nothing of the first party changed')
  })
}

/** Calls an operation as its caller would: signed where that is asked for. */
function ask(caller: Calling, operation: Operation, { path, fields }: Wish): Promise<Answer> {
  const { operationId, method, signed } = operation
  if (fields === undefined) return caller.get(path)
  if (!signed) return caller.post(path, fields)
  return caller.send(path, caller.sign(operationId, fields), method as 'POST' | 'PUT')
}

/** Why a connection without a certificate came to nothing; an answer of any kind is a failure. */
async function refusedHandshake(port: number, method: string, path: string): Promise<string> {
  const ca = anchorsOf(await testAuthority())
  return new Promise((resolve) => {
    const options = { host: '127.0.0.1', servername: 'localhost', port, path, method, ca }
    const request = httpsRequest({ ...options, agent: false }, ({ statusCode }) => {
      resolve(`answered ${statusCode}`)
    })
    request.on('error', ({ code }: NodeJS.ErrnoException) => resolve(String(code)))
    request.end()
  })
}

/**
 * What is stored, as digests: of all that is not the log or its quotas, or only the rows that name a
 * party.
 */
async function hubState(hub: PopulatedHub, party?: string): Promise<object[]> {
  const tables = await hub.sql<{ name: string; owners: string[] }>(
    `SELECT c.relname AS name, array_agg(a.attname::text) FILTER (WHERE a.attname IN
              ('municipality', 'party', 'creditor', 'deliverer')) AS owners
       FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid
      WHERE c.relnamespace = 'public'::regnamespace AND c.relkind IN ('r', 'p')
        AND NOT c.relispartition AND c.relname NOT LIKE 'log\\_%'
        AND c.relname NOT IN ('quota_use', 'certificate')
      GROUP BY 1 ORDER BY 1`,
  )
  const wanted = tables.filter(({ owners }) => party === undefined || owners !== null)
  const code = /^0{6}99000000(\d{4})00$/.exec(party ?? '')?.[1] ?? ''
  const parts = wanted.map(({ name, owners }) => {
    const own =
      party === undefined ? '' : `WHERE x.${owners.join(' IN ($1, $2) OR x.')} IN ($1, $2)`
    return `SELECT '${name}' AS name, count(*) AS rows,
                   md5(coalesce(string_agg(x::text, ' ' ORDER BY x::text), '')) AS digest
              FROM ${name} x ${own}`
  })
  const text = `SELECT * FROM (${parts.join(' UNION ALL ')}) AS stored ORDER BY name`
  return hub.sql(text, party === undefined ? [] : [party, code])
}
