// What is printed: the list of visits, and letter and card as templates that are filled in here.
import { one, print } from './page.js'

/** @typedef {Record<string, any>} Item */
/** @typedef {import('./contact.js').Contact} Contact */

/**
 * Number, name, address, telephone and until when, in the order of the list; neither creditors nor
 * amounts. A withdrawal names nobody but the number, so it stands before the name.
 *
 * @param {string} title @param {readonly Item[]} opened @param {ReadonlyMap<string, Contact>} contacts
 */
export function printVisits(title, opened, contacts) {
  const sheet = document.createElement('section')
  const heading = document.createElement('h1')
  heading.textContent = title
  const list = document.createElement('ol')
  for (const item of opened) {
    const contact = contacts.get(item['assignmentId'] ?? item['urgentId'] ?? item['caseId'])
    if (contact === undefined || item['statusAtPull'] === 'WITHDRAWN') continue
    const line = document.createElement('li')
    const parts = [
      numberOf(item),
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

/**
 * As much of the id as the pages show: of the case, or of the notification while there is none.
 *
 * @param {Item} item
 */
function numberOf({ caseId, notification }) {
  return String(caseId ?? notification?.notificationId ?? '').slice(0, 8)
}

/** @param {string} which @param {ReadonlyMap<string, Contact>} contacts */
export function printLetter(which, contacts) {
  const [contact] = contacts.values()
  const sheet = contact === undefined ? undefined : filledLetter(which, contact)
  if (sheet !== undefined) print(sheet)
}

/**
 * Letter or card of one case, filled in.
 *
 * @param {string} which @param {Contact} contact
 */
export function filledLetter(which, contact) {
  const template = one(`[data-letter="${which}"]`)
  if (template === undefined) return undefined
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
  return sheet
}
