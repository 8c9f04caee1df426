import { acknowledgeUrgent, releaseUrgent } from '../../feeds/index.js'
import { sha256 } from '../../crypto/hash.js'
import { announcedTransfers } from '../../transfers/index.js'
import { operationOf } from '../../http/contract.js'
import { isUuid, randomId } from '../../kernel/identifiers.js'
import { html } from '../html.js'
import type { PageRoute } from '../page.js'
import { announcedAlert } from './pages/announced.js'
import { urgentPage } from './pages/urgent.js'
import { CASE_DUTIES, workPage } from './work-page.js'

const look = workPage({
  name: 'getUrgentFeed',
  method: 'GET',
  path: '/console/work/urgent',
  duties: CASE_DUTIES,
  async answer(view) {
    const { context, worker, speaker } = view
    const { page } = await releaseUrgent(context, worker, undefined)
    const announced = announcedAlert(speaker, await announcedTransfers(context, worker))
    return {
      title: speaker.say('urgent.title'),
      body: html`${announced} ${urgentPage(view, page.items, page.notices)}`,
      script: 'work',
    }
  },
})

const sealed = workPage({
  name: 'getUrgentFeed',
  method: 'POST',
  path: '/console/work/urgent/sealed',
  duties: CASE_DUTIES,
  async answer({ context, worker }) {
    const { page } = await releaseUrgent(context, worker, undefined)
    return { json: JSON.stringify(page), typ: operationOf('getUrgentFeed').responseTyp! }
  },
})

const seen = workPage({
  name: 'acknowledgeUrgentFeed',
  method: 'POST',
  path: '/console/work/urgent',
  duties: CASE_DUTIES,
  async answer({ context, worker, form }) {
    const urgentIds = [...form.values()].filter(isUuid)
    if (urgentIds.length > 0) {
      const acknowledgementId = randomId()
      const { fingerprint: signer } = worker
      const digest = sha256(acknowledgementId)
      await acknowledgeUrgent(context, worker, { acknowledgementId, urgentIds, digest, signer })
    }
    return { redirect: '/console/work/urgent' }
  },
})

/** What cannot wait for the month to close. */
export const URGENT_PAGES: readonly PageRoute[] = [look, sealed, seen]
