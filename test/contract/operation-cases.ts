import { answerKeyChallenge } from '../../src/crypto/key-challenge.js'
import type { OperationId } from '../../src/http/contract.js'
import {
  ALMERE,
  KANTOOR,
  KEYLESS,
  municipalParty,
  OFFICER,
  OMMEN,
  STROOM,
  WONING,
} from '../helpers/hub.js'
import {
  OMMEN_OFFICER,
  OTHER_WONING_BATCH,
  RESIDENT,
  WONING_BATCH,
} from '../helpers/populated-hub.js'
import { id } from '../notifications/build.js'
import { COLLECTION_PAUSE_CASES } from './cases/collection-pauses.js'
import { QUALITY_CASES } from './cases/quality.js'
import { OUTCOME_CASES } from './cases/outcomes.js'
import { LDV_CASES } from './cases/ldv.js'
import { ASSIGNMENT_CASES } from './cases/assignments.js'
import { AGREEMENT_CASES } from './cases/agreements.js'
import { RENEWAL_CASES } from './cases/renewal.js'
import { OBJECTION_CASES } from './cases/objections.js'
import { REVIEW_CASES } from './cases/reviews.js'
import { TRANSFER_CASES } from './cases/transfers.js'
import { TRIAGE_CASES } from './cases/triage.js'
import type { OperationCase } from './operation-case.js'
import { batch, BATCHES, MONTH, offer, proofOfDelivery, reported } from './wishes.js'

const almere = municipalParty(ALMERE)
const ommen = municipalParty(OMMEN)
const FEED = `/v1/feeds/${MONTH}`
const LANE = '/v1/feeds/urgent'
const REASON = { reason: 'Yearly review' }
const REFUSED_ITEMS = {
  counts: { accepted: 0, acceptedWithWarnings: 0, rejected: 1 },
  items: [{ status: 'REJECTED' }],
}

/** Every operation, so that adding one without saying whose it is does not compile, nor pass. */
export const CASES: Readonly<Record<OperationId, OperationCase>> = {
  ...OUTCOME_CASES,
  ...LDV_CASES,
  ...QUALITY_CASES,
  ...AGREEMENT_CASES,
  ...RENEWAL_CASES,
  ...TRIAGE_CASES,
  ...TRANSFER_CASES,
  ...ASSIGNMENT_CASES,
  ...COLLECTION_PAUSE_CASES,
  ...OBJECTION_CASES,
  ...REVIEW_CASES,
  submitNotificationBatch: {
    rightful: WONING,
    wish: () => ({ path: BATCHES, fields: batch(9100) }),
    status: 202,
    other: STROOM,
    refused: { status: 202, body: REFUSED_ITEMS },
    echoed: [OTHER_WONING_BATCH],
    async alsoTried(t, _hub, other) {
      // The id of somebody else's batch is free to use: that it was taken is nobody's business.
      const own = await other.submit(OTHER_WONING_BATCH, batch(9101).notifications)
      t.match(own, { status: 202, body: REFUSED_ITEMS })
      // Nor can a notification of another creditor be followed up.
      const [item] = batch(9102).notifications
      const withdrawn = {
        notificationId: id(9103),
        creditorId: WONING,
        municipalityCode: ALMERE,
        kind: 'WITHDRAWAL',
        predecessorId: id(1),
        withdrawalReason: 'PAID',
        reportedOn: '2026-09-01',
      }
      const followed = await other.submit(id(9102), [withdrawn, { ...item, creditorId: STROOM }])
      t.match(followed, { status: 202, body: { counts: { accepted: 0, rejected: 2 } } })
      return [own, followed]
    },
  },
  validateNotificationBatch: {
    rightful: WONING,
    wish: () => ({ path: `${BATCHES}/_validate`, fields: batch(9110) }),
    status: 200,
    other: STROOM,
    refused: { status: 200, body: REFUSED_ITEMS },
  },
  getNotificationBatch: {
    rightful: WONING,
    wish: () => ({ path: `${BATCHES}/${WONING_BATCH}` }),
    status: 200,
    other: STROOM,
    refused: { status: 404, body: { code: 'batch.unknown' } },
    async alsoTried(t, hub) {
      // An agent delivers for its principal and still sees only what it delivered itself.
      const answer = await hub.as(KANTOOR).get(`${BATCHES}/${WONING_BATCH}`)
      t.match(answer, { status: 404, body: { code: 'batch.unknown' } })
      return [answer]
    },
  },
  listMandates: {
    rightful: WONING,
    wish: () => ({ path: '/v1/mandates' }),
    status: 200,
    other: STROOM,
    refused: { status: 200, body: { mandates: Array(9).fill({ creditorId: STROOM }) } },
  },
  listFeeds: {
    rightful: almere,
    wish: () => ({ path: '/v1/feeds' }),
    status: 200,
    other: ommen,
    refused: { status: 200, body: { feeds: [{ month: MONTH, count: 2 }] } },
  },
  getFeed: {
    rightful: almere,
    wish: () => ({ path: FEED }),
    status: 200,
    other: ommen,
    refused: { status: 200, body: { statement: { municipalityCode: OMMEN, count: 2 } } },
    async alsoTried(t, hub, other) {
      const { headers } = await hub.asMunicipality(ALMERE).get(FEED)
      const tagged = await other.get(FEED, { 'if-none-match': String(headers['etag']) })
      t.equal(tagged.status, 200, 'whether another has the page cannot be told')
      const none = await hub.asMunicipality(KEYLESS).get(FEED)
      t.match(none, { status: 404, body: { code: 'feed.unknown' } })
      return [tagged, none]
    },
  },
  getUrgentFeed: {
    rightful: almere,
    wish: () => ({ path: LANE }),
    status: 200,
    other: ommen,
    refused: {
      status: 200,
      body: { municipalityCode: OMMEN, items: [{ notification: { notificationId: id(22) } }] },
    },
    async alsoTried(t, hub, other) {
      const { body } = await hub.asMunicipality(ALMERE).get(LANE)
      t.type(body.next, 'string')
      const after = await other.get(`${LANE}?after=${body.next}`)
      t.match(after, { status: 400, body: { code: 'feed.cursor' } })
      return [after]
    },
  },
  acknowledgeFeed: {
    rightful: almere,
    async wish(hub) {
      const { count, root } = (await hub.asMunicipality(ALMERE).get(FEED)).body.statement
      const fields = { acknowledgementId: id(9200), month: MONTH, count, root }
      return { path: `${FEED}/_acknowledge`, fields }
    },
    status: 200,
    other: ommen,
    refused: { status: 409, body: { code: 'feed.integrity' } },
  },
  acknowledgeUrgentFeed: {
    rightful: almere,
    async wish(hub) {
      const { items } = (await hub.asMunicipality(ALMERE).get(LANE)).body
      const urgentIds = items.map(({ urgentId }: { urgentId: string }) => urgentId)
      return { path: `${LANE}/_acknowledge`, fields: { acknowledgementId: id(9210), urgentIds } }
    },
    status: 200,
    other: ommen,
    refused: { status: 404, body: { code: 'feed.unknown' } },
  },
  createRedeliveryRequest: {
    rightful: almere,
    wish: () => ({
      path: '/v1/redelivery-requests',
      fields: {
        requestId: id(9220),
        reason: 'KEY_LOST',
        notifications: [1, 2].map((number) => ({
          creditorId: WONING,
          notificationId: id(number),
        })),
      },
    }),
    status: 201,
    other: ommen,
    refused: { status: 201, body: { items: [{ status: 'UNKNOWN' }, { status: 'UNKNOWN' }] } },
  },
  submitOutcomes: {
    rightful: almere,
    async wish(hub) {
      const { items } = (await hub.asMunicipality(ALMERE).get(FEED)).body
      return { path: '/v1/outcomes', fields: reported(items) }
    },
    status: 200,
    other: ommen,
    refused: { status: 200, body: { counts: { accepted: 0 }, results: Array } },
  },
  listFeedback: {
    rightful: WONING,
    wish: () => ({ path: '/v1/feedback' }),
    status: 200,
    other: STROOM,
    refused: { status: 200, body: { creditorId: STROOM } },
    async alsoTried(t, hub, other) {
      const { next } = (await hub.as(WONING).get('/v1/feedback')).body
      const after = await other.get(`/v1/feedback?after=${next}`)
      t.match(after, { status: 400, body: { code: 'feed.cursor' } })
      const named = await other.get(`/v1/feedback?creditorId=${WONING}`)
      t.match(named, { status: 403, body: { code: 'party.not_served' } })
      return [after, named]
    },
  },
  getStatistics: {
    rightful: almere,
    wish: () => ({ path: `/v1/statistics/${MONTH}` }),
    status: 200,
    other: ommen,
    refused: { status: 200, body: { municipalityCode: OMMEN, cases: { total: 2 } } },
  },
  listSealingKeys: {
    rightful: almere,
    wish: () => ({ path: '/v1/sealing-keys' }),
    status: 200,
    other: ommen,
    refused: { status: 200, body: { sealingKeys: [{ version: 1 }] } },
  },
  putSealingKey: {
    rightful: almere,
    wish: () => ({ path: '/v1/sealing-keys', fields: offer(2).fields }),
    status: 202,
    other: ommen,
    // A key is offered for oneself, whoever else has which.
    refused: { status: 202, body: { status: 'OFFERED' } },
  },
  confirmSealingKey: {
    rightful: almere,
    caller: (hub) => hub.colleagueOf(almere),
    async wish(hub) {
      const first = hub.asMunicipality(ALMERE)
      const { fields, key, kid } = offer(9)
      const answer = await first.send(
        '/v1/sealing-keys',
        first.sign('putSealingKey', fields),
        'PUT',
      )
      const challenge = answerKeyChallenge(answer.body.challenge, key)
      const confirmation = { confirmationId: id(9230), keyId: kid, challenge }
      return { path: `/v1/sealing-keys/${kid}/_confirm`, fields: confirmation }
    },
    status: 200,
    other: ommen,
    refused: { status: 404, body: { code: 'sealing_key.unknown' } },
  },
  searchAccessLog: {
    rightful: OFFICER,
    wish: () => ({ path: '/v1/access-log/_search', fields: { ...REASON, controller: almere } }),
    status: 200,
    other: OMMEN_OFFICER,
    refused: { status: 403, body: { code: 'party.role_not_allowed' } },
    async alsoTried(t, _hub, other) {
      const own = await other.post('/v1/access-log/_search', REASON)
      t.match(own, { status: 200, body: { controller: ommen } })
      const [first] = own.body.entries
      t.ok(first)
      for (const { record } of own.body.entries) t.equal(record.controller, ommen)
      return [own]
    },
  },
  traceDataSubject: {
    rightful: OFFICER,
    wish: () => ({
      path: '/v1/data-subjects/_trace',
      fields: { ...REASON, municipalityCode: ALMERE, ...RESIDENT },
    }),
    status: 200,
    other: OMMEN_OFFICER,
    refused: { status: 200, body: { steps: [] } },
  },
  getLogEntryProof: {
    rightful: WONING,
    wish: proofOfDelivery,
    status: 200,
    other: STROOM,
    refused: { status: 404, body: { code: 'log.entry_unknown' } },
    async alsoTried(t, hub) {
      const { path } = await proofOfDelivery(hub)
      const others = [hub.as(KANTOOR), hub.asMunicipality(OMMEN), hub.executor, hub.ommenOfficer]
      const answers = await Promise.all(others.map((other) => other.get(path)))
      for (const one of answers) {
        t.match(one, { status: 404, body: { code: 'log.entry_unknown' } })
      }
      return answers
    },
  },
}
