import { randomId } from '../../kernel/identifiers.js'
import { checkReceipt, verifyHubSignature } from '../../client/index.js'
import type { components } from '../../generated/openapi.js'
import { signDetached } from '../../crypto/jws.js'
import { expectProblem, expectStatus, headerOf, jsonOf } from '../answers.js'
import { expect, type CaseGroup } from '../case.js'
import { signedHeaders } from '../wire.js'
import { goodItem, type CreditorSubject } from './subject.js'

const DELIVERY = '/notification-batches'
const SAME_TIME = 10

/** A good batch of one item. */
function batchOf(subject: CreditorSubject, batchId = randomId()) {
  const notifications = [goodItem(subject)]
  return { batchId, ...subject.wire.sign('submitNotificationBatch', { batchId, notifications }) }
}

const acceptedIn = (answer: { readonly text: string }) =>
  (JSON.parse(answer.text) as components['schemas']['Receipt']).counts.accepted

/** A receipt means durable, a repeat changes nothing, and nothing is lost with an answer. */
export const REPEATS: CaseGroup<CreditorSubject> = {
  group: 'receipts and repeats',
  cases: [
    {
      name: 'a receipt is signed by the hub and proves what was sent',
      async run(subject) {
        const { wire } = subject
        const body = batchOf(subject)
        const answer = await wire.send(DELIVERY, body)
        expectStatus(answer, 202)
        const { identity } = wire.party
        const signature = headerOf(answer, 'payload-signature')
        const typ = 'vroegsignaal-receipt+jws'
        await verifyHubSignature(
          identity,
          Buffer.from(answer.text),
          signature,
          typ,
          wire.clock.now(),
        )
        checkReceipt(body, jsonOf(answer) as components['schemas']['Receipt'])
      },
    },
    {
      name: 'the same batch again gets the very same receipt',
      async run(subject) {
        const { wire } = subject
        const body = batchOf(subject)
        const first = await wire.send(DELIVERY, body)
        const second = await wire.send(DELIVERY, body)
        expectStatus(second, 202)
        expect(first.text === second.text, 'the second receipt has other bytes')
        const [one, other] = [first, second].map((each) => headerOf(each, 'payload-signature'))
        expect(one === other, 'the second receipt has another signature')
      },
    },
    {
      name: 'the same batch under a new signature gets the same receipt',
      async run(subject) {
        const { wire } = subject
        const body = batchOf(subject)
        const first = await wire.send(DELIVERY, body)
        const signature = signDetached(Buffer.from(body.text), wire.signingKey, {
          typ: 'vroegsignaal-request+jws',
          iat: new Date(wire.clock.now().getTime() - 60_000),
        })
        const headers = signedHeaders(signature)
        const second = await wire.ask(DELIVERY, { method: 'POST', headers, body: body.text })
        expect(first.text === second.text, 'the second receipt has other bytes')
      },
    },
    {
      name: 'ten equal requests at the same time get one and the same receipt',
      async run(subject) {
        const body = batchOf(subject)
        const sent = Array.from({ length: SAME_TIME }, () => subject.wire.send(DELIVERY, body))
        const answers = await Promise.all(sent)
        for (const answer of answers) expectStatus(answer, 202)
        expect(new Set(answers.map(({ text }) => text)).size === 1, 'there were several receipts')
        expect(acceptedIn(answers[0]!) === 1, 'the item was not accepted once')
      },
    },
    {
      name: 'other content under the same batch id is a conflict, and the first receipt stays',
      codes: ['batch.conflict'],
      async run(subject) {
        const { wire } = subject
        const body = batchOf(subject)
        const first = await wire.send(DELIVERY, body)
        const conflict = await wire.send(DELIVERY, batchOf(subject, body.batchId))
        expectProblem(conflict, 409, 'batch.conflict')
        expect((await wire.send(DELIVERY, body)).text === first.text, 'the first receipt is gone')
      },
    },
    {
      name: 'a batch whose answer was lost is delivered once when it is sent again',
      async run(subject) {
        const { wire } = subject
        const body = batchOf(subject)
        const headers = signedHeaders(body.signature)
        const lost = { method: 'POST', headers, body: body.text, hangUp: true }
        await wire.ask(DELIVERY, lost)
        const answer = await wire.send(DELIVERY, body)
        expectStatus(answer, 202)
        expect(acceptedIn(answer) === 1, 'the item was not accepted once')
      },
    },
    {
      name: 'a batch that was cut off half-way counts as never sent',
      async run(subject) {
        const { wire } = subject
        const body = batchOf(subject)
        const half = body.text.slice(0, body.text.length / 2)
        const announced = { 'content-length': String(Buffer.byteLength(body.text)) }
        const headers = { ...signedHeaders(body.signature), ...announced }
        await wire.ask(DELIVERY, { method: 'POST', headers, body: half, hangUp: true })
        expectProblem(await wire.ask(`${DELIVERY}/${body.batchId}`), 404, 'batch.unknown')
        expectStatus(await wire.send(DELIVERY, body), 202)
      },
    },
  ],
}
