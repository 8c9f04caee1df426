import { certificateRequest, newKeyPair } from './certificate-request.js'
import { pemBlocks, type Bytes } from './bytes.js'
import { byId, save, show } from './elements.js'
import { keyFromFiles, keyWith, UnusableKey, type SigningKey } from './signing-key.js'
import type { BrowserStore } from './store.js'
import { say } from './words.js'

/** The card of the signing key. */
export interface KeyCard {
  /** The key, once there is one. */
  readonly current: () => SigningKey | undefined
}

/**
 * Brings the card to life: shows the key of this browser, takes one from files, or makes one.
 *
 * @param report Shows what went wrong, or nothing any more.
 */
export async function keyCard(
  store: BrowserStore,
  partyName: string,
  report: (message: string | undefined) => void,
): Promise<KeyCard> {
  let key = await store.key('signing')
  let waiting = await store.key('waiting')
  const render = () => {
    show('key-ready', key !== undefined)
    show('key-waiting', key === undefined && waiting !== undefined)
    show('key-none', key === undefined)
    if (key === undefined) return
    byId('key-until').textContent = say('deliver.key_ready', { day: key.until })
    byId('key-print').textContent = key.fingerprint
  }
  const attempt = (work: () => Promise<void>) => {
    report(undefined)
    work().then(render, (error: unknown) => {
      if (!(error instanceof UnusableKey)) throw error
      report(say(`deliver.key.${error.problem}`))
    })
  }
  const take = async (taken: SigningKey) => {
    await store.keepKey('signing', taken)
    await store.dropKey('waiting')
    key = taken
    waiting = undefined
    byId('key-until').focus()
  }
  onSubmit('key-form', () =>
    attempt(async () => {
      const password = byId('key-password', HTMLInputElement)
      const files = [...(byId('key-files', HTMLInputElement).files ?? [])]
      await take(await keyFromFiles(files, password.value))
      password.value = ''
    }),
  )
  onSubmit('key-certificate-form', () =>
    attempt(async () => {
      const files = [...(byId('key-certificate', HTMLInputElement).files ?? [])]
      await take(await keyWith(waiting!.privateKey, await certificatesIn(files)))
    }),
  )
  byId('key-make').addEventListener('click', () =>
    attempt(async () => {
      waiting = await newKeyPair()
      await store.keepKey('waiting', waiting)
    }),
  )
  byId('key-request').addEventListener('click', () =>
    attempt(async () => {
      const request = await certificateRequest(waiting!, partyName)
      save('signing.csr', 'application/pkcs10', request)
    }),
  )
  byId('key-forget').addEventListener('click', () =>
    attempt(async () => {
      await store.dropKey('signing')
      key = undefined
    }),
  )
  render()
  return { current: () => key }
}

/** Does something instead of sending a form. */
export function onSubmit(id: string, work: () => void): void {
  byId(id).addEventListener('submit', (event) => {
    event.preventDefault()
    work()
  })
}

async function certificatesIn(files: readonly Blob[]): Promise<Bytes[]> {
  const texts = await Promise.all(files.map((file) => file.text()))
  return texts.flatMap((text) => pemBlocks(text, 'CERTIFICATE'))
}
