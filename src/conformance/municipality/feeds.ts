import { openFeed, openUrgent, verifyHubSignature } from '../../client/index.js'
import { dayOf, monthOf } from '../../kernel/calendar.js'
import { randomId } from '../../kernel/identifiers.js'
import { expectProblem, expectStatus, headerOf, jsonOf } from '../answers.js'
import { expect, type CaseGroup } from '../case.js'
import type { Wire, WireAnswer } from '../wire.js'
import { monthsOf, NO_MONTH, pagesOf, type MunicipalitySubject, type Schemas } from './subject.js'

async function expectSigned(wire: Wire, answer: WireAnswer, typ: string): Promise<void> {
  const signature = headerOf(answer, 'payload-signature')
  const { identity } = wire.party
  await verifyHubSignature(identity, Buffer.from(answer.text), signature, typ, wire.clock.now())
}

/** Months, pages, and the lane for what cannot wait. */
export const FEEDS: CaseGroup<MunicipalitySubject> = {
  group: 'feeds',
  cases: [
    {
      name: 'months are listed newest first, closed ones with count and root',
      async run({ wire }) {
        const months = await monthsOf(wire)
        const names = months.map(({ month }) => month)
        expect(names.join() === [...names].sort().reverse().join(), 'they are in another order')
        for (const { status, count, root } of months) {
          const isTold = count !== undefined && /^[0-9a-f]{64}$/.test(root ?? '')
          expect(status !== 'CLOSED' || isTold, 'a closed month lacks count or root')
        }
      },
    },
    {
      name: 'every page is signed, and together they have the count and root that were closed',
      async run({ wire, month, keys }) {
        if (month === undefined) return NO_MONTH
        const pages = await pagesOf(wire, month.month)
        for (const { answer } of pages)
          await expectSigned(wire, answer, 'vroegsignaal-feed-page+jws')
        const documents = pages.map(({ page }) => page)
        const feed = await openFeed(wire.party.identity, documents, keys(), wire.clock.now())
        expect(feed.statement.root === month.root, 'the list names another root')
        expect(feed.statement.count === month.count, 'the list names another count')
        return undefined
      },
    },
    {
      name: 'a month of more than a thousand cases comes in pages',
      async run({ wire, month }) {
        if (month === undefined || (month.count ?? 0) <= 1000) return 'needs more than 1,000 cases'
        const pages = await pagesOf(wire, month.month)
        expect(pages.length >= 2, 'it came in one page')
        expect(
          pages.every(({ page }) => page.items.length <= 1000),
          'a page has more than 1,000',
        )
        return undefined
      },
    },
    {
      name: 'a closed month is the same at every pull, and is not sent to who has it',
      async run({ wire, month }) {
        if (month === undefined) return NO_MONTH
        const path = `/feeds/${month.month}`
        const first = await wire.ask(path)
        const second = await wire.ask(path)
        const [one, other] = [first, second].map((answer) => jsonOf(answer) as Schemas['FeedPage'])
        expect(one?.statementSignature === other?.statementSignature, 'the statement changed')
        const etag = headerOf(second, 'etag')
        expect(etag !== undefined, 'there is no ETag')
        const known = await wire.ask(path, { headers: { 'if-none-match': etag } })
        expectStatus(known, 304)
        expect(known.text === '', 'a 304 has a body')
        expect(headerOf(known, 'log-entry') !== undefined, 'a 304 names no log entry')
        return undefined
      },
    },
    {
      name: 'a month that is still open is not released',
      codes: ['feed.month_open'],
      async run({ wire }) {
        const open = (await monthsOf(wire)).find(({ status }) => status === 'OPEN')
        if (open === undefined) return 'needs an open month with notifications'
        expectProblem(await wire.ask(`/feeds/${open.month}`), 409, 'feed.month_open')
        return undefined
      },
    },
    {
      name: 'a month without notifications is unknown',
      codes: ['feed.unknown'],
      run: async ({ wire }) => expectProblem(await wire.ask('/feeds/2001-01'), 404, 'feed.unknown'),
    },
    {
      name: 'a month that is none is refused',
      codes: ['request.invalid'],
      run: async ({ wire }) =>
        expectProblem(await wire.ask('/feeds/2026-13'), 400, 'request.invalid'),
    },
    {
      name: 'a cursor of another month is refused',
      codes: ['feed.cursor'],
      async run({ wire, month }) {
        if (month === undefined) return NO_MONTH
        const path = `/feeds/${month.month}?cursor=AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA`
        expectProblem(await wire.ask(path), 400, 'feed.cursor')
        return undefined
      },
    },
    {
      name: 'the urgent lane is signed, opens with the municipality’s key, and goes on after a place',
      async run({ wire, keys }) {
        const answer = await wire.ask('/feeds/urgent')
        expectStatus(answer, 200)
        await expectSigned(wire, answer, 'vroegsignaal-urgent-page+jws')
        const page = jsonOf(answer) as Schemas['UrgentPage']
        openUrgent(page, keys())
        if (page.next === null) return 'needs an urgent item'
        const rest = await wire.ask(`/feeds/urgent?after=${encodeURIComponent(page.next)}`)
        expectStatus(rest, 200)
        const { items } = jsonOf(rest) as Schemas['UrgentPage']
        const seen = new Set(page.items.map(({ urgentId }) => urgentId))
        expect(!items.some(({ urgentId }) => seen.has(urgentId)), 'an item came twice')
        return undefined
      },
    },
    {
      name: 'the numbers of a closed month are told, and of no other',
      async run({ wire, month }) {
        expectProblem(await wire.ask('/statistics/2001-01'), 404, 'feed.unknown')
        if (month === undefined) return NO_MONTH
        const answer = await wire.ask(`/statistics/${month.month}`)
        expectStatus(answer, 200)
        expect(
          (jsonOf(answer) as Schemas['MonthStatistics']).month === month.month,
          'another month',
        )
        return undefined
      },
    },
    {
      name: 'this month is not closed before it has ended',
      async run({ wire }) {
        const present = monthOf(dayOf(wire.clock.now()))
        const answer = await wire.ask(`/feeds/${present}`)
        expect([404, 409].includes(answer.status), `found ${answer.status}`)
      },
    },
    {
      name: 'an entry of nobody is unknown',
      codes: ['log.entry_unknown'],
      run: async ({ wire }) =>
        expectProblem(await wire.ask(`/log-entries/${randomId()}/proof`), 404, 'log.entry_unknown'),
    },
    {
      name: 'the entry with which a month was closed can be proven to its municipality alone',
      async run({ wire, month, other }) {
        if (month === undefined) return NO_MONTH
        const page = jsonOf(await wire.ask(`/feeds/${month.month}`)) as Schemas['FeedPage']
        const { entryId } = page.statement.closingEntry
        expectStatus(await wire.ask(`/log-entries/${entryId}/proof`), 200)
        if (other === undefined) return 'needs the folder of a second party (--other)'
        expectProblem(await other.ask(`/log-entries/${entryId}/proof`), 404, 'log.entry_unknown')
        return undefined
      },
    },
    ...['/mandates', '/feedback'].map((path) => ({
      name: `a municipality is refused at ${path}`,
      codes: ['party.role_not_allowed'],
      run: async ({ wire }: MunicipalitySubject) =>
        expectProblem(await wire.ask(path), 403, 'party.role_not_allowed'),
    })),
    {
      name: 'a certificate that nobody registered is refused',
      codes: ['certificate.unregistered'],
      async run({ stranger }) {
        if (stranger === undefined) return 'needs unregistered certificates (--stranger)'
        expectProblem(await stranger.ask('/feeds'), 403, 'certificate.unregistered')
        return undefined
      },
    },
  ],
}
