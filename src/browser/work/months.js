// One month as a whole: opened part by part, checked against what the hub signed when it closed the
// month, saved as a file, and only then acknowledged.
import { canonicalText } from './canonical.js'
import { fromHex, textOf, toHex } from './bytes.js'
import { openCases, requireBatches, requireClosedIn } from './checked-cases.js'
import { takeAlong } from './files.js'
import { keptHub } from './hub-pin.js'
import { requireHubSignature } from './hub-signature.js'
import { keptKeys } from './key-store.js'
import { compareWithKept } from './kept-log.js'
import { areEqual, subsetRoot } from './merkle.js'
import { all, ask, one, text } from './page.js'
import { Refusal, refusing } from './refusal.js'
import { refusalText } from './said.js'

/** @typedef {import('./checked-cases.js').Item} Item */
/** @typedef {import('./checked-cases.js').Released} Released */
/** @typedef {import('./hub-signature.js').HubIdentity} HubIdentity */
/** @typedef {{ statement: Item, checkpoint: string, cases: Item[], opened: number }} Whole */

const CASES = 'vroegsignaal-cases+jws'

/** Makes the page work. */
export async function startMonth() {
  const card = one('[data-month-whole]')
  const button = card?.querySelector('[data-open-month]')
  if (card === undefined || !(button instanceof HTMLButtonElement)) return
  const keys = await keptKeys().catch(() => [])
  if (keys.length === 0) return say(text('no_key'))
  const identity = await keptHub().catch(() => undefined)
  if (identity === undefined) return say(text('no_hub'))
  button.disabled = false
  button.addEventListener('click', () => void openMonth(card, button, identity))
}

/** @param {HTMLElement} card @param {HTMLButtonElement} button @param {HubIdentity} identity */
async function openMonth(card, button, identity) {
  button.disabled = true
  const month = card.dataset['monthWhole'] ?? ''
  try {
    const { whole, lost } = await openWhole(identity, month, card.dataset['token'] ?? '')
    const { cases, opened } = whole
    say(text(lost > 0 ? 'month_partly' : 'done', { count: cases.length, failed: lost, opened }))
    for (const each of all('[data-opened]')) each.hidden = false
    for (const each of all('[data-keep]')) {
      each.addEventListener('click', () => {
        takeAlong(each.dataset['keep'] ?? 'json', month, whole.cases, withoutCases(whole))
        if (lost === 0) mayAcknowledge(whole.statement)
      })
    }
  } catch (error) {
    say(error instanceof Refusal ? refusalText(error) : text('failed'))
    button.disabled = false
  }
}

/**
 * @param {HubIdentity} identity @param {string} month @param {string} token
 * @returns {Promise<{ whole: Whole, lost: number }>}
 */
async function openWhole(identity, month, token) {
  const keys = new Map((await keptKeys()).map(({ id, key }) => [id, key]))
  /** @type {Item[]} */
  const cases = []
  /** @type {[number, import('./merkle.js').Hash][]} */
  const leaves = []
  /** @type {import('./checked-cases.js').Batches} */
  const batches = new Map()
  /** @type {Map<string, Released['intakeEntries'][0]>} */
  const entries = new Map()
  /** @type {Released | undefined} */
  let first
  let lost = 0
  let opened = 0
  do {
    say(text('month_busy', { count: cases.length, all: Number(first?.statement['count'] ?? 0) }))
    const part = await askPart(identity, month, token, cases.length)
    first ??= part
    if (canonicalText(part.statement) !== canonicalText(first.statement)) throw new Refusal('cases')
    const placed = await requireClosedIn(identity, part, month)
    // The checkpoint is that of the month, the same in every part.
    if (part === first) await compareWithKept(identity.logKey, part.checkpoint, token)
    // A part that brings nothing new would be asked for again for ever.
    if (part.items.length === 0 && cases.length < first.statement['count'])
      throw new Refusal('cases')
    const done = await openCases(part, keys, placed)
    for (const entry of part.intakeEntries) entries.set(entry.leaf, entry)
    for (const [batch, own] of done.batches)
      batches.set(batch, [...(batches.get(batch) ?? []), ...own])
    cases.push(...done.cases)
    leaves.push(...placed)
    lost += done.lost.length
    opened += done.opened
  } while (cases.length < first.statement['count'])
  await requireRoot(first.statement, leaves)
  await requireBatches([...entries.values()], batches, first.statement['municipalityCode'])
  const { statement, checkpoint } = first
  return { whole: { statement, checkpoint, cases, opened }, lost }
}

/**
 * @param {HubIdentity} identity @param {string} month @param {string} token @param {number} from
 * @returns {Promise<Released>}
 */
async function askPart(identity, month, token, from) {
  const path = `/console/work/months/${month}/sealed`
  const { bytes, signature } = await ask(path, { token, from: String(from) })
  await requireHubSignature(identity, bytes, signature, CASES, 'signature')
  const part = JSON.parse(textOf(bytes))
  const isNext = part.positions.every((/** @type {number} */ at, /** @type {number} */ step) => {
    return at === from + step
  })
  if (!isNext) throw new Refusal('cases')
  return part
}

/**
 * Each part was proven; together they must be everything.
 *
 * @param {Item} statement @param {readonly (readonly [number, import('./merkle.js').Hash])[]} leaves
 */
async function requireRoot(statement, leaves) {
  await refusing('cases', async () => {
    const root = subsetRoot(leaves.length, leaves, [])
    if (leaves.length !== statement['count'] || !areEqual(root, fromHex(statement['root']))) {
      throw new Error('not the whole month')
    }
  })
}

/** @param {Item} statement */
function mayAcknowledge({ count, root }) {
  const form = one('[data-acknowledge]')
  if (!(form instanceof HTMLFormElement)) return
  const values = { count: String(count), root: toHex(fromHex(root)) }
  for (const [name, value] of Object.entries(values)) {
    const input = form.elements.namedItem(name)
    if (input instanceof HTMLInputElement) input.value = value
  }
  for (const each of form.querySelectorAll('[disabled]')) each.removeAttribute('disabled')
  const hint = one('[data-acknowledge-hint]')
  if (hint !== undefined) hint.hidden = true
}

/** @param {Whole} whole */
function withoutCases({ cases: _, ...rest }) {
  return rest
}

/** @param {string} said */
function say(said) {
  const place = one('[data-say]')
  if (place !== undefined) place.textContent = said
}
