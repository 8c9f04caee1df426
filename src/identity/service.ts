import type { Database, Tx } from '../db/client.js'
import { inTransaction } from '../db/transaction.js'
import {
  type Day,
  dayOf,
  firstDayOf,
  type Month,
  monthOf,
  monthsAfter,
} from '../kernel/calendar.js'
import type { Secret } from '../kernel/secret.js'
import {
  checkValueOf,
  type Epoch,
  epochDays,
  epochFile,
  type KeyRing,
  logSubjectFile,
  openKeyRing,
  OVERLAP_MONTHS,
  overlapStart,
} from './keys.js'
import { createSecretFile, destroySecretFile, readSecretFile } from './secret-file.js'
import {
  insertEpoch,
  insertLogSubjectYear,
  isEpochInUse,
  isLogYearInUse,
  lockKeys,
  markEpochDestroyed,
  markEpochEnded,
  markYearDestroyed,
  markYearEnded,
  selectEpochs,
  selectLogSubjectYears,
} from './store.js'

/** What happened to a key, for the log. */
export interface KeyEvent {
  readonly event: 'CREATED' | 'DESTROYED'
  readonly family: 'epoch' | 'log-subjects'
  /** Number of the epoch, or the year. */
  readonly number: number
  /** Role pseudonyms of the two people who attest a destruction. */
  readonly attestedBy?: readonly [string, string]
}

/** Writes the log entry of a key event inside the transaction that changes the key. */
export type LogKeyEvent = (tx: Tx, event: KeyEvent) => Promise<void>

/** A key that is still needed cannot be ended. */
export class KeyInUseError extends Error {
  override readonly name = 'KeyInUseError'
}

/**
 * Makes the epochs and log-subject keys that must exist on a day: the running epoch, its successor
 * from six months before its end, this year's key and, in December, next year's. Called at start-up
 * and daily; making what exists already is nothing.
 *
 * The file is on disk before the row is committed, so a registered secret is never one that nobody
 * has; a file without a row, left by a crash, is taken up by the next run.
 *
 * @returns How many keys were made.
 */
export async function ensureKeys(
  db: Database,
  folder: string,
  now: Date,
  log: LogKeyEvent,
): Promise<number> {
  const today = dayOf(now)
  const year = Number(today.slice(0, 4))
  return inTransaction(db, 'identity.ensure_keys', { role: 'vroegsignaal_admin' }, async (tx) => {
    await lockKeys(tx)
    const epochs = await selectEpochs(tx)
    const years = await selectLogSubjectYears(tx)
    let made = 0
    for (const { number, first } of missingEpochs(epochs, today)) {
      const secret = madeSecret(epochFile(folder, number))
      const row = { number, ...epochDays(first), checkValue: checkValueOf(secret) }
      if (!(await insertEpoch(tx, row, now))) continue
      await log(tx, { event: 'CREATED', family: 'epoch', number })
      made += 1
    }
    const wanted = today.slice(5, 7) === '12' ? [year, year + 1] : [year]
    for (const number of wanted) {
      if (years.some((known) => known.year === number)) continue
      const secret = madeSecret(logSubjectFile(folder, number))
      const row = { year: number, checkValue: checkValueOf(secret) }
      if (!(await insertLogSubjectYear(tx, row, now))) continue
      await log(tx, { event: 'CREATED', family: 'log-subjects', number })
      made += 1
    }
    return made
  })
}

/**
 * Destroys the secrets whose term is over: of an epoch that the look-back has left and that no row is
 * keyed under any more, of a year whose log is forgotten. Each is an entry of the log. Called daily by
 * every process of the hub, because each host destroys its own files; a file whose ending was recorded
 * by another host, or before a crash, goes now.
 *
 * @returns How many secrets ended with this call.
 */
export async function endDueKeys(
  db: Database,
  folder: string,
  now: Date,
  log: LogKeyEvent,
): Promise<number> {
  const today = dayOf(now)
  return inTransaction(db, 'identity.end_keys', { role: 'vroegsignaal_admin' }, async (tx) => {
    await lockKeys(tx)
    let ended = 0
    for (const epoch of await selectEpochs(tx)) {
      const { number } = epoch
      if (epoch.isDestroyed) destroySecretFile(epochFile(folder, number))
      else if (today >= lookBackEnd(epoch) && !(await isEpochInUse(tx, number))) {
        await markEpochEnded(tx, number, now)
        await log(tx, { event: 'DESTROYED', family: 'epoch', number })
        destroySecretFile(epochFile(folder, number))
        ended += 1
      }
    }
    for (const { year, isDestroyed } of await selectLogSubjectYears(tx)) {
      if (isDestroyed) destroySecretFile(logSubjectFile(folder, year))
      else if (year < Number(today.slice(0, 4)) && !(await isLogYearInUse(tx, year))) {
        await markYearEnded(tx, year, now)
        await log(tx, { event: 'DESTROYED', family: 'log-subjects', number: year })
        destroySecretFile(logSubjectFile(folder, year))
        ended += 1
      }
    }
    return ended
  })
}

/**
 * Loads the ring for this process.
 *
 * @throws {SecretFileError} When a registered secret is missing here, open to others or another one.
 */
export async function loadKeyRing(db: Database, folder: string): Promise<KeyRing> {
  const { epochs, years } = await inTransaction(
    db,
    'identity.load_keys',
    { role: 'vroegsignaal_intake' },
    async (tx) => ({ epochs: await selectEpochs(tx), years: await selectLogSubjectYears(tx) }),
  )
  return openKeyRing(folder, epochs, years)
}

/**
 * Ends an epoch: destroys its secret here and records that two people attest that every other copy
 * is gone. Possible once the look-back no longer reaches into it. Nobody can prove a deletion; the
 * entry in the log says who vouches for it.
 *
 * @returns Whether this call ended it.
 * @throws {KeyInUseError} When the epoch does not exist or is still looked back at.
 */
export async function endEpoch(
  db: Database,
  folder: string,
  number: number,
  attestedBy: readonly [string, string],
  now: Date,
  log: LogKeyEvent,
): Promise<boolean> {
  return inTransaction(db, 'identity.end_epoch', { role: 'vroegsignaal_admin' }, async (tx) => {
    const epoch = (await selectEpochs(tx)).find((known) => known.number === number)
    if (epoch === undefined || dayOf(now) < lookBackEnd(epoch)) {
      throw new KeyInUseError('That epoch is not over, or the look-back still reaches into it.')
    }
    if (await isEpochInUse(tx, number)) {
      throw new KeyInUseError('Notifications of that epoch are still kept: a hold, or not due yet.')
    }
    if (!(await markEpochDestroyed(tx, number, attestedBy, now))) return false
    await log(tx, { event: 'DESTROYED', family: 'epoch', number, attestedBy })
    // Before the commit: a crash here leaves a registered secret without a file, which stops the hub
    // until the attestation is repeated, and never a destroyed one whose file is still there.
    destroySecretFile(epochFile(folder, number))
    return true
  })
}

/**
 * Ends the key of a year's log subjects, once that year's log is over.
 *
 * @returns Whether this call ended it.
 * @throws {KeyInUseError} While the log of that year is kept.
 */
export async function endLogSubjectYear(
  db: Database,
  folder: string,
  year: number,
  attestedBy: readonly [string, string],
  now: Date,
  log: LogKeyEvent,
): Promise<boolean> {
  return inTransaction(db, 'identity.end_year', { role: 'vroegsignaal_admin' }, async (tx) => {
    if (Number(dayOf(now).slice(0, 4)) <= year || (await isLogYearInUse(tx, year))) {
      throw new KeyInUseError('The log of that year is still kept.')
    }
    if (!(await markYearDestroyed(tx, year, attestedBy, now))) return false
    await log(tx, { event: 'DESTROYED', family: 'log-subjects', number: year, attestedBy })
    destroySecretFile(logSubjectFile(folder, year))
    return true
  })
}

/** The epochs to make on a day: none, the running one, its successor, or both. */
function missingEpochs(known: readonly Epoch[], today: Day): { number: number; first: Month }[] {
  const missing: { number: number; first: Month }[] = []
  let last = known.at(-1)
  if (last === undefined) {
    const first = monthOf(today)
    missing.push({ number: 1, first })
    last = { number: 1, ...epochDays(first), checkValue: Buffer.alloc(0), isDestroyed: false }
  }
  while (overlapStart(last) <= today) {
    const next: { number: number; first: Month } = {
      number: last.number + 1,
      first: monthsAfter(monthOf(last.endsOn), 1),
    }
    missing.push(next)
    last = { ...last, number: next.number, ...epochDays(next.first) }
  }
  return missing
}

function lookBackEnd({ endsOn }: Epoch): Day {
  return firstDayOf(monthsAfter(monthOf(endsOn), OVERLAP_MONTHS + 1))
}

/** A file that exists was made by a run that did not get to its commit. */
function madeSecret(path: string): Secret<Buffer> {
  return readSecretFile(path) ?? createSecretFile(path)
}
