import { jwkSetOf } from '../crypto/hub-keys.js'
import { dayOf, monthOf, monthsBefore, parseMonth } from '../kernel/calendar.js'
import { readQuality } from '../quality/index.js'
import { ASKED_PAUSE_PAGES } from './asked-pauses.js'
import { assetFor } from './assets.js'
import type { NavItem } from './layout.js'
import type { PageRoute } from './page.js'
import { deliverPage } from './pages/deliver.js'
import { qualityPage } from './pages/quality.js'

/** What people of creditors and agents find in the navigation. */
export const CREDITOR_NAV: readonly NavItem[] = [
  { path: '/console/deliver', label: 'nav.deliver' },
  { path: '/console/pauses', label: 'nav.pauses' },
  { path: '/console/quality', label: 'nav.quality' },
]

/** Months that can be chosen: the present one and the year before it. */
const MONTHS_BACK = 12

const deliver: PageRoute = {
  name: 'consoleDeliver',
  method: 'GET',
  path: '/console/deliver',
  roles: ['creditor', 'agent'],
  async answer({ context, person, speaker }) {
    const { config, clock, keys } = context
    const body = deliverPage(speaker, {
      hub: config.hubId,
      publicUrl: config.publicUrl,
      keys: JSON.stringify(jwkSetOf(keys)),
      party: person.id,
      partyName: person.name,
      now: clock.now(),
      checker: assetFor('checkReceipt').path,
    })
    return { title: speaker.say('deliver.title'), body, script: 'deliver' }
  },
}

const quality: PageRoute = {
  name: 'consoleQuality',
  method: 'GET',
  path: '/console/quality',
  roles: ['creditor', 'agent'],
  async answer({ context, person, speaker, query }) {
    const now = monthOf(dayOf(context.clock.now()))
    const asked = query['month'] === undefined ? now : parseMonth(query['month'])
    const months = Array.from({ length: MONTHS_BACK + 1 }, (_, back) => monthsBefore(now, back))
    const found = await readQuality(context, person, asked, 'consoleQuality')
    return { title: speaker.say('quality.title'), body: qualityPage(speaker, found, months) }
  },
}

/** Pages of creditors and agents; what they deliver goes through the API like everybody's. */
export const CREDITOR_PAGES: readonly PageRoute[] = [deliver, ...ASKED_PAUSE_PAGES, quality]
