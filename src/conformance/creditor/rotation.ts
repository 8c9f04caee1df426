import { randomId } from '../../kernel/identifiers.js'
import { expectProblem, expectStatus } from '../answers.js'
import type { CaseGroup } from '../case.js'
import { signingFingerprint } from '../fingerprints.js'
import { signedHeaders, type Wire } from '../wire.js'
import { goodItem, type CreditorSubject } from './subject.js'

const TRIAL = '/notification-batches/_validate'
const NEXT = 'needs a folder with the party’s next certificates (--next)'

/** Sends a trial over one connection that was signed with the key of another. */
async function trial(subject: CreditorSubject, over: Wire, signer: Wire) {
  const fields = { batchId: randomId(), notifications: [goodItem(subject)] }
  const { text, signature } = signer.sign('validateNotificationBatch', fields)
  return over.ask(TRIAL, { method: 'POST', headers: signedHeaders(signature), body: text })
}

/** Certificates overlap, and one that is taken back is refused from the next request on. */
export const ROTATION: CaseGroup<CreditorSubject> = {
  group: 'certificates and rotation',
  cases: [
    {
      name: 'a certificate that nobody registered is refused',
      codes: ['certificate.unregistered'],
      async run({ stranger }) {
        if (stranger === undefined) return 'needs unregistered certificates (--stranger)'
        expectProblem(await stranger.ask('/mandates'), 403, 'certificate.unregistered')
      },
    },
    {
      name: 'while certificates overlap, each of them connects and each of them signs',
      async run(subject) {
        const { wire, next } = subject
        if (next === undefined) return NEXT
        for (const over of [wire, next]) {
          for (const signer of [wire, next]) expectStatus(await trial(subject, over, signer), 200)
        }
      },
    },
    {
      name: 'a batch may be sent again with the key that follows',
      async run(subject) {
        const { wire, next } = subject
        if (next === undefined) return NEXT
        const fields = { batchId: randomId(), notifications: [goodItem(subject)] }
        const body = wire.sign('submitNotificationBatch', fields)
        expectStatus(await wire.send('/notification-batches', body), 202)
        expectStatus(await next.send('/notification-batches', body), 202)
      },
    },
    {
      name: 'a signing certificate that has ended is refused',
      codes: ['signature.key_expired'],
      async run(subject) {
        const { wire, expired } = subject
        if (expired === undefined)
          return 'needs a registered certificate that has ended; see --self'
        expectProblem(await trial(subject, wire, expired), 401, 'signature.key_expired')
      },
    },
    {
      name: 'a signing certificate that was taken back is refused from the next request on',
      codes: ['signature.key_revoked'],
      async run(subject) {
        const { wire, next, helper } = subject
        if (next === undefined || helper === undefined) return 'needs an operator; see --self'
        expectStatus(await trial(subject, wire, next), 200)
        await helper.revoke(signingFingerprint(next))
        expectProblem(await trial(subject, wire, next), 401, 'signature.key_revoked')
        expectStatus(await trial(subject, wire, wire), 200)
      },
    },
  ],
}
