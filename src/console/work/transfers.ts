import { parseMonth } from '../../kernel/calendar.js'
import { HubError } from '../../kernel/errors.js'
import { isUuid } from '../../kernel/identifiers.js'
import { operationOf } from '../../http/contract.js'
import type { Asked } from '../../transfers/index.js'
import {
  decideOffer,
  offerCase,
  readOffer,
  readPlan,
  readTransfers,
} from '../../workbench/index.js'
import type { PageRoute } from '../page.js'
import { GROUNDS, planPage } from './pages/transfer-plan.js'
import { offerPage, REFUSALS, transfersPage } from './pages/transfers.js'
import { CASE_DUTIES, workPage, type WorkView } from './work-page.js'

const COORDINATOR = ['COORDINATOR'] as const
const PLACE = '/console/work/transfers'
const OF_CASE = '/console/work/cases/:month/:caseId/transfer'
/** `typ` of the signature over what of a case may go, which a browser seals anew. */
const PLAN_TYPE = 'vroegsignaal-transfer-plan+jws'
/** An offer holds an envelope of some kilobytes for each notification that goes. */
const OFFER_BYTES = 2 * 1024 * 1024

const list = workPage({
  name: 'listTransfers',
  method: 'GET',
  path: PLACE,
  duties: CASE_DUTIES,
  async answer(view) {
    const transfers = await readTransfers(view.context, view.worker)
    return { title: view.speaker.say('transfer.list'), body: transfersPage(view, transfers) }
  },
})

const look = workPage({
  name: 'getTransfer',
  method: 'GET',
  path: `${PLACE}/:transfer`,
  duties: CASE_DUTIES,
  async answer(view) {
    const content = await readOffer(view.context, view.worker, transferIn(view), 'VIEW')
    const { municipalityName, municipalityCode } = content.transfer
    const name = municipalityName ?? municipalityCode
    const title = view.speaker.say('transfer.one', { name })
    return { title, body: offerPage(view, content), script: 'work' }
  },
})

/** What is sealed for the municipality, for the script of the page. */
const sealed = workPage({
  name: 'getTransfer',
  method: 'POST',
  path: `${PLACE}/:transfer/sealed`,
  duties: CASE_DUTIES,
  async answer(view) {
    const content = await readOffer(view.context, view.worker, transferIn(view), 'PULL')
    return { json: JSON.stringify(content), typ: operationOf('getTransfer').responseTyp! }
  },
})

const decide = workPage({
  name: 'decideTransfer',
  method: 'POST',
  path: `${PLACE}/:transfer`,
  duties: COORDINATOR,
  async answer(view) {
    const transferId = transferIn(view)
    const { context, worker, form } = view
    const asked = form.get('decision')
    const decision = (['ACCEPT', 'REFUSE', 'WITHDRAW'] as const).find((each) => each === asked)
    if (decision === undefined) {
      throw new HubError('request.malformed', 'An offer is accepted, refused or withdrawn.')
    }
    const refusal = REFUSALS.find((each) => each === form.get('refusal')) ?? 'OTHER'
    const about = { transferId, decision, ...(decision === 'REFUSE' && { refusal }) }
    await decideOffer(context, worker, about)
    return { redirect: decision === 'ACCEPT' ? `${PLACE}/${transferId}` : PLACE }
  },
})

const plan = workPage({
  name: 'prepareTransfer',
  method: 'GET',
  path: OF_CASE,
  duties: COORDINATOR,
  async answer(view) {
    const asked = askedIn(view, view.query['to'])
    const { month, caseId } = asked
    const planned = await readPlan(view.context, view.worker, asked, 'VIEW')
    const name = planned.municipalityName
    const title = view.speaker.say('transfer.plan', { id: caseId.slice(0, 8), name })
    return { title, body: planPage(view, month, caseId, planned), script: 'work' }
  },
})

/** The envelopes that go, for the script that seals them anew. */
const planSealed = workPage({
  name: 'prepareTransfer',
  method: 'POST',
  path: `${OF_CASE}/plan`,
  duties: COORDINATOR,
  async answer(view) {
    const asked = askedIn(view, view.form.get('to'))
    const planned = await readPlan(view.context, view.worker, asked, 'PULL')
    return { json: JSON.stringify(planned), typ: PLAN_TYPE }
  },
})

const offer = workPage({
  name: 'offerTransfer',
  method: 'POST',
  path: OF_CASE,
  duties: COORDINATOR,
  formBytes: OFFER_BYTES,
  async answer(view) {
    const { context, worker, form } = view
    const ground = GROUNDS.find((each) => each === form.get('ground')) ?? 'MOVED'
    const asked = askedIn(view, form.get('to'))
    await offerCase(context, worker, asked, ground, form.get('sealed') ?? '')
    return { redirect: PLACE }
  },
})

/** Cases that go to, and come from, another municipality. */
export const TRANSFER_PAGES: readonly PageRoute[] = [
  list,
  look,
  sealed,
  decide,
  plan,
  planSealed,
  offer,
]

function transferIn({ params }: WorkView): string {
  const transferId = params['transfer'] ?? ''
  if (!isUuid(transferId)) {
    throw new HubError('transfer.unknown', 'There is no such transfer for you to read.')
  }
  return transferId.toLowerCase()
}

function askedIn({ params }: WorkView, to = ''): Asked {
  const caseId = params['caseId'] ?? ''
  if (!isUuid(caseId)) throw new HubError('work.case_unknown', 'There is no such case.')
  if (!/^[0-9]{4}$/.test(to)) {
    const detail = 'No other municipality of this code takes part with a sealing key.'
    throw new HubError('transfer.receiver', detail)
  }
  return { month: parseMonth(params['month'] ?? ''), caseId: caseId.toLowerCase(), to }
}
