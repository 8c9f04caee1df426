import { readdirSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { join } from 'node:path'
import t, { type Test } from 'tap'
import { isNode, readContract } from '../../src/http/contract-document.js'
import { OPERATIONS, operationOf, type OperationId } from '../../src/http/contract.js'
import { signDetached } from '../../src/crypto/jws.js'
import { REQUEST_TYPE } from '../../src/http/signature.js'
import type { Day } from '../../src/kernel/calendar.js'
import { HubError } from '../../src/kernel/errors.js'
import { registerMandates } from '../../src/mandates/index.js'
import type { PartyId } from '../../src/parties/index.js'
import { enrolPerson } from '../helpers/console.js'
import {
  ALMERE,
  KEYLESS,
  municipalParty,
  startHub,
  WONING,
  type Answer,
  type Calling,
  type TestHub,
} from '../helpers/hub.js'
import { EXECUTOR } from '../helpers/populated-hub.js'
import { AUTHORITY_FOLDER } from '../helpers/pki.js'
import { OPERATOR } from '../helpers/registry.js'
import { closeMonth } from '../helpers/served.js'
import { HUB, NOW, startEdge } from '../http/listener.js'
import { id, report } from '../notifications/build.js'

const folder = fileURLToPath(new URL('../../openapi/examples', import.meta.url))
const files = readdirSync(folder).filter((name) => name.endsWith('.json'))
const kebab = (text: string) => text.replaceAll(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)

t.test(
  'every operation with a body has its two examples, and the contract names them',
  async (t) => {
    const named: string[] = []
    const walk = (node: unknown) => {
      if (Array.isArray(node)) node.forEach(walk)
      if (!isNode(node)) return
      if (typeof node['externalValue'] === 'string') named.push(node['externalValue'])
      Object.values(node).forEach(walk)
    }
    walk(readContract())
    const expected = OPERATIONS.filter(({ request }) => request.body !== undefined).flatMap(
      ({ operationId }) =>
        ['accepted', 'refused'].map((outcome) => `${kebab(operationId)}.${outcome}.json`),
    )
    t.same(files.sort(), [...expected].sort())
    t.same(named.sort(), expected.map((name) => `examples/${name}`).sort())
  },
)

t.test('examples behave as they claim', async (t) => {
  // The routes behind are planted: to reach one is to have passed every check before it.
  const reached = () => {
    throw new HubError('hub.overloaded', 'reached')
  }
  const edge = await startEdge(t, {
    answers: Object.fromEntries(OPERATIONS.map(({ operationId }) => [operationId, reached])),
  })
  for (const { operationId, method, url, signed, roles, request } of OPERATIONS) {
    if (request.body === undefined) continue
    const party = edge.parties[roles[0] as 'creditor' | 'municipality' | 'officer' | 'executor']
    for (const outcome of ['accepted', 'refused']) {
      const text = readFileSync(join(folder, `${kebab(operationId)}.${outcome}.json`), 'utf8')
      const body = JSON.parse(text) as Record<string, string>
      const path = addressOf(url, body)
      const ask = signed
        ? edge.signed(party, text)
        : { headers: { 'content-type': 'application/json' }, body: text }
      const answer = await edge.ask(party, path, { ...ask, method })
      const expected =
        outcome === 'accepted'
          ? { status: 503, body: { code: 'hub.overloaded' }, headers: { 'retry-after': '5' } }
          : { status: 400, body: { code: 'request.invalid' } }
      t.match(answer, expected, `${operationId} ${outcome}`)
      if (outcome === 'refused') t.ok(answer.body.errors.length > 0, `${operationId} says where`)
    }
  }
})

/** The address that an example goes to: what it names is repeated there. */
function addressOf(url: string, body: Readonly<Record<string, string>>): string {
  return url
    .replace(':month', '2026-08')
    .replace(
      /:(keyId|agreementId|transferId|requestId|planId|itemId|pauseId)/g,
      (_, name: string) => body[name] ?? 'missing',
    )
}

const AUDITOR = '00000099000000007000' as PartyId
const OUTCOMES: readonly (readonly [OperationId, caller: PartyId, status: number, body: object])[] =
  [
    // Before its delivery, because afterwards the example is a duplicate.
    ['validateNotificationBatch', WONING, 200, { counts: { accepted: 1, rejected: 0 } }],
    [
      'submitNotificationBatch',
      WONING,
      202,
      {
        counts: { accepted: 2, acceptedWithWarnings: 1, rejected: 0 },
        items: [
          { status: 'ACCEPTED' },
          { warnings: [{ code: 'NO_PHONE_OR_EMAIL' }] },
          { status: 'ACCEPTED' },
        ],
      },
    ],
    ['createRedeliveryRequest', municipalParty(ALMERE), 201, { items: [{ status: 'OPENED' }] }],
    ['acknowledgeFeed', municipalParty(KEYLESS), 200, { count: 0 }],
    [
      'submitOutcomes',
      municipalParty(ALMERE),
      200,
      { counts: { rejected: 1 }, results: [{ errors: [{ code: 'CASE_UNKNOWN' }] }] },
    ],
    ['offerAgreement', WONING, 201, { state: 'OFFERED', municipalityCode: ALMERE }],
    ['renewCertificates', WONING, 200, { certificates: [{ purpose: 'TRANSPORT' }, {}] }],
    ['answerAgreement', municipalParty(ALMERE), 200, { state: 'ACCEPTED' }],
    ['putTriageProfile', municipalParty(ALMERE), 202, { status: 'OFFERED' }],
    ['previewTriageProfile', municipalParty(ALMERE), 200, { bins: Array }],
    ['approveTriageProfile', municipalParty(ALMERE), 403, { code: 'triage.second_person' }],
    // What these name was made up for the example; everything else about them is in order.
    ['prepareTransfer', municipalParty(ALMERE), 404, { code: 'transfer.case_unknown' }],
    ['offerTransfer', municipalParty(ALMERE), 404, { code: 'transfer.case_unknown' }],
    ['decideTransfer', municipalParty(ALMERE), 404, { code: 'transfer.unknown' }],
    ['admitExecutor', municipalParty(ALMERE), 409, { code: 'work.executor' }],
    ['dismissExecutor', municipalParty(ALMERE), 200, { executors: [] }],
    ['assignCase', municipalParty(ALMERE), 404, { code: 'work.case_unknown' }],
    ['endAssignment', municipalParty(ALMERE), 200, { assignments: [] }],
    ['offerExecutorKey', EXECUTOR, 200, { keyIds: Array }],
    ['reportAssignedCase', EXECUTOR, 403, { code: 'work.duty' }],
    ['askCollectionPause', municipalParty(ALMERE), 404, { code: 'pause.notification_unknown' }],
    ['withdrawCollectionPause', municipalParty(ALMERE), 404, { code: 'pause.unknown' }],
    ['answerCollectionPause', WONING, 404, { code: 'pause.unknown' }],
    ['acknowledgeUrgentFeed', municipalParty(KEYLESS), 404, { code: 'feed.unknown' }],
    ['putSealingKey', municipalParty(KEYLESS), 202, { status: 'OFFERED', version: 1 }],
    ['confirmSealingKey', municipalParty(KEYLESS), 403, { code: 'sealing_key.second_person' }],
    ['searchAccessLog', AUDITOR, 200, { controller: municipalParty(ALMERE), nextCursor: null }],
    ['readProcessingActivities', AUDITOR, 200, { nextCursor: null }],
    ['traceDataSubject', AUDITOR, 200, { steps: [{ matched: 'PERSON' }], truncated: false }],
    ['registerObjection', AUDITOR, 201, { summary: { kind: 'OBJECTION', reached: Number } }],
    ['answerObjection', AUDITOR, 200, { summary: { answer: 'GIVEN' } }],
    ['liftObjection', AUDITOR, 200, { summary: { liftedAt: '2026-09-10T09:00:00.000Z' } }],
    ['takeReviewStep', AUDITOR, 404, { code: 'route.unknown' }],
  ]

t.test('a whole hub answers every example', async (t) => {
  const hub = await startExampleHub(t)
  t.strictSame(
    OUTCOMES.map(([operationId]) => operationId).sort(),
    OPERATIONS.filter(({ request }) => request.body !== undefined)
      .map(({ operationId }) => operationId)
      .sort(),
  )
  const transport = await enrolPerson(hub, AUDITOR, 'fg-1')
  const auditor = hub.with({ ...hub.as(AUDITOR).party, transport })
  for (const [operationId, party, status, body] of OUTCOMES) {
    await t.test(operationId, async (t) => {
      const caller = party === AUDITOR ? auditor : hub.as(party)
      const refused = await sendExample(hub, operationId, 'refused', caller)
      t.match(refused, { status: 400, body: { code: 'request.invalid' } })
      t.ok(refused.body.errors.length > 0, 'it says where')
      const accepted = await sendExample(hub, operationId, 'accepted', caller)
      t.match(accepted, { status, body }, accepted.text)
    })
  }
})

/** It issues certificates, and parties renew theirs. */
const RENEWING = { VS_RENEWAL: 'on', VS_AUTHORITY_DIR: AUTHORITY_FOLDER }

/** A hub on which the identifiers of the examples mean something. */
async function startExampleHub(t: Test): Promise<TestHub> {
  const hub = await startHub(t, { settings: { VS_HUB_ID: HUB, VS_LDV_READ: 'on', ...RENEWING } })
  await hub.enrol(AUDITOR, {
    role: 'officer',
    municipality: null,
    controller: municipalParty(ALMERE),
  })
  await hub.enrol(EXECUTOR, { role: 'executor', municipality: null, controller: '' })
  const energy = { agreement: 'LCV 2026', creditor: WONING, sector: 'ENERGY_ELECTRICITY' as const }
  const since = { validFrom: '2026-01-01' as Day, validUntil: null }
  await registerMandates(hub.context, OPERATOR, [
    { ...energy, ...since, municipality: ALMERE, entitledFields: [] },
  ])
  const earlier = await hub.as(WONING).submit(id(1), [
    report(1, {
      notificationId: '2d4c6e80-a1b3-4c5d-9e7f-8091a2b3c4d5',
      sector: 'ENERGY_ELECTRICITY',
      person: { surname: 'Verzinsel' },
      address: { postcode: '1316ZZ', houseNumber: 7 },
      customerReference: 'KL-000123',
    }),
    report(2, { notificationId: '0e9d8c7b-6a5f-4e3d-8c1b-a09f8e7d6c5b' }),
  ])
  t.match(earlier.body, { counts: { rejected: 0 } }, earlier.text)
  await closeMonth(hub.context, KEYLESS, '2026-08')
  hub.context.clock.set(NOW)
  return hub
}

/** Sends the very bytes of an example. */
function sendExample(
  { context }: TestHub,
  operationId: OperationId,
  outcome: 'accepted' | 'refused',
  caller: Calling,
): Promise<Answer> {
  const { url, method, signed } = operationOf(operationId)
  const text = readFileSync(join(folder, `${kebab(operationId)}.${outcome}.json`), 'utf8')
  const path = addressOf(url, JSON.parse(text) as Record<string, string>)
  if (!signed) return caller.post(path, JSON.parse(text))
  const iat = context.clock.now()
  const signature = signDetached(Buffer.from(text), caller.party.signingKey, {
    typ: REQUEST_TYPE,
    iat,
  })
  return caller.send(path, { text, signature, nonce: '' }, method as 'POST' | 'PUT')
}
