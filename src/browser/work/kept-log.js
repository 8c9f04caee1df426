// The log of the hub as this browser saw it before: its newest signed checkpoint is kept, and every
// later one must contain it. Who took something out of the log, or changed it, cannot show both.
import { fromHex, textOf } from './bytes.js'
import { openCheckpoint } from './hub-log.js'
import { keepCheckpoint, keptCheckpoint } from './key-store.js'
import { areEqual, verifyConsistency } from './merkle.js'
import { all, ask, download, text, Unanswered } from './page.js'

/** @typedef {Awaited<ReturnType<typeof openCheckpoint>>} Checkpoint */

/**
 * Compares a checkpoint with the one that was kept, and keeps the later of the two. Where the hub cannot
 * show that one contains the other, an alarm stands on the page, both notes are saved as a file, since
 * they are the evidence, and the kept one stays. A hub that does not answer proves nothing either way:
 * the page says that it was not compared, and the kept one stays for the next time. The cases are sound
 * in each case: people are helped first.
 *
 * @param {string} logKey @param {string} note @param {string} token Of the session.
 */
export async function compareWithKept(logKey, note, token) {
  const current = await openCheckpoint(logKey, note)
  const before = await keptCheckpoint()
  const kept = before === undefined ? undefined : await opened(logKey, before)
  if (before === undefined || kept === undefined) return keepCheckpoint(note)
  const [first, second] = kept.size <= current.size ? [kept, current] : [current, kept]
  try {
    if (await contains(first, second, token)) {
      if (current.size > kept.size) await keepCheckpoint(note)
      return
    }
  } catch (error) {
    if (!(error instanceof Unanswered)) throw error
    show('logUnchecked', 'warning', 'log_unchecked')
    return
  }
  download('two-histories.txt', `${before}\n--\n\n${note}`, 'text/plain')
  show('logAlarm', 'error', 'log_alarm')
}

/**
 * @param {'logAlarm' | 'logUnchecked'} name @param {'error' | 'warning'} kind
 * @param {'log_alarm' | 'log_unchecked'} words
 */
function show(name, kind, words) {
  if (all('.utrecht-alert').some(({ dataset }) => name in dataset)) return
  const alert = document.createElement('div')
  alert.className = `utrecht-alert utrecht-alert--${kind}`
  alert.setAttribute('role', 'alert')
  alert.dataset[name] = ''
  const said = document.createElement('p')
  said.textContent = text(words)
  alert.append(said)
  document.querySelector('main h1')?.after(alert)
}

/**
 * A log that was opened anew has another key: what was kept of the one before says nothing about it.
 *
 * @param {string} logKey @param {string} note
 */
async function opened(logKey, note) {
  try {
    return await openCheckpoint(logKey, note)
  } catch {
    return undefined
  }
}

/**
 * Throws `Unanswered` where the hub cannot be heard.
 *
 * @param {Checkpoint} first @param {Checkpoint} second @param {string} token
 */
async function contains(first, second, token) {
  if (first.size === 0) return true
  if (first.size === second.size) return areEqual(first.root, second.root)
  try {
    const sizes = { first: String(first.size), second: String(second.size) }
    const { bytes } = await ask('/console/work/history', { token, ...sizes })
    const { proof } = JSON.parse(textOf(bytes))
    return verifyConsistency(first, second, proof.map(fromHex))
  } catch (error) {
    if (error instanceof Unanswered) throw error
    // What is not shown is not proven.
    return false
  }
}
