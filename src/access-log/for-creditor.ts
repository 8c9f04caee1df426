import type { AccessEntry } from './entry.js'

/**
 * An entry in the creditor's own part of the log. Where the creditor may not know that another
 * municipality has the notification by now, it is the hub that told it.
 */
export function entryForCreditor<Entry extends Pick<AccessEntry, 'actor' | 'actorKey' | 'role'>>(
  entry: Entry,
  { creditor, shownAs }: { readonly creditor: string; readonly shownAs: string | null },
): Omit<Entry, 'actor' | 'actorKey' | 'role' | 'controller'> &
  Pick<AccessEntry, 'actor' | 'actorKey' | 'role' | 'controller'> {
  const told = { ...entry, controller: creditor }
  return shownAs === null ? told : { ...told, actor: 'hub', actorKey: null, role: 'job' }
}
