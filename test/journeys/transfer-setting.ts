import { randomUUID } from 'node:crypto'
import { reseal } from '../../src/client/index.js'
import type { components } from '../../src/generated/openapi.js'
import type { WONING } from '../helpers/hub.js'
import { ALMERE, OMMEN, type Calling } from '../helpers/hub.js'
import type { PopulatedHub } from '../helpers/populated-hub.js'
import { sealingKeysOf } from '../helpers/served.js'
import { id } from '../notifications/build.js'

type Schemas = components['schemas']

const MONTH = '2026-08'

/** What two municipalities do about transfers from Almere to Ommen, over the wire. */
export async function transfersOn(hub: PopulatedHub) {
  const almere = hub.asMunicipality(ALMERE)
  const ommen = hub.asMunicipality(OMMEN)
  const { items } = (await almere.get(`/v1/feeds/${MONTH}`)).body as {
    items: Schemas['FeedItem'][]
  }
  const caseOf = (number: number) =>
    items.find(({ notifications }) =>
      notifications.some(({ notificationId }) => notificationId === id(number)),
    )!
  const trial = (number: number, to = OMMEN) => ({
    month: MONTH,
    caseId: caseOf(number).caseId,
    municipalityCode: to,
  })
  const prepare = (number: number, to = OMMEN) =>
    almere.post('/v1/transfers/_prepare', trial(number, to))
  const offer = async (number: number, more: object = {}) => {
    const { body, text } = await prepare(number)
    if (body.notifications === undefined) throw new Error(text)
    const fields = { transferId: randomUUID(), ...trial(number), ground: 'MOVED' }
    const sealed = reseal(body, sealingKeysOf(hub, ALMERE))
    const signed = almere.sign('offerTransfer', { ...fields, ...sealed, ...more })
    return { signed, answer: await almere.send('/v1/transfers', signed) }
  }
  const decide = (town: Calling, transferId: string, decision: string, refusal?: string) =>
    town.send(
      `/v1/transfers/${transferId}/_decide`,
      town.sign('decideTransfer', { transferId, decision, ...(refusal && { refusal }) }),
    )
  const about = ({ caseId, notifications }: Schemas['FeedItem'], month = MONTH, more = {}) => ({
    caseId,
    month,
    notifications: notifications.map(({ creditorId, notificationId }) => ({
      creditorId,
      notificationId,
      status: 'TAKEN_UP',
    })),
    takenUpOn: '2026-09-01',
    decision: { action: 'VISIT', on: '2026-09-01' },
    contactAttempts: [],
    ...more,
  })
  const report = (town: Calling, outcome: object) =>
    town.send(
      '/v1/outcomes',
      town.sign('submitOutcomes', { reportId: randomUUID(), outcomes: [outcome] }),
    )
  const feedback = async (party: typeof WONING) =>
    ((await hub.as(party).get('/v1/feedback')).body.items as Schemas['FeedbackItem'][]).map(
      ({ notificationId, code, municipalityCode }) => [notificationId, code, municipalityCode],
    )
  const progress = async (party: typeof WONING, batch: string, number: number) => {
    const { body } = await hub.as(party).get(`/v1/notification-batches/${batch}`)
    return body.items.find((one: { notificationId: string }) => one.notificationId === id(number))
      .status as string
  }

  return { almere, ommen, caseOf, trial, prepare, offer, decide, about, report, feedback, progress }
}
