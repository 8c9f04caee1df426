// The page of keys: what lies in this browser, loading one, making one, answering a challenge.
import { textOf } from './bytes.js'
import { backUp, openFor } from './jwe.js'
import { forgetKey, keepKey, keptKeys } from './key-store.js'
import { all, download, one, text } from './page.js'
import { importPrivate, newPrivateJwk, readKeyFile } from './private-key.js'

const LEAST = 12

/** Makes the page work. */
export async function startKeys() {
  if (one('[data-work="keys"]') === undefined) return
  onSubmit('[data-load]', load)
  onSubmit('[data-make]', make)
  await list()
  await answer()
}

/**
 * Both forms stay in the browser: they have no address, and their fields no names.
 *
 * @param {string} selector @param {() => Promise<void>} work
 */
function onSubmit(selector, work) {
  one(selector)?.addEventListener('submit', (event) => {
    event.preventDefault()
    void work()
  })
}

async function list() {
  const place = one('[data-keys]')
  if (place === undefined) return
  const keys = await keptKeys().catch(() => [])
  const lines = keys.map(({ id }) => {
    const line = document.createElement('li')
    const name = document.createElement('code')
    name.textContent = id
    const button = document.createElement('button')
    button.type = 'button'
    button.className = 'utrecht-button utrecht-button--secondary-action'
    button.textContent = place.dataset['remove'] ?? ''
    button.setAttribute('aria-label', `${button.textContent} ${id.slice(0, 8)}`)
    button.addEventListener('click', () => void forgetKey(id).then(list))
    line.append(name, ' ', button)
    return line
  })
  if (lines.length === 0) {
    const line = document.createElement('li')
    line.textContent = place.dataset['none'] ?? ''
    lines.push(line)
  }
  place.replaceChildren(...lines)
}

async function load() {
  const file = field('key-file')?.files?.[0]
  const passphrase = field('passphrase')
  if (file === undefined || passphrase === undefined) return
  try {
    await keepKey(await readKeyFile(await file.text(), passphrase.value))
    passphrase.value = ''
    say('[data-load-said]', text('loaded'))
    await list()
  } catch {
    say('[data-load-said]', text('unreadable'))
  }
}

async function make() {
  const passphrase = field('new-passphrase')
  const form = one('[data-offer]')
  if (passphrase === undefined || !(form instanceof HTMLFormElement)) return
  if (passphrase.value.trim().length < LEAST) return say('[data-make-said]', text('short'))
  const jwk = await newPrivateJwk()
  // The backup first: a key that exists only here would be lost with this browser.
  download(`${jwk.kid}.backup`, await backUp(jwk, passphrase.value.trim()), 'application/jose')
  await keepKey(await importPrivate(/** @type {JsonWebKey} */ (jwk)))
  passphrase.value = ''
  for (const name of /** @type {const} */ (['x', 'y'])) {
    const input = form.elements.namedItem(name)
    if (input instanceof HTMLInputElement) input.value = jwk[name] ?? ''
  }
  form.hidden = false
  say('[data-make-said]', text('made'))
  await list()
}

/** Shows what only the private key of an offered key can know. */
async function answer() {
  for (const place of all('[data-challenge]')) {
    const { challenge = '', key: id = '' } = place.dataset
    const kept = (await keptKeys()).find((each) => each.id === id)
    if (kept === undefined) continue
    const opened = textOf(await openFor(kept.key, challenge, 'vroegsignaal-challenge'))
    if (/^[A-Za-z0-9_-]{43}$/.test(opened)) place.textContent = opened
  }
}

/** @param {string} id */
function field(id) {
  const found = document.getElementById(id)
  return found instanceof HTMLInputElement ? found : undefined
}

/** @param {string} selector @param {string} said */
function say(selector, said) {
  const place = one(selector)
  if (place !== undefined) place.textContent = said
}
