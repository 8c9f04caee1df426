import { randomId } from '../../kernel/identifiers.js'
import { checkLogEntry } from '../../client/index.js'
import type { components } from '../../generated/openapi.js'
import { setTimeout as pause } from 'node:timers/promises'
import { codeOf, expectProblem, expectStatus, headerOf, jsonOf } from '../answers.js'
import { expect, type CaseGroup } from '../case.js'
import { goodItem, type CreditorSubject } from './subject.js'

type Schemas = components['schemas']

const DELIVERY = '/notification-batches'
/** The hub promises its entries to be in the log within a minute. */
const PROMISE_SECONDS = 65

/** Status, paging, proofs, and what is not for creditors. */
export const READING: CaseGroup<CreditorSubject> = {
  group: 'reading',
  cases: [
    {
      name: 'the status of a batch holds its receipt and how far every item is',
      async run(subject) {
        const { wire } = subject
        const batchId = randomId()
        const notifications = [goodItem(subject), { ...goodItem(subject), kind: 'REMINDER' }]
        const body = wire.sign('submitNotificationBatch', { batchId, notifications })
        const receipt = await wire.send(DELIVERY, body)
        const answer = await wire.ask(`${DELIVERY}/${batchId}`)
        expectStatus(answer, 200)
        const status = jsonOf(answer) as Schemas['BatchStatus']
        expect(status.receipt.text === receipt.text, 'it holds another receipt')
        const found = status.items.map((item) => item.status).join()
        expect(found === 'ACCEPTED,REJECTED', `expected ACCEPTED,REJECTED, found ${found}`)
      },
    },
    {
      name: 'a batch of nobody is unknown',
      codes: ['batch.unknown'],
      run: async ({ wire }) =>
        expectProblem(await wire.ask(`${DELIVERY}/${randomId()}`), 404, 'batch.unknown'),
    },
    {
      name: 'a batch of another party is as unknown as one of nobody',
      async run(subject) {
        if (subject.other === undefined) return 'needs the folder of a second party (--other)'
        const batchId = randomId()
        const fields = { batchId, notifications: [goodItem(subject)] }
        expectStatus(
          await subject.wire.send(DELIVERY, subject.wire.sign('submitNotificationBatch', fields)),
          202,
        )
        expectProblem(await subject.other.ask(`${DELIVERY}/${batchId}`), 404, 'batch.unknown')
      },
    },
    {
      name: 'mandates are paged to the end, each once and in a fixed order',
      async run({ wire }) {
        const seen: string[] = []
        let pages = 0
        for (let path: string | undefined = '/mandates'; path !== undefined; pages += 1) {
          const answer = await wire.ask(path)
          expectStatus(answer, 200)
          const { mandates, nextCursor } = jsonOf(answer) as Schemas['MandatePage']
          seen.push(...mandates.map(({ mandateId }) => mandateId))
          path = nextCursor === null ? undefined : `/mandates?cursor=${nextCursor}`
          const link = headerOf(answer, 'link') ?? ''
          expect(link.includes('rel="next"') === (nextCursor !== null), 'the Link header disagrees')
        }
        expect(new Set(seen).size === seen.length, 'a mandate came twice')
        if (pages < 2) return 'the party has less than a page of mandates'
      },
    },
    {
      name: 'feedback is signed and goes on from where it was read',
      async run({ wire }) {
        const first = await wire.ask('/feedback')
        expectStatus(first, 200)
        expect(headerOf(first, 'payload-signature') !== undefined, 'it is not signed')
        const { next } = jsonOf(first) as Schemas['FeedbackPage']
        if (next === null) return undefined
        const answer = await wire.ask(`/feedback?after=${encodeURIComponent(next)}`)
        expectStatus(answer, 200)
        return undefined
      },
    },
    {
      name: 'feedback of somebody else’s creditor is refused',
      codes: ['party.not_served'],
      run: async ({ wire }) =>
        expectProblem(
          await wire.ask('/feedback?creditorId=00000099999999999000'),
          403,
          'party.not_served',
        ),
    },
    {
      name: 'the entries that a receipt promised are in the log within a minute',
      async run(subject) {
        const { wire } = subject
        const fields = { batchId: randomId(), notifications: [goodItem(subject)] }
        const sent = await wire.send(DELIVERY, wire.sign('submitNotificationBatch', fields))
        const receipt = jsonOf(sent) as Schemas['Receipt']
        const own = receipt.logEntries.find(({ controller }) => controller === receipt.deliverer)
        expect(own !== undefined, 'the receipt promises no entry to its deliverer')
        await integrated(subject, own)
      },
    },
    {
      name: 'an entry of nobody is unknown',
      codes: ['log.entry_unknown'],
      run: async ({ wire }) =>
        expectProblem(await wire.ask(`/log-entries/${randomId()}/proof`), 404, 'log.entry_unknown'),
    },
    ...['/feeds', '/feeds/urgent', '/sealing-keys'].map((path) => ({
      name: `a creditor is refused at ${path}`,
      codes: ['party.role_not_allowed'],
      run: async ({ wire }: CreditorSubject) =>
        expectProblem(await wire.ask(path), 403, 'party.role_not_allowed'),
    })),
  ],
}

/** Asks for the proof of an entry for as long as the hub may take, then checks it. */
async function integrated(
  { wire }: CreditorSubject,
  promised: Schemas['LogReference'],
): Promise<void> {
  for (let second = 0; ; second += 1) {
    const answer = await wire.ask(`/log-entries/${promised.entryId}/proof`)
    if (answer.status === 200) {
      checkLogEntry(wire.party.identity, promised, jsonOf(answer) as Schemas['LogEntryProof'])
      return
    }
    expectProblem(answer, 404, 'log.not_integrated')
    expect(headerOf(answer, 'retry-after') !== undefined, 'no Retry-After')
    expect(second < PROMISE_SECONDS, `still ${codeOf(answer) ?? 'missing'} after a minute`)
    await pause(1000)
  }
}
