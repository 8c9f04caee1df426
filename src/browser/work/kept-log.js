// The log of the hub as this browser saw it before: its newest signed checkpoint is kept, and every
// later one must contain it. Who took something out of the log, or changed it, cannot show both.
import { fromHex, textOf } from './bytes.js'
import { openCheckpoint } from './hub-log.js'
import { keepCheckpoint, keptCheckpoint } from './key-store.js'
import { areEqual, verifyConsistency } from './merkle.js'
import { ask, download, one, text } from './page.js'

/** @typedef {Awaited<ReturnType<typeof openCheckpoint>>} Checkpoint */

/**
 * Compares a checkpoint with the one that was kept, and keeps the later of the two. Where the hub cannot
 * show that one contains the other, an alarm stands on the page, both notes are saved as a file, since
 * they are the evidence, and the kept one stays. The cases are sound either way: people are helped first.
 *
 * @param {string} logKey @param {string} note @param {string} token Of the session.
 */
export async function compareWithKept(logKey, note, token) {
  const current = await openCheckpoint(logKey, note)
  const before = await keptCheckpoint()
  const kept = before === undefined ? undefined : await opened(logKey, before)
  if (before === undefined || kept === undefined) return keepCheckpoint(note)
  const [first, second] = kept.size <= current.size ? [kept, current] : [current, kept]
  if (await contains(first, second, token)) {
    if (current.size > kept.size) await keepCheckpoint(note)
    return
  }
  download('two-histories.txt', `${before}\n--\n\n${note}`, 'text/plain')
  raiseAlarm()
}

function raiseAlarm() {
  if (one('[data-log-alarm]') !== undefined) return
  const alarm = document.createElement('div')
  alarm.className = 'utrecht-alert utrecht-alert--error'
  alarm.setAttribute('role', 'alert')
  alarm.dataset['logAlarm'] = ''
  const said = document.createElement('p')
  said.textContent = text('log_alarm')
  alarm.append(said)
  document.querySelector('main h1')?.after(alarm)
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

/** @param {Checkpoint} first @param {Checkpoint} second @param {string} token */
async function contains(first, second, token) {
  if (first.size === 0) return true
  if (first.size === second.size) return areEqual(first.root, second.root)
  try {
    const sizes = { first: String(first.size), second: String(second.size) }
    const { bytes } = await ask('/console/work/history', { token, ...sizes })
    const { proof } = JSON.parse(textOf(bytes))
    return verifyConsistency(first, second, proof.map(fromHex))
  } catch {
    // What is not shown is not proven.
    return false
  }
}
