// Runs inside a receipt that somebody kept, without a network: computes the signatures of the hub
// under the documents that the file carries, and whether the table shows what they say.
import type { components } from '../generated/openapi.js'
import { itemsRoot } from './item-root.js'
import type { ReceiptData } from './receipt-file.js'
import { isSignedBy } from './signatures.js'

type Receipt = components['schemas']['Receipt']

async function isValid(): Promise<boolean> {
  const text = document.getElementById('data')?.textContent ?? ''
  const { keys, receipts } = JSON.parse(text) as ReceiptData
  if (receipts.length === 0) return false
  const shown = Array.from(document.querySelectorAll('tbody'), readTable)
  let isShownWell = true
  for (const [at, receipt] of receipts.entries()) {
    const typ = 'vroegsignaal-receipt+jws'
    if (!(await isSignedBy(keys, receipt.text, receipt.signature, typ))) return false
    const { items, itemsRoot: signed } = JSON.parse(receipt.text) as Receipt
    const { itemDigests: sent } = receipt
    const isOfItems = sent === undefined || sent.length === items.length
    if (!isOfItems || (sent !== undefined && (await itemsRoot(sent)) !== signed)) return false
    const said = items.map(({ notificationId, errors, warnings }) => [
      [...(errors ?? []), ...(warnings ?? [])].map(({ code }) => code).join(', '),
      notificationId ?? '',
    ])
    const table = shown[at] ?? []
    const differing = table.filter((row, index) => !isSame(row.slice(1), said[index]))
    nameRows(differing.map(([number = '']) => number))
    isShownWell &&= differing.length === 0 && table.length === said.length
  }
  return isShownWell && shown.length === receipts.length
}

function isSame(shown: readonly string[], said: readonly string[] | undefined): boolean {
  return JSON.stringify(shown) === JSON.stringify(said)
}

/** Shows which rows do not say what was signed. */
function nameRows(numbers: readonly string[]): void {
  const place = document.getElementById('rows')
  if (place === null || numbers.length === 0) return
  place.textContent = [place.textContent, ...numbers].filter(Boolean).join(', ')
  if (place.parentElement !== null) place.parentElement.hidden = false
}

/** Number, codes and identifier of every row that is shown. */
function readTable(body: HTMLTableSectionElement): string[][] {
  return Array.from(body.rows, ({ cells }) =>
    [cells[0], cells[2], cells[3]].map((cell) => cell?.textContent ?? ''),
  )
}

const verdict = await isValid().then(
  (valid) => (valid ? 'valid' : 'invalid'),
  () => 'invalid',
)
for (const element of document.querySelectorAll('[data-verdict]')) {
  if (element instanceof HTMLElement) element.hidden = element.dataset['verdict'] !== verdict
}
