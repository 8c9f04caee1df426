import { addDays, dayOf } from '../../kernel/calendar.js'
import { randomId } from '../../kernel/identifiers.js'
import { expectProblem, expectStatus, jsonOf } from '../answers.js'
import { expect, type CaseGroup } from '../case.js'
import type { CreditorSubject } from './subject.js'

/** An offer that nobody will accept by accident: it begins in a year, for a sector that is rare. */
function offerOf(
  { wire, home, mandates }: CreditorSubject,
  reference: string,
  agreementId: string,
) {
  return wire.sign('offerAgreement', {
    requestId: randomId(),
    agreementId,
    reference,
    creditorId: mandates[0]?.creditorId,
    municipalityCode: home,
    sector: 'OTHER',
    startsOn: addDays(dayOf(wire.clock.now()), 365),
  })
}

function answer({ wire }: CreditorSubject, agreementId: string, what: string) {
  const fields = { requestId: randomId(), agreementId, answer: what }
  return wire.send(`/agreements/${agreementId}/_answer`, wire.sign('answerAgreement', fields))
}

/** What is offered, by whom it can be taken up, and that its end is final. */
export const AGREEMENTS: CaseGroup<CreditorSubject> = {
  group: 'agreements',
  cases: [
    {
      name: 'an offer is kept once, gives no mandate, and who made it can take it back',
      codes: ['agreement.conflict', 'party.role_not_allowed'],
      async run(subject) {
        const [id, reference] = [randomId(), `Conformance ${randomId().slice(0, 8)}`]
        const offered = await subject.wire.send('/agreements', offerOf(subject, reference, id))
        expectStatus(offered, 201)
        expect(jsonOf(offered)['state'] === 'OFFERED', 'an offer is not OFFERED')
        const again = await subject.wire.send('/agreements', offerOf(subject, reference, id))
        expectStatus(again, 201)
        const other = await subject.wire.send('/agreements', offerOf(subject, 'Another', id))
        expectProblem(other, 409, 'agreement.conflict')
        expectProblem(await answer(subject, id, 'ACCEPT'), 403, 'party.role_not_allowed')
        expectStatus(await answer(subject, id, 'END'), 200)
      },
    },
    {
      name: 'an agreement of nobody cannot be answered',
      codes: ['agreement.unknown'],
      run: async (subject) =>
        expectProblem(await answer(subject, randomId(), 'END'), 404, 'agreement.unknown'),
    },
  ],
}
