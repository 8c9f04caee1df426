// Runs inside a receipt that somebody kept, without a network: computes the signatures of the hub
// under the documents that the file carries, and whether the table shows what they say.
import type { components } from '../generated/openapi.js'
import type { ReceiptData } from './receipt-file.js'
import { isSignedBy } from './signatures.js'

type Receipt = components['schemas']['Receipt']

async function isValid(): Promise<boolean> {
  const text = document.getElementById('data')?.textContent ?? ''
  const { keys, receipts } = JSON.parse(text) as ReceiptData
  if (receipts.length === 0) return false
  const shown = Array.from(document.querySelectorAll('tbody'), readTable)
  for (const [at, receipt] of receipts.entries()) {
    const typ = 'vroegsignaal-receipt+jws'
    if (!(await isSignedBy(keys, receipt.text, receipt.signature, typ))) return false
    const { items } = JSON.parse(receipt.text) as Receipt
    const said = items.map(({ notificationId, errors, warnings }) => [
      [...(errors ?? []), ...(warnings ?? [])].map(({ code }) => code).join(', '),
      notificationId ?? '',
    ])
    if (JSON.stringify(said) !== JSON.stringify(shown[at])) return false
  }
  return shown.length === receipts.length
}

/** Codes and identifier of every row that is shown. */
function readTable(body: HTMLTableSectionElement): string[][] {
  return Array.from(body.rows, ({ cells }) =>
    [cells[2], cells[3]].map((cell) => cell?.textContent ?? ''),
  )
}

const verdict = await isValid().then(
  (valid) => (valid ? 'valid' : 'invalid'),
  () => 'invalid',
)
for (const element of document.querySelectorAll('[data-verdict]')) {
  if (element instanceof HTMLElement) element.hidden = element.dataset['verdict'] !== verdict
}
