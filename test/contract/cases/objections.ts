import { randomUUID } from 'node:crypto'
import type { OperationId } from '../../../src/http/contract.js'
import { ALMERE, OFFICER } from '../../helpers/hub.js'
import { OMMEN_OFFICER, RESIDENT, type PopulatedHub } from '../../helpers/populated-hub.js'
import type { OperationCase } from '../operation-case.js'
import { asPerson } from './persons.js'

const rightful = OFFICER
const other = OMMEN_OFFICER
const notPersonal = { status: 403, body: { code: 'certificate.not_personal' } }
const caller = (hub: PopulatedHub) => asPerson(hub, OFFICER, 'fg-api')
const stranger = (hub: PopulatedHub) => asPerson(hub, OMMEN_OFFICER, 'fg-ommen')

function registration(kind: string) {
  const about = { municipalityCode: ALMERE, ...RESIDENT }
  return {
    requestId: randomUUID(),
    kind,
    reason: 'Case 2026-31',
    receivedOn: '2026-08-31',
    ...about,
  }
}

/** Registers one to be read, lifted or answered. */
async function registered(hub: PopulatedHub, kind: string): Promise<string> {
  const officer = await caller(hub)
  const fields = registration(kind)
  const { status, text } = await officer.send(
    '/v1/objections',
    officer.sign('registerObjection', fields),
  )
  if (status !== 201) throw new Error(`nothing was registered: ${text}`)
  return fields.requestId
}

const read = new WeakMap<PopulatedHub, Promise<string>>()

/** The one that is read; registered once. */
function readable(hub: PopulatedHub): Promise<string> {
  const found = read.get(hub) ?? registered(hub, 'ACCESS')
  read.set(hub, found)
  return found
}

/** Requests of residents of Almere: for persons who review its log, and for nobody else. */
export const OBJECTION_CASES = {
  listObjections: {
    rightful,
    caller,
    wish: () => ({ path: '/v1/objections' }),
    status: 200,
    other,
    refused: notPersonal,
    async alsoTried(t, hub) {
      const answer = await (await stranger(hub)).get('/v1/objections')
      t.match(answer, { status: 200, body: { municipalities: [{ requests: [] }] } })
      return [answer]
    },
  },
  registerObjection: {
    rightful,
    caller,
    wish: () => ({ path: '/v1/objections', fields: registration('RECTIFICATION') }),
    status: 201,
    other,
    refused: notPersonal,
    async alsoTried(t, hub) {
      const officer = await stranger(hub)
      const signed = officer.sign('registerObjection', registration('OBJECTION'))
      const answer = await officer.send('/v1/objections', signed)
      t.match(answer, { status: 403, body: { code: 'party.role_not_allowed' } })
      return [answer]
    },
  },
  getObjection: {
    rightful,
    caller,
    wish: async (hub) => ({ path: `/v1/objections/${await readable(hub)}` }),
    status: 200,
    other,
    refused: notPersonal,
    async alsoTried(t, hub) {
      const path = `/v1/objections/${await readable(hub)}`
      const answer = await (await stranger(hub)).get(path)
      t.match(answer, { status: 404, body: { code: 'route.unknown' } })
      return [answer]
    },
  },
  liftObjection: {
    rightful,
    caller,
    async wish(hub) {
      const requestId = await registered(hub, 'RECTIFICATION')
      return { path: `/v1/objections/${requestId}/_lift`, fields: { requestId } }
    },
    status: 200,
    other,
    refused: notPersonal,
  },
  answerObjection: {
    rightful,
    caller,
    async wish(hub) {
      const requestId = await registered(hub, 'ACCESS')
      return { path: `/v1/objections/${requestId}/_answer`, fields: { requestId, answer: 'GIVEN' } }
    },
    status: 200,
    other,
    refused: notPersonal,
  },
} satisfies Partial<Record<OperationId, OperationCase>>
