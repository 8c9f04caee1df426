// Refusals in the language of the page: what does not hold, and about which case.
import { text } from './page.js'

/** @param {import('./refusal.js').Refusal} refusal */
export function refusalText({ code, caseId }) {
  const what = text(`refused_${code}`, { case: caseId.slice(0, 8) })
  return text('refused', { what })
}
