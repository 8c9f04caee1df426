import { dayOf, type Day } from '../../kernel/calendar.js'
import { randomId } from '../../kernel/identifiers.js'
import { expectProblem, expectStatus, jsonOf } from '../answers.js'
import { expect, type CaseGroup } from '../case.js'
import { NO_MONTH, pagesOf, type MunicipalitySubject, type Schemas } from './subject.js'

const LANE = '/feeds/urgent'

/** What a municipality acknowledges, asks for again, and reports. */
export const RECEIPTS: CaseGroup<MunicipalitySubject> = {
  group: 'acknowledgements and reports',
  cases: [
    {
      name: 'a month is not acknowledged by another count or root',
      codes: ['feed.integrity'],
      async run({ wire, month }) {
        if (month === undefined) return NO_MONTH
        const root = 'ab'.repeat(32)
        const fields = { acknowledgementId: randomId(), month: month.month, count: 1, root }
        const body = wire.sign('acknowledgeFeed', fields)
        const answer = await wire.send(`/feeds/${month.month}/_acknowledge`, body)
        expectProblem(answer, 409, 'feed.integrity')
        return undefined
      },
    },
    {
      name: 'a month is acknowledged by what was checked, also twice',
      async run({ wire, month }) {
        if (month === undefined) return NO_MONTH
        const { count, root } = month
        const fields = { acknowledgementId: randomId(), month: month.month, count, root }
        const body = wire.sign('acknowledgeFeed', fields)
        const path = `/feeds/${month.month}/_acknowledge`
        const [first, second] = [await wire.send(path, body), await wire.send(path, body)]
        expectStatus(first, 200)
        expectStatus(second, 200)
        const [one, other] = [first, second].map(
          (answer) => (jsonOf(answer) as Schemas['FeedAcknowledged']).acknowledgedAt,
        )
        expect(one === other, 'the second acknowledgement changed the instant of the first')
        return undefined
      },
    },
    {
      name: 'a body about another month than the address is refused',
      codes: ['request.invalid'],
      async run({ wire, month }) {
        if (month === undefined) return NO_MONTH
        const { count, root } = month
        const fields = { acknowledgementId: randomId(), month: '2001-01', count, root }
        const body = wire.sign('acknowledgeFeed', fields)
        const answer = await wire.send(`/feeds/${month.month}/_acknowledge`, body)
        expectProblem(answer, 400, 'request.invalid')
        return undefined
      },
    },
    {
      name: 'an urgent item of nobody cannot be acknowledged',
      codes: ['feed.unknown'],
      async run({ wire }) {
        const fields = { acknowledgementId: randomId(), urgentIds: [randomId()] }
        const body = wire.sign('acknowledgeUrgentFeed', fields)
        expectProblem(await wire.send(`${LANE}/_acknowledge`, body), 404, 'feed.unknown')
      },
    },
    {
      name: 'an urgent item that was acknowledged leaves the lane, and may be acknowledged again',
      async run({ wire }) {
        const [item] = (jsonOf(await wire.ask(LANE)) as Schemas['UrgentPage']).items
        if (item === undefined) return 'needs an urgent item'
        const fields = { acknowledgementId: randomId(), urgentIds: [item.urgentId] }
        const body = wire.sign('acknowledgeUrgentFeed', fields)
        expectStatus(await wire.send(`${LANE}/_acknowledge`, body), 200)
        expectStatus(await wire.send(`${LANE}/_acknowledge`, body), 200)
        const left = (jsonOf(await wire.ask(LANE)) as Schemas['UrgentPage']).items
        expect(!left.some(({ urgentId }) => urgentId === item.urgentId), 'it is still there')
        return undefined
      },
    },
    {
      name: 'of notifications that are asked for again, unknown ones are told apart',
      async run({ wire, month }) {
        if (month === undefined) return NO_MONTH
        const [first] = await pagesOf(wire, month.month)
        const known = first?.page.items[0]?.notifications[0]
        expect(known !== undefined, 'the month has no notification')
        const { creditorId, notificationId } = known
        const fields = {
          requestId: randomId(),
          reason: 'KEY_LOST',
          notifications: [
            { creditorId, notificationId },
            { creditorId, notificationId: randomId() },
          ],
        }
        const body = wire.sign('createRedeliveryRequest', fields)
        const answer = await wire.send('/redelivery-requests', body)
        expectStatus(answer, 201)
        const { items } = jsonOf(answer) as Schemas['RedeliveryOpened']
        const found = items.map(({ status }) => status).join()
        expect(found === 'OPENED,UNKNOWN', `expected OPENED,UNKNOWN, found ${found}`)
        return undefined
      },
    },
    {
      name: 'an outcome of a case is taken once, and one of no case is not',
      codes: ['batch.conflict', 'CASE_UNKNOWN'],
      async run({ wire, month }) {
        if (month === undefined) return NO_MONTH
        const [first] = await pagesOf(wire, month.month)
        const item = first?.page.items[0]
        expect(item !== undefined, 'the month has no case')
        const known = outcomeOf(item, month.month, dayOf(wire.clock.now()))
        const reportId = randomId()
        const outcomes = [known, { ...known, caseId: randomId() }]
        const body = wire.sign('submitOutcomes', { reportId, outcomes })
        const [one, other] = [
          await wire.send('/outcomes', body),
          await wire.send('/outcomes', body),
        ]
        expectStatus(one, 200)
        expect(one.text === other.text, 'the same report again got another answer')
        const { results } = jsonOf(one) as Schemas['OutcomeReceipt']
        const codes = results.map(({ errors }) => errors?.map(({ code }) => code).join('+') ?? '')
        expect(
          codes.join() === ',CASE_UNKNOWN',
          `expected CASE_UNKNOWN for the second, found ${codes.join()}`,
        )
        const changed = wire.sign('submitOutcomes', { reportId, outcomes: [known] })
        expectProblem(await wire.send('/outcomes', changed), 409, 'batch.conflict')
        return undefined
      },
    },
  ],
}

/** A report that nobody was found to take a case up. */
function outcomeOf(
  { caseId, notifications }: Schemas['FeedItem'],
  month: string,
  closedOn: Day,
): Record<string, unknown> {
  return {
    caseId,
    month,
    notifications: notifications.map(({ creditorId, notificationId }) => ({
      creditorId,
      notificationId,
      status: 'NT_OTHER',
    })),
    contactAttempts: [],
    outcome: 'NT_OTHER',
    closedOn,
  }
}
