import { html, type Child } from './html.js'
import type { Speaker } from './text.js'

/** What people call a party: its name with its id behind it, or a word for what is none. */
export function partyName(
  { say }: Speaker,
  names: ReadonlyMap<string, string>,
  id: string,
): string {
  if (id === 'hub') return say('overview.hub')
  if (id === 'unknown') return say('overview.unknown_party')
  const name = names.get(id)
  return name === undefined ? id : `${name} (${id})`
}

/** The same for a cell of a table, with the id on a line of its own. */
export function partyLabel(
  speaker: Speaker,
  names: ReadonlyMap<string, string>,
  id: string,
): Child {
  const name = names.get(id)
  if (name === undefined) return partyName(speaker, names, id)
  return html`${name}<br /><span class="small soft">${id}</span>`
}
