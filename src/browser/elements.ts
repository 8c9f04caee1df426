/** What stands in an element: texts are texts, never markup. */
export type Content = string | Node

/** The element of an id, of the kind that it must be. @throws {Error} When the page lacks it. */
export function byId<Kind extends HTMLElement = HTMLElement>(
  id: string,
  kind: new () => Kind = HTMLElement as never,
): Kind {
  const element = document.getElementById(id)
  if (element instanceof kind) return element
  throw new Error(`the page lacks #${id}`)
}

/** Makes an element. */
export function make<Name extends keyof HTMLElementTagNameMap>(
  name: Name,
  attributes: Readonly<Record<string, string>>,
  ...contents: readonly Content[]
): HTMLElementTagNameMap[Name] {
  const element = document.createElement(name)
  for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, value)
  element.append(...contents)
  return element
}

/** Shows an element or hides it. */
export function show(id: string, isShown: boolean): void {
  byId(id).hidden = !isShown
}

/** A button that does something. */
export function button(label: string, work: () => void, kind = 'secondary'): HTMLButtonElement {
  const classes = `utrecht-button utrecht-button--${kind}-action`
  const element = make('button', { type: 'button', class: classes }, label)
  element.addEventListener('click', work)
  return element
}

/** A table as the pages of the console have them; the first cell of a row is its header. */
export function table(
  caption: string,
  head: readonly string[],
  rows: readonly (readonly Content[])[],
): HTMLElement {
  const cell = (content: Content, at: number) =>
    at === 0
      ? make('th', { scope: 'row', class: 'utrecht-table__cell' }, content)
      : make('td', { class: 'utrecht-table__cell' }, content)
  const body = rows.map((cells) => make('tr', { class: 'utrecht-table__row' }, ...cells.map(cell)))
  const heads = head.map((label) =>
    make('th', { scope: 'col', class: 'utrecht-table__header-cell' }, label),
  )
  const whole = make(
    'table',
    { class: 'utrecht-table' },
    make('caption', { class: 'utrecht-table__caption' }, caption),
    make('thead', { class: 'utrecht-table__header' }, make('tr', {}, ...heads)),
    make('tbody', { class: 'utrecht-table__body' }, ...body),
  )
  return make(
    'div',
    { class: 'scroll', role: 'region', 'aria-label': caption, tabindex: '0' },
    whole,
  )
}

/** A list to choose from, with a label of its own or a name for who cannot see where it stands. */
export function choice(
  options: readonly (readonly [value: string, shown: string])[],
  value: string,
  attributes: Readonly<Record<string, string>>,
): HTMLSelectElement {
  const select = make('select', { class: 'utrecht-select', ...attributes })
  for (const [each, shown] of options) {
    const option = make('option', { value: each }, shown)
    option.selected = each === value
    select.append(option)
  }
  return select
}

/** Lets the person keep a text as a file. */
export function save(name: string, type: string, text: string): void {
  saveBlob(name, new Blob([text], { type }))
}

/** Lets the person keep bytes as a file. */
export function saveBytes(name: string, type: string, bytes: Uint8Array<ArrayBuffer>): void {
  saveBlob(name, new Blob([bytes], { type }))
}

function saveBlob(name: string, blob: Blob): void {
  const url = URL.createObjectURL(blob)
  const link = make('a', { href: url, download: name })
  document.body.append(link)
  link.click()
  link.remove()
  // The browser reads it after the click; a minute is enough for that.
  setTimeout(() => URL.revokeObjectURL(url), 60_000)
}
