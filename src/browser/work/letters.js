// Letters and cards of the cases that were chosen, each on a sheet of its own, in one go.
import { all, one, print } from './page.js'
import { filledLetter } from './printing.js'

/** @typedef {import('./contact.js').Contact} Contact */

/**
 * Makes choosing and printing of several cases work, where the page has it.
 *
 * @param {ReadonlyMap<string, Contact>} contacts What was opened.
 * @param {() => readonly Record<string, any>[]} opened The cases as they were opened.
 */
export function startLetters(contacts, opened) {
  const whole = one('[data-all]')
  const box = whole?.querySelector('input')
  if (whole !== undefined && box instanceof HTMLInputElement) {
    whole.hidden = false
    box.addEventListener('change', () => {
      for (const each of boxes()) each.checked = box.checked
    })
  }
  for (const each of all('[data-print][data-whose="chosen"]')) {
    each.addEventListener('click', () => {
      printChosen(each.dataset['print'] ?? '', contacts, opened())
    })
  }
}

/** @returns {HTMLInputElement[]} */
function boxes() {
  return all('[data-chosen]').filter((each) => each instanceof HTMLInputElement)
}

/**
 * @param {string} which @param {ReadonlyMap<string, Contact>} contacts
 * @param {readonly Record<string, any>[]} opened
 */
function printChosen(which, contacts, opened) {
  const gone = new Set(
    opened.filter((item) => item['statusAtPull'] === 'WITHDRAWN').map((item) => item['caseId']),
  )
  const chosen = boxes().flatMap((each) => (each.checked ? [each.dataset['chosen'] ?? ''] : []))
  const sheets = chosen.flatMap((caseId) => {
    const contact = contacts.get(caseId)
    const sheet =
      contact === undefined || gone.has(caseId) ? undefined : filledLetter(which, contact)
    return sheet === undefined ? [] : [sheet]
  })
  const said = one('[data-printed]')
  if (said !== undefined) {
    said.textContent = (said.dataset['printed'] ?? '')
      .replace('{count}', String(sheets.length))
      .replace('{left}', String(chosen.length - sheets.length))
  }
  if (sheets.length === 0) return
  const letters = document.createElement('section')
  letters.append(...sheets)
  print(letters)
}
