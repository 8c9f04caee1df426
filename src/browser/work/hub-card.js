// The card of the page of keys about the hub: what is kept of it, a file of it, taking it over.
import { areSame, keepHub, keptHub, readHub } from './hub-pin.js'
import { all, download, one, text } from './page.js'

/** @typedef {import('./hub-signature.js').HubIdentity} HubIdentity */

/** Makes the card work. */
export async function startHub() {
  const card = one('[data-hub]')
  if (card === undefined) return
  const shown = await readHub(card.dataset['hub'] ?? '')
  describe('[data-hub-now]', shown)
  one('[data-hub-trust]')?.addEventListener('submit', (event) => {
    event.preventDefault()
    void keepHub(shown).then(() => tell(shown))
  })
  one('[data-hub-load]')?.addEventListener('submit', (event) => {
    event.preventDefault()
    void load(shown)
  })
  one('[data-hub-file]')?.addEventListener('click', () => void save())
  await tell(shown)
}

/** @param {HubIdentity} shown What the hub says of itself now. */
async function tell(shown) {
  const kept = await keptHub()
  const file = one('[data-hub-file]')
  if (file !== undefined) file.hidden = kept === undefined
  if (kept === undefined) return say(text('hub_none'))
  describe('[data-hub-kept]', kept)
  const isSame = areSame(kept, shown)
  // What was compared already needs no comparing.
  for (const each of all('[data-hub-now], [data-hub-trust]')) each.hidden = isSame
  say(text(isSame ? 'hub_same' : 'hub_other'))
}

/** @param {HubIdentity} shown */
async function load(shown) {
  const input = document.getElementById('hub-file')
  const file = input instanceof HTMLInputElement ? input.files?.[0] : undefined
  if (file === undefined) return
  try {
    await keepHub(await readHub(await file.text()))
    await tell(shown)
  } catch {
    say(text('hub_unreadable'))
  }
}

async function save() {
  const kept = await keptHub()
  if (kept === undefined) return
  download('hub.json', `${JSON.stringify(kept, undefined, 2)}\n`, 'application/json')
}

/**
 * Hub, names of the keys, key of the log: the same that `vroegsignaal connect` prints.
 *
 * @param {string} selector @param {HubIdentity} identity
 */
function describe(selector, { hub, keys, logKey }) {
  /** @type {Readonly<Record<string, string>>} */
  const said = { hub, keys: keys.map(({ kid }) => String(kid)).join('\n'), log: logKey }
  for (const place of one(selector)?.querySelectorAll('[data-hub-part]') ?? []) {
    if (place instanceof HTMLElement) place.textContent = said[place.dataset['hubPart'] ?? ''] ?? ''
  }
  const list = one(selector)
  if (list !== undefined) list.hidden = false
}

/** @param {string} said */
function say(said) {
  const place = one('[data-hub-said]')
  if (place !== undefined) place.textContent = said
}
