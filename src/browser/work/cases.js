// The list of cases, one case, and the urgent lane: opened when somebody asks for it, for as long as
// the page stands. Nothing of it is kept, and nothing goes back to the hub.
import { openContact, sealContact } from './assignment.js'
import { textOf } from './bytes.js'
import { openCases, requireClosedIn } from './checked-cases.js'
import { contactOf } from './contact.js'
import { takeAlong } from './files.js'
import { keptHub } from './hub-pin.js'
import { requireHubSignature } from './hub-signature.js'
import { keptKeys } from './key-store.js'
import { compareWithKept } from './kept-log.js'
import { openDeliveryKeys, openEnvelope } from './opening.js'
import { all, ask, one, text } from './page.js'
import { printLetter, printVisits } from './printing.js'
import { Refusal } from './refusal.js'
import { refusalText } from './said.js'
import { openTransfer } from './transfer.js'

/** @typedef {Record<string, any>} Item */
/** @typedef {import('./contact.js').Contact} Contact */
/** @typedef {import('./hub-signature.js').HubIdentity} HubIdentity */

const CASES = 'vroegsignaal-cases+jws'
const URGENT = 'vroegsignaal-urgent-page+jws'

/** @type {Item[]} */
let opened = []
/** @type {Map<string, Contact>} */
const contacts = new Map()

/** Makes the card of the page work. */
export async function startOpening() {
  const card = one('[data-opening]')
  const button = card?.querySelector('[data-open]')
  if (card === undefined || !(button instanceof HTMLButtonElement)) return
  const keys = await keptKeys().catch(() => [])
  if (keys.length === 0) return say(text('no_key'))
  // What a municipality sealed for its executor is not the hub's to sign.
  const isAssigned = one('[data-work="assigned"]') !== undefined
  const identity = isAssigned ? undefined : await keptHub().catch(() => undefined)
  if (identity === undefined && !isAssigned) return say(text('no_hub'))
  button.disabled = false
  button.addEventListener('click', () => void openAll(card, button, identity))
  for (const each of all('[data-take]')) {
    each.addEventListener('click', () => {
      takeAlong(each.dataset['take'] ?? 'json', card.dataset['month'] || 'urgent', opened)
    })
  }
  one('[data-visits]')?.addEventListener('click', ({ currentTarget }) => {
    if (!(currentTarget instanceof HTMLElement)) return
    printVisits(currentTarget.dataset['visits'] ?? '', opened, contacts)
  })
  one('[data-assign]')?.addEventListener('submit', (event) => {
    event.preventDefault()
    if (event.target instanceof HTMLFormElement) void assign(event.target)
  })
  for (const each of all('[data-print]')) {
    each.addEventListener('click', () => printLetter(each.dataset['print'] ?? '', contacts))
  }
}

/**
 * @param {HTMLElement} card @param {HTMLButtonElement} button
 * @param {HubIdentity | undefined} identity
 */
async function openAll(card, button, identity) {
  button.disabled = true
  say(text('busy'))
  try {
    const begun = performance.now()
    const { failed, lost } = await openShown(card, identity)
    fill()
    document.body.dataset['openedMs'] = String(Math.round(performance.now() - begun))
    document.body.dataset['envelopes'] = String(countOpened())
    say(text(failed > 0 ? 'partly' : 'done', { count: contacts.size, failed }))
    for (const each of all('[data-opened]')) each.hidden = contacts.size === 0
    for (const each of all('[data-print], [data-after-opening]')) each.removeAttribute('disabled')
    offerRedelivery(lost)
  } catch (error) {
    say(error instanceof Refusal ? refusalText(error) : text('failed'))
  }
  button.disabled = false
}

/**
 * Asks for what the page shows, checks all of it, and opens it.
 *
 * @param {HTMLElement} card @param {HubIdentity | undefined} identity
 * @returns {Promise<{ failed: number, lost: string[] }>}
 */
async function openShown(card, identity) {
  const token = card.dataset['token'] ?? ''
  if (identity === undefined)
    return openAssigned(await ask('/console/work/assigned/sealed', { token }))
  const keys = new Map((await keptKeys()).map(({ id, key }) => [id, key]))
  if (one('[data-work="urgent"]') !== undefined) {
    return openUrgent(identity, await ask('/console/work/urgent/sealed', { token }), keys)
  }
  const offered = one('[data-work="transfer"]')?.dataset['case']
  if (offered !== undefined) {
    const answer = await ask(`/console/work/transfers/${offered}/sealed`, { token })
    return show([await openTransfer(identity, answer, offered, keys)], [])
  }
  const asked = [...new Set(all('[data-case]').map((each) => each.dataset['case'] ?? ''))]
  const month = card.dataset['month'] ?? ''
  const answer = await ask('/console/work/sealed', { token, month, cases: asked.join(' ') })
  await requireHubSignature(identity, answer.bytes, answer.signature, CASES, 'signature')
  const released = JSON.parse(textOf(answer.bytes))
  const leaves = await requireClosedIn(identity, released, month)
  await compareWithKept(identity.logKey, released.checkpoint, token)
  const { cases, lost } = await openCases(released, keys, leaves)
  if (cases.some(({ caseId }) => !asked.includes(caseId))) throw new Refusal('cases')
  return show(cases, lost)
}

/**
 * The lane has no root: its pages are signed as they are.
 *
 * @param {HubIdentity} identity @param {Awaited<ReturnType<typeof ask>>} answer
 * @param {ReadonlyMap<string, CryptoKey>} keys
 */
async function openUrgent(identity, { bytes, signature }, keys) {
  await requireHubSignature(identity, bytes, signature, URGENT, 'signature')
  const page = JSON.parse(textOf(bytes))
  if (page.hub !== identity.hub) throw new Refusal('statement')
  const delivery = await openDeliveryKeys(page.deliveryKeys, keys)
  const items = await Promise.all(
    page.items.map(async (/** @type {Item} */ item) => {
      const { sealedIdentity, ...notification } = item['notification']
      const listed = { ...notification, sealedIdentity }
      const found = await openEnvelope(listed, delivery, item['urgentId'])
      const { withheld, disputed } = sealedIdentity ?? {}
      const shown = found ? { identity: found.item } : { ...(withheld && { withheld }) }
      const said = { ...notification, ...(disputed && { disputed }), ...shown }
      return { ...item, notifications: [said] }
    }),
  )
  return show(items, [])
}

/**
 * What a municipality sealed for this executor.
 *
 * @param {Awaited<ReturnType<typeof ask>>} answer
 */
async function openAssigned({ bytes }) {
  /** @type {Item[]} */
  const assigned = JSON.parse(textOf(bytes)).assigned
  const keys = new Map((await keptKeys()).map(({ id, key }) => [id, key]))
  const shown = new Set(all('[data-case]').map((each) => each.dataset['case']))
  let failed = 0
  opened = assigned.filter(({ assignmentId }) => shown.has(assignmentId))
  for (const item of opened) {
    const contact = await openContact(keys.get(item['keyId']), item['jwe'], item['caseId'])
    if (contact === undefined) failed += 1
    else contacts.set(item['assignmentId'], contact)
  }
  return { failed, lost: [] }
}

/** @param {Item[]} cases @param {string[]} lost */
function show(cases, lost) {
  opened = cases
  let failed = 0
  for (const item of cases) {
    const identities = item['notifications'].flatMap((/** @type {Item} */ { identity }) =>
      identity === undefined ? [] : [identity],
    )
    if (identities.length === 0) failed += 1
    else contacts.set(item['caseId'] ?? item['urgentId'], contactOf(identities))
  }
  return { failed, lost }
}

function countOpened() {
  return opened.reduce(
    (total, { notifications = [] }) =>
      total + notifications.filter((/** @type {Item} */ { identity }) => identity).length,
    0,
  )
}

/** Every place of the page that waits for somebody's name, address, telephone or e-mail. */
function fill() {
  for (const cell of all('[data-for]')) {
    const contact = contacts.get(cell.dataset['for'] ?? '')
    if (contact === undefined) continue
    const { name, address, phone, email } = contact
    /** @type {Readonly<Record<string, readonly string[]>>} */
    const values = { name: [name], address, phone, email }
    const lines = values[cell.dataset['of'] ?? ''] ?? []
    cell.replaceChildren(
      ...lines.flatMap((line, at) => (at === 0 ? [line] : [document.createElement('br'), line])),
    )
  }
}

/** @param {readonly string[]} lost Cases of which an envelope is there that no key here opens. */
function offerRedelivery(lost) {
  const form = one('[data-lost]')
  const field = form?.querySelector('[data-lost-cases]')
  if (form === undefined || !(field instanceof HTMLInputElement)) return
  form.hidden = lost.length === 0
  field.value = lost.join(' ')
}

/**
 * Seals what an executor may know for its key, and sends that alone.
 *
 * @param {HTMLFormElement} form
 */
async function assign(form) {
  const caseId = form.dataset['assign'] ?? ''
  const contact = contacts.get(caseId)
  const chosen = form.querySelector('option:checked')
  if (contact === undefined || !(chosen instanceof HTMLOptionElement)) return
  const { key: keyId = '', jwk = '{}' } = chosen.dataset
  const jwe = await sealContact(JSON.parse(jwk), keyId, caseId, contact)
  for (const [name, value] of Object.entries({ keyId, jwe })) {
    const input = form.elements.namedItem(name)
    if (input instanceof HTMLInputElement) input.value = value
  }
  form.submit()
}

/** @param {string} said */
function say(said) {
  const place = one('[data-say]')
  if (place !== undefined) place.textContent = said
}
