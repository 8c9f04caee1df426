import { executorKeys, offerExecutorKey } from '../../workbench/index.js'
import type { PageRoute } from '../page.js'
import { executorKeyPage } from './pages/executor-key.js'

const PLACE = { path: '/console/work/executor-key', roles: ['executor'] } as const

/** The key of an executor is made before any municipality admits it: it is admitted with its key. */
const look: PageRoute = {
  ...PLACE,
  name: 'workExecutorKey',
  method: 'GET',
  async answer(view) {
    const keys = await executorKeys(view.context, view.person.id)
    return {
      title: view.speaker.say('own_key.title'),
      body: executorKeyPage(view, keys),
      script: 'work',
    }
  },
}

const offer: PageRoute = {
  ...PLACE,
  name: 'offerExecutorKey',
  method: 'POST',
  async answer({ context, person, form }) {
    const key = { kty: 'EC', crv: 'P-256', x: form.get('x') ?? '', y: form.get('y') ?? '' }
    const entry = { actorKey: person.fingerprint, ...person.trace }
    await offerExecutorKey(context, person.id, entry, key)
    return { redirect: '/console/work/executor-key' }
  },
}

/** The key for which municipalities seal what an executor may know. */
export const EXECUTOR_KEY_PAGES: readonly PageRoute[] = [look, offer]
