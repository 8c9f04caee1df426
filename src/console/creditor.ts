import { jwkSetOf } from '../crypto/hub-keys.js'
import { assetFor } from './assets.js'
import type { NavItem } from './layout.js'
import type { PageRoute } from './page.js'
import { deliverPage } from './pages/deliver.js'

/** What people of creditors and agents find in the navigation. */
export const CREDITOR_NAV: readonly NavItem[] = [{ path: '/console/deliver', label: 'nav.deliver' }]

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

/** Pages of creditors and agents; what they deliver goes through the API like everybody's. */
export const CREDITOR_PAGES: readonly PageRoute[] = [deliver]
