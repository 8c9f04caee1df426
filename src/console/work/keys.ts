import { readLogFile } from '../../access-log/index.js'
import type { Context } from '../../context.js'
import { jwkSetOf } from '../../crypto/hub-keys.js'
import { HubError } from '../../kernel/errors.js'
import { confirmSealingKey, listSealingKeys, putSealingKey } from '../../sealing-keys/index.js'
import type { Answer, PageRoute } from '../page.js'
import { keysPage } from './pages/keys.js'
import { CASE_DUTIES, workPage, type WorkView } from './work-page.js'

const PLACE = { path: '/console/work/keys', duties: CASE_DUTIES } as const

const look = workPage({
  ...PLACE,
  name: 'listSealingKeys',
  method: 'GET',
  answer: (view) => shown(view),
})

/** Only the public half is sent; what the offer is answered with only its private half can open. */
const offer = workPage({
  ...PLACE,
  name: 'putSealingKey',
  method: 'POST',
  duties: ['COORDINATOR'],
  async answer(view) {
    const { context, worker, form } = view
    const known = await listSealingKeys(context, worker)
    const version = Math.max(0, ...known.map((key) => key.version)) + 1
    const key = { kty: 'EC', crv: 'P-256', x: form.get('x') ?? '', y: form.get('y') ?? '' }
    const offered = await putSealingKey(context, worker, worker.fingerprint, { version, key })
    return shown(view, offered)
  },
})

const confirm = workPage({
  ...PLACE,
  path: '/console/work/keys/confirm',
  name: 'confirmSealingKey',
  method: 'POST',
  async answer({ context, worker, form }) {
    const keyId = form.get('keyId') ?? ''
    const challenge = form.get('challenge') ?? ''
    if (!/^[A-Za-z0-9_-]{43}$/.test(keyId)) {
      throw new HubError('sealing_key.unknown', 'No key of this name was offered.')
    }
    const confirmation = { keyId, signedKeyId: keyId, challenge }
    await confirmSealingKey(context, worker, worker.fingerprint, confirmation)
    return { redirect: '/console/work/keys' }
  },
})

/** Keys of the municipality: those in this browser, and those for which the hub seals. */
export const KEY_PAGES: readonly PageRoute[] = [look, offer, confirm]

async function shown(
  view: WorkView,
  offered?: { readonly keyId: string; readonly challenge: string },
): Promise<Answer> {
  const keys = await listSealingKeys(view.context, view.worker)
  return {
    title: view.speaker.say('keys.title'),
    body: keysPage(view, keys, await hubIdentity(view.context), offered),
    script: 'work',
  }
}

/**
 * What the hub says of itself, as `hub.json` of the command line holds it; `undefined` before its log
 * began. A browser believes it only once a person compared it.
 */
async function hubIdentity(context: Context): Promise<string | undefined> {
  const logKey = await readLogFile(context, 'vkey')
  if (logKey === undefined) return undefined
  const { keys, config } = context
  return JSON.stringify({
    hub: config.hubId,
    ...jwkSetOf(keys),
    logKey: logKey.bytes.toString('utf8').trim(),
    ...(keys.signing.sandbox === true && { sandbox: true }),
  })
}
