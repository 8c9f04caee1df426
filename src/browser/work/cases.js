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
import { startLetters } from './letters.js'
import { openDeliveryKeys, openEnvelope } from './opening.js'
import { all, ask, one, text } from './page.js'
import { printLetter, printVisits } from './printing.js'
import { Refusal } from './refusal.js'
import { openRunning } from './running-cases.js'
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
  for (const each of all('[data-print][data-whose="one"]')) {
    each.addEventListener('click', () => printLetter(each.dataset['print'] ?? '', contacts))
  }
  startLetters(contacts, () => opened)
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
  const { cases, lost } =
    card.dataset['running'] === 'yes'
      ? await openRunning(identity, token, month, asked, keys)
      : await openClosed(identity, month, asked, keys)
  return show(cases, lost)
}

/**
 * Named cases of a closed month, each checked under what the hub signed of that month.
 *
 * @param {HubIdentity} identity @param {string} month @param {readonly string[]} asked
 * @param {ReadonlyMap<string, CryptoKey>} keys
 */
async function openClosed(identity, month, asked, keys) {
  const token = one('[data-opening]')?.dataset['token'] ?? ''
  const answer = await ask('/console/work/sealed', { token, month, cases: asked.join(' ') })
  await requireHubSignature(identity, answer.bytes, answer.signature, CASES, 'signature')
  const released = JSON.parse(textOf(answer.bytes))
  const leaves = await requireClosedIn(identity, released, month)
  await compareWithKept(identity.logKey, released.checkpoint, token)
  const found = await openCases(released, keys, leaves)
  if (found.cases.some(({ caseId }) => !asked.includes(caseId))) throw new Refusal('cases')
  return found
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
  const shown = show(items, [])
  await nameChanges(identity, items, keys)
  return { ...shown, failed: items.filter(({ urgentId }) => !contacts.has(urgentId)).length }
}

/**
 * Whom a withdrawal is about, which carries nobody: from the item on this page that it takes back, or
 * from what still stands in its case. Of a case that is gone altogether no name is released.
 *
 * @param {HubIdentity} identity @param {readonly Item[]} items
 * @param {ReadonlyMap<string, CryptoKey>} keys
 */
async function nameChanges(identity, items, keys) {
  /** @type {Map<string, Item[]>} */
  const byMonth = new Map()
  for (const item of items) {
    const { urgentId, notification, takesBack = [], caseId, caseMonth, caseStatus } = item
    if (contacts.has(urgentId)) continue
    const { creditorId, predecessorId } = notification
    const earlier = items.find(
      ({ urgentId: other, notification: told }) =>
        contacts.has(other) &&
        told.creditorId === creditorId &&
        [predecessorId, ...takesBack].includes(told.notificationId),
    )
    const known = earlier && contacts.get(earlier['urgentId'])
    if (known !== undefined) contacts.set(urgentId, known)
    else if (caseId !== undefined && caseStatus !== 'WITHDRAWN') {
      byMonth.set(caseMonth, [...(byMonth.get(caseMonth) ?? []), item])
    }
  }
  for (const [month, about] of byMonth) {
    const asked = [...new Set(about.map(({ caseId }) => caseId))]
    // A case whose term is over is not given out any more; the lane is shown without its name.
    const { cases } = await openClosed(identity, month, asked, keys).catch((error) => {
      if (error instanceof Refusal) throw error
      return { cases: /** @type {Item[]} */ ([]) }
    })
    for (const { urgentId, caseId } of about) {
      const found = cases.find((each) => each['caseId'] === caseId)
      const contact = found && contactIn(found)
      if (contact !== undefined) contacts.set(urgentId, contact)
    }
  }
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
    const contact = contactIn(item)
    if (contact === undefined) failed += 1
    // An urgent item may name a case too, and stands on the page by its own id.
    else contacts.set(item['urgentId'] ?? item['caseId'], contact)
  }
  return { failed, lost }
}

/** @param {Item} item @returns {Contact | undefined} */
function contactIn(item) {
  const identities = item['notifications'].flatMap((/** @type {Item} */ { identity }) =>
    identity === undefined ? [] : [identity],
  )
  return identities.length === 0 ? undefined : contactOf(identities)
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
