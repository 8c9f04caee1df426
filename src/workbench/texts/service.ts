import { recordAccess } from '../../access-log/index.js'
import type { Context } from '../../context.js'
import { inTransaction } from '../../db/transaction.js'
import { municipalEntry, municipalScope } from '../../feeds/index.js'
import { HubError } from '../../kernel/errors.js'
import { requireDuty, type Worker } from '../duties/service.js'
import { TEXT_KINDS, type TextKind, type TextLanguage } from './default-texts.js'
import * as store from './store.js'

export type { TextKind } from './default-texts.js'

/** Texts of a municipality by `kind language`; those that it did not write are left out. */
export type WorkTexts = ReadonlyMap<string, string>

const LONGEST = 4000

/** The texts that a municipality wrote itself; about nobody, so reading them leaves no entry. */
export function readTexts(context: Context, worker: Worker): Promise<WorkTexts> {
  return inTransaction(context.db, 'work.texts', municipalScope(worker), (tx) =>
    store.selectTexts(tx, worker.municipality),
  )
}

/**
 * Keeps a municipality's own texts; an empty one brings the shipped text back.
 *
 * @throws {HubError} `work.duty`, `work.text` for one that is too long.
 */
export function saveTexts(
  context: Context,
  worker: Worker,
  texts: readonly {
    readonly kind: TextKind
    readonly language: TextLanguage
    readonly text: string
  }[],
): Promise<void> {
  requireDuty(worker, ['COORDINATOR'])
  if (texts.some(({ kind, text }) => text.length > LONGEST || !TEXT_KINDS.includes(kind))) {
    throw new HubError('work.text', 'A text has at most 4,000 characters.')
  }
  const { municipality } = worker
  return inTransaction(context.db, 'work.texts_save', municipalScope(worker), async (tx) => {
    await store.upsertTexts(tx, municipality, texts, context.clock.now())
    await recordAccess(tx, context, [
      {
        ...municipalEntry(worker, 'CONFIG', 'workTexts'),
        objects: { municipality, texts: texts.map(({ kind, language }) => `${kind} ${language}`) },
        count: texts.length,
        at: context.clock.now(),
      },
    ])
  })
}
