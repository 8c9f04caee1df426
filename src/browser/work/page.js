// What the modules of a page share: finding parts of it, saying something, asking the hub.

/**
 * @param {string} selector
 * @returns {HTMLElement[]}
 */
export function all(selector) {
  return [...document.querySelectorAll(selector)].filter((each) => each instanceof HTMLElement)
}

/** @param {string} selector */
export function one(selector) {
  return all(selector)[0]
}

/**
 * A text that stands ready in the page, in its language.
 *
 * @param {string} name @param {Readonly<Record<string, string | number>>} values
 */
export function text(name, values = {}) {
  const found = one(`[data-text="${name}"]`)?.textContent ?? ''
  return found.replaceAll(/\{(\w+)\}/g, (_, key) => String(values[key] ?? ''))
}

/** The hub did not answer, or not now; what was asked may hold or not. */
export class Unanswered extends Error {}

/**
 * An answer of the hub: its bytes exactly as they came, and its signature over them.
 *
 * @param {string} path @param {Readonly<Record<string, string>>} fields
 * @returns {Promise<{ bytes: Uint8Array<ArrayBuffer>, signature: string | null }>}
 */
export async function ask(path, fields) {
  const body = new URLSearchParams(fields)
  const answer = await fetch(path, { method: 'POST', body, redirect: 'error' }).catch(() => {
    throw new Unanswered()
  })
  if (answer.status >= 500 || answer.status === 429) throw new Unanswered()
  if (!answer.ok) throw new Error('refused')
  const signature = answer.headers.get('payload-signature')
  return { bytes: new Uint8Array(await answer.arrayBuffer()), signature }
}

/** @param {string} name @param {BlobPart} content @param {string} type */
export function download(name, content, type) {
  const link = document.createElement('a')
  link.href = URL.createObjectURL(new Blob([content], { type }))
  link.download = name
  link.click()
  URL.revokeObjectURL(link.href)
}

/**
 * Prints what stands in `sheet` and nothing else of the page.
 *
 * @param {HTMLElement} sheet
 */
export function print(sheet) {
  sheet.className = 'sheet'
  document.body.append(sheet)
  document.body.classList.add('printing')
  addEventListener(
    'afterprint',
    () => {
      document.body.classList.remove('printing')
      sheet.remove()
    },
    { once: true },
  )
  window.print()
}
