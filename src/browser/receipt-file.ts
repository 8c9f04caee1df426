import type { JWK } from 'jose'
import { RECEIPT_TEXTS } from '../console/texts/deliver.js'
import type { components } from '../generated/openapi.js'
import { base64, sha256, utf8 } from './bytes.js'
import { rowsOf, type Delivery } from './delivery-plan.js'
import type { HubFacts } from './hub.js'
import { instant, language } from './words.js'

type Receipt = components['schemas']['Receipt']

/** What a receipt file carries for its check: the documents as the hub signed them, and its keys. */
export interface ReceiptData {
  readonly version: 1
  readonly keys: readonly JWK[]
  readonly receipts: readonly {
    readonly text: string
    readonly signature: string
    /** Salted digests of the items that were sent, hexadecimal: they say nothing by themselves. */
    readonly itemDigests?: readonly string[]
  }[]
}

type Word = keyof typeof RECEIPT_TEXTS

const STYLE = `body{font-family:system-ui,sans-serif;line-height:1.5;max-width:60rem;margin:2rem auto;padding:0 1rem;color:#14232b;background:#fff}
table{border-collapse:collapse;width:100%;font-variant-numeric:tabular-nums}th,td{text-align:left;vertical-align:top;border-bottom:1px solid #b9c6cb;padding:.25rem .5rem}
code,pre{font-family:ui-monospace,monospace;font-size:.875rem;overflow-wrap:anywhere;white-space:pre-wrap}
.good{color:#0b5c2e;font-weight:600}.bad{color:#a3151a;font-weight:600}dl{display:grid;grid-template-columns:max-content 1fr;gap:.25rem 1rem}dt{font-weight:600}dd{margin:0;overflow-wrap:anywhere}[hidden]{display:none}
@media print{body{margin:0}}`

/**
 * A receipt that a landlord keeps: one file that opens in any browser, prints, and computes the
 * signatures of the hub itself, without a network. It holds no person.
 *
 * @param checker The script that computes them.
 */
export async function receiptFile(
  delivery: Delivery,
  { publicUrl, keys }: HubFacts,
  checker: string,
): Promise<string> {
  const kept = delivery.batches.flatMap(({ batchId, itemDigests }) => {
    const receipt = delivery.receipts[batchId]
    if (receipt === undefined) return []
    return [{ ...receipt, ...(itemDigests !== undefined && { itemDigests }) }]
  })
  const data: ReceiptData = { version: 1, keys, receipts: kept }
  // In a script only the end tag would end it, and that begins with this character.
  const carried = JSON.stringify(data).replaceAll('<', '\\u003c')
  const script = checker.replaceAll('</script', '<\\/script')
  const [styleHash, scriptHash] = await Promise.all([hashOf(STYLE), hashOf(script)])
  const policy = `default-src 'none'; style-src '${styleHash}'; script-src '${scriptHash}'; base-uri 'none'; form-action 'none'`
  const receipts = kept.map(({ text }) => JSON.parse(text) as Receipt)
  return `<!doctype html>
<html lang="${language}"><head><meta charset="utf-8"><meta http-equiv="Content-Security-Policy" content="${policy}">
<meta name="viewport" content="width=device-width, initial-scale=1"><title>${word('title')}</title><style>${STYLE}</style></head>
<body><main><h1>${word('title')}</h1><p>${word('lead')}</p>
<h2>${word('check')}</h2>
<p data-verdict="none">${word('no_script')}</p>
<p data-verdict="valid" class="good" hidden>${word('valid')}</p>
<p data-verdict="invalid" class="bad" hidden>${word('invalid')}</p>
<p class="bad" hidden>${word('invalid_rows')} <span id="rows"></span></p>
<dl>${fact('hub', delivery.hub)}${fact('deliverer', delivery.party)}${fact('file', delivery.file)}${keys.map(({ kid }) => fact('key', kid ?? '')).join('')}</dl>
<p>${word('key_text', { url: `${publicUrl}/keys` })}</p>
<pre>vroegsignaal creditor receipt FILE --keys KEYS</pre>
${delivery.batches.map((batch, at) => receiptPart(receipts[at], rowsOf(batch))).join('\n')}
</main><script type="application/json" id="data">${carried}</script>
<script type="module">${script}</script></body></html>
`
}

function receiptPart(receipt: Receipt | undefined, rows: readonly number[]): string {
  if (receipt === undefined) return ''
  const { accepted, acceptedWithWarnings, rejected } = receipt.counts
  const items = receipt.items.map(({ status, notificationId, warnings, errors }, index) => {
    const codes = [...(errors ?? []), ...(warnings ?? [])].map(({ code }) => code).join(', ')
    const cells = [String(rows[index] ?? ''), word(status), codes, notificationId ?? '']
    return `<tr>${cells.map((cell) => `<td>${escaped(cell)}</td>`).join('')}</tr>`
  })
  const head = (['row', 'outcome', 'codes', 'id'] as const).map(
    (key) => `<th scope="col">${word(key)}</th>`,
  )
  return `<section><h2>${word('batch')} ${escaped(receipt.batchId)}</h2>
<dl>${fact('received', instant(new Date(receipt.receivedAt)))}${fact('month', receipt.month)}${fact('counts', `${accepted + acceptedWithWarnings} / ${rejected}`)}</dl>
<table><thead><tr>${head.join('')}</tr></thead><tbody>${items.join('\n')}</tbody></table></section>`
}

function fact(key: Word, value: string): string {
  return `<dt>${word(key)}</dt><dd><code>${escaped(value)}</code></dd>`
}

function word(key: Word, values: Readonly<Record<string, string>> = {}): string {
  const text: string = RECEIPT_TEXTS[key][language === 'nl' ? 0 : 1]
  return escaped(text.replaceAll(/\{(\w+)\}/g, (_, name: string) => values[name] ?? ''))
}

function escaped(text: string): string {
  return text.replaceAll(/[&<>"'\u0000-\u0008\u000b\u000c\u000e-\u001f]/g, (character) => {
    const code = character.charCodeAt(0)
    return code < 0x20 ? '\ufffd' : `&#${code};`
  })
}

async function hashOf(text: string): Promise<string> {
  return `sha256-${base64(await sha256(utf8(text)))}`
}
