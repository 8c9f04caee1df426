// The page on which somebody with an invitation makes keys. They exist in this page and in the files
// that the person saves; what is sent is the code and two requests.
import { JOIN_TEXTS } from '../console/texts/join.js'
import { pemBlocks, type Bytes } from './bytes.js'
import { certificateRequest, newKeyPair } from './certificate-request.js'
import { byId, make, saveBytes, show } from './elements.js'
import { newPassword, writePkcs12 } from './pkcs12-write.js'

/** What the hub answers with. */
interface Answer {
  readonly party: string
  readonly holder: string
  readonly transport: string
  readonly signing: string
  readonly notAfter: string
}

const PKCS12 = 'application/x-pkcs12'
const isDutch = document.documentElement.lang !== 'en'

function say(key: keyof typeof JOIN_TEXTS, values: Readonly<Record<string, string>> = {}): string {
  const text: string = JOIN_TEXTS[key][isDutch ? 0 : 1]
  return text.replaceAll(/\{(\w+)\}/g, (_, name: string) => values[name] ?? '')
}

show('no-script', false)
show('join', true)

/** Made once and kept for this page, so that a repeat after a lost answer is the very same request. */
let asked: Promise<{
  readonly keys: { readonly transport: CryptoKeyPair; readonly signing: CryptoKeyPair }
  readonly requests: { readonly transport: string; readonly signing: string }
}>

function prepared(): typeof asked {
  asked ??= (async () => {
    const keys = { transport: await newKeyPair(true), signing: await newKeyPair(true) }
    const requests = {
      transport: await certificateRequest(keys.transport, 'vroegsignaal transport'),
      signing: await certificateRequest(keys.signing, 'vroegsignaal signing'),
    }
    return { keys, requests }
  })()
  return asked
}

async function join(code: string): Promise<void> {
  byId('status').textContent = say('working')
  const { keys, requests } = await prepared()
  const answer = await fetch('/join/certificates', {
    method: 'POST',
    headers: { 'Content-Type': 'application/json' },
    body: JSON.stringify({ code, ...requests }),
    redirect: 'error',
  }).catch(() => undefined)
  if (answer?.ok !== true) {
    const problem = (await answer?.json().catch(() => ({}))) as { code?: string } | undefined
    const isUnknown = problem?.code === 'invitation.unknown'
    report(isUnknown ? say('unknown') : say('failed', { code: problem?.code ?? 'network' }))
    return
  }
  const issued = (await answer.json()) as Answer
  const password = newPassword()
  const files = {
    transport: await packed(keys.transport, issued.transport, issued.holder, password),
    signing: await packed(keys.signing, issued.signing, `${issued.holder} signing`, password),
  }
  byId('party').textContent = issued.party
  byId('until').textContent = issued.notAfter.slice(0, 10)
  byId('password').textContent = password
  const unsaved = new Set<string>(['transport', 'signing'])
  for (const name of ['transport', 'signing'] as const) {
    byId(`save-${name}`).addEventListener('click', () => {
      saveBytes(`${name}.p12`, PKCS12, files[name])
      unsaved.delete(name)
    })
  }
  window.addEventListener('beforeunload', (event) => {
    if (unsaved.size > 0) event.preventDefault()
  })
  show('join', false)
  show('made', true)
  byId('made').focus()
}

async function packed(
  { privateKey }: CryptoKeyPair,
  chain: string,
  name: string,
  password: string,
): Promise<Bytes> {
  const key = new Uint8Array(await crypto.subtle.exportKey('pkcs8', privateKey))
  return writePkcs12(key, pemBlocks(chain, 'CERTIFICATE'), name, password)
}

function report(message: string): void {
  const alert = { class: 'utrecht-alert utrecht-alert--error' }
  byId('problem').replaceChildren(make('div', alert, make('p', {}, message)))
}

let isBusy = false
byId('code-form').addEventListener('submit', (event) => {
  event.preventDefault()
  if (isBusy) return
  isBusy = true
  byId('problem').replaceChildren()
  join(byId('code', HTMLInputElement).value)
    .catch(() => report(say('failed', { code: 'page' })))
    .finally(() => {
      isBusy = false
      byId('status').textContent = ''
    })
})
