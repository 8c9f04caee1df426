// The list of cases, one case, and the urgent lane: opened when somebody asks for it, for as long as
// the page stands. Nothing of it is kept, and nothing goes back to the hub.
import { openContact, sealContact } from './assignment.js'
import { contactOf } from './contact.js'
import { keptKeys } from './key-store.js'
import { openDeliveryKeys, openIdentity } from './opening.js'
import { all, ask, download, one, print, text } from './page.js'
import { csvOf, HEADINGS, rowsOf } from './rows.js'
import { workbookOf } from './xlsx.js'

/** @typedef {Record<string, any>} Item */
/** @typedef {import('./contact.js').Contact} Contact */

const SHEET = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet'

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
  button.disabled = false
  button.addEventListener('click', () => void openAll(card, button))
  for (const each of all('[data-take]')) {
    each.addEventListener('click', () => take(each.dataset['take'] ?? 'json', card))
  }
  one('[data-visits]')?.addEventListener('click', ({ currentTarget }) => {
    if (currentTarget instanceof HTMLElement) printVisits(currentTarget.dataset['visits'] ?? '')
  })
  one('[data-assign]')?.addEventListener('submit', (event) => {
    event.preventDefault()
    if (event.target instanceof HTMLFormElement) void assign(event.target)
  })
  for (const each of all('[data-print]')) {
    each.addEventListener('click', () => printLetter(each.dataset['print'] ?? ''))
  }
}

/** @param {HTMLElement} card @param {HTMLButtonElement} button */
async function openAll(card, button) {
  button.disabled = true
  say(text('busy'))
  try {
    const begun = performance.now()
    const released = await release(card)
    const { failed, lost } = released.assigned
      ? await openAssigned(released.assigned)
      : await openReleased(released)
    for (const [id, contact] of contacts) fill(id, contact)
    document.body.dataset['openedMs'] = String(Math.round(performance.now() - begun))
    const counts = { count: contacts.size, failed }
    say(text(failed > 0 ? 'partly' : 'done', counts))
    for (const each of all('[data-opened]')) each.hidden = contacts.size === 0
    for (const each of all('[data-print], [data-after-opening]')) each.removeAttribute('disabled')
    offerRedelivery(lost)
  } catch {
    say(text('failed'))
  }
  button.disabled = false
}

/** @param {HTMLElement} card */
function release(card) {
  const token = card.dataset['token'] ?? ''
  if (one('[data-work="assigned"]') !== undefined) {
    return ask('/console/work/assigned/sealed', { token })
  }
  if (one('[data-work="urgent"]') !== undefined) {
    return ask('/console/work/urgent/sealed', { token })
  }
  const cases = all('[data-case]').map((each) => each.dataset['case'] ?? '')
  const month = card.dataset['month'] ?? ''
  return ask('/console/work/sealed', { token, month, cases: [...new Set(cases)].join(' ') })
}

/** @param {{ items: Item[], deliveryKeys: import('./opening.js').Wrapped[] }} released */
async function openReleased({ items, deliveryKeys }) {
  const keys = new Map((await keptKeys()).map(({ id, key }) => [id, key]))
  const delivery = await openDeliveryKeys(deliveryKeys, keys)
  let failed = 0
  /** @type {string[]} */
  const lost = []
  opened = await Promise.all(
    items.map(async (item) => {
      const id = item['caseId'] ?? item['urgentId']
      const listed = item['notifications'] ?? [item['notification']]
      const notifications = await Promise.all(
        listed.map(async (/** @type {Item} */ { sealedIdentity, ...notification }) => {
          const identity = await openIdentity(
            /** @type {any} */ ({ ...notification, sealedIdentity }),
            delivery,
          )
          const isLost = identity === undefined && sealedIdentity?.jwe !== undefined
          if (isLost && item['caseId'] !== undefined) lost.push(id)
          const { withheld } = sealedIdentity ?? {}
          return { ...notification, ...(identity && { identity }), ...(withheld && { withheld }) }
        }),
      )
      const identities = notifications.flatMap(({ identity }) => identity ?? [])
      if (identities.length > 0) contacts.set(id, contactOf(identities))
      else failed += 1
      return { ...item, notifications }
    }),
  )
  return { failed, lost: [...new Set(lost)] }
}

/**
 * What a municipality sealed for this executor.
 *
 * @param {readonly Item[]} assigned
 */
async function openAssigned(assigned) {
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

/** @param {string} id @param {Contact} contact */
function fill(id, { name, address, phone, email }) {
  /** @type {Readonly<Record<string, readonly string[]>>} */
  const values = { name: [name], address, phone, email }
  for (const cell of all(`[data-for="${id}"]`)) {
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

/** @param {string} form @param {HTMLElement} card */
function take(form, card) {
  const name = `${card.dataset['month'] || 'urgent'}.${form}`
  if (form === 'json') {
    return download(
      name,
      `${JSON.stringify({ cases: opened }, undefined, 2)}\n`,
      'application/json',
    )
  }
  const rows = [HEADINGS, ...rowsOf(opened)]
  if (form === 'csv') return download(name, csvOf(rows), 'text/csv;charset=utf-8')
  return download(name, workbookOf(rows), SHEET)
}

/**
 * Name, address, telephone and until when, in the order of the list; neither creditors nor amounts.
 *
 * @param {string} title
 */
function printVisits(title) {
  const sheet = document.createElement('section')
  const heading = document.createElement('h1')
  heading.textContent = title
  const list = document.createElement('ol')
  for (const item of opened) {
    const contact = contacts.get(item['assignmentId'] ?? item['caseId'] ?? item['urgentId'])
    if (contact === undefined || item['statusAtPull'] === 'WITHDRAWN') continue
    const line = document.createElement('li')
    const parts = [
      contact.name,
      ...contact.address,
      contact.phone.join(', '),
      item['deadlineOn'] ?? '',
    ]
    line.textContent = parts.filter(Boolean).join(' · ')
    list.append(line)
  }
  sheet.append(heading, list)
  print(sheet)
}

/** @param {string} which */
function printLetter(which) {
  const template = one(`[data-letter="${which}"]`)
  const [contact] = contacts.values()
  if (template === undefined || contact === undefined) return
  const date = new Intl.DateTimeFormat(template.lang === 'nl' ? 'nl-NL' : 'en-GB', {
    dateStyle: 'long',
  }).format(new Date(`${template.dataset['today']}T12:00:00`))
  /** @type {Readonly<Record<string, string>>} */
  const values = { name: contact.name, address: contact.address.join('\n'), date }
  const sheet = document.createElement('pre')
  sheet.lang = template.lang
  sheet.textContent = (template.textContent ?? '').replaceAll(
    /\{(\w+)\}/g,
    (whole, name) => values[name] ?? whole,
  )
  print(sheet)
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
