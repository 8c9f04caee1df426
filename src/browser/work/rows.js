// Cases as rows of a spreadsheet, the same as the command line writes: one per notification.

/** @typedef {import('./opening.js').Identity} Identity */
/** @typedef {Record<string, any>} Item */

export const HEADINGS = [
  ...['caseId', 'workBin', 'matchClass', 'urgency', 'deadlineOn', 'statusAtPull'],
  ...['totalArrearsCents', 'sectorCount', 'consecutiveMonths', 'district', 'quality'],
  ...['notificationId', 'creditorName', 'sector', 'kind', 'arrearsCents', 'oldestDueOn'],
  ...['reportedOn', 'crisis', 'initials', 'prefix', 'surname', 'street', 'houseNumber', 'addition'],
  ...['postcode', 'city', 'phone', 'email', 'withheld', 'disputed', 'brp'],
]

/**
 * @param {readonly Item[]} items Cases whose notifications have `identity` where it was opened.
 * @returns {string[][]}
 */
export function rowsOf(items) {
  return items.flatMap((item) =>
    item['notifications'].map((/** @type {Item} */ notification) => {
      /** @type {Identity} */
      const { person = {}, address = {}, phone = [], email = [] } = notification['identity'] ?? {}
      /** @type {Record<string, unknown>} */
      const all = {
        ...notification,
        ...item,
        ...person,
        ...address,
        quality: item['quality']?.join(' '),
        phone: phone.join(' '),
        email: email.join(' '),
        withheld: notification['withheld'],
        disputed: notification['disputed'],
        // Of a file that was checked against the register; the hub knows nothing of it.
        brp: notification['brp']?.deviations?.join(' '),
      }
      return HEADINGS.map((heading) => safe(all[heading]))
    }),
  )
}

/**
 * A text that a spreadsheet takes for a text: what would begin a formula gets a quote before it.
 *
 * @param {unknown} value
 */
export function safe(value) {
  if (value === undefined || value === null) return ''
  const text = String(value)
  return typeof value === 'string' && /^[=+\-@\t\r\n|%]/.test(text) ? `'${text}` : text
}

/** @param {readonly (readonly string[])[]} rows */
export function csvOf(rows) {
  const quoted = (/** @type {string} */ cell) =>
    /[",;\r\n]/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell
  return `\ufeff${rows.map((row) => row.map(quoted).join(',')).join('\r\n')}\r\n`
}
