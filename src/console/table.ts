import { html, type Child, type Html } from './html.js'

/** A column of a table. */
export interface Column {
  readonly label: string
  /** Numbers stand at the end of their column. */
  readonly isCount?: boolean
}

/**
 * A table of which each row stands as a card of its own on a narrow screen, with the name of its column
 * before each cell; nothing is scrolled sideways. Columns that are empty in every row are left out.
 *
 * @param rows As many cells as columns, each.
 */
export function stackedTable(
  caption: string,
  columns: readonly Column[],
  rows: readonly (readonly Child[])[],
): Html {
  const kept = columns.map((_, at) => rows.some((cells) => cells[at] !== ''))
  const shown = columns.filter((_, at) => kept[at])
  // Said once more, because a table that is laid out as cards is none any more to some browsers.
  const head = shown.map(
    ({ label, isCount }) =>
      html`<th
        scope="col"
        role="columnheader"
        class="utrecht-table__header-cell ${isCount === true && 'count'}"
      >
        ${label}
      </th>`,
  )
  const body = rows.map((cells) => {
    const own = cells.filter((_, at) => kept[at])
    return html`<tr role="row" class="utrecht-table__row">
      ${own.map((cell, at) => stackedCell(cell, at, shown[at]))}
    </tr>`
  })
  return html`<table role="table" class="utrecht-table stacked">
    <caption class="utrecht-table__caption unseen">
      ${caption}
    </caption>
    <thead role="rowgroup" class="utrecht-table__header">
      <tr role="row">
        ${head}
      </tr>
    </thead>
    <tbody role="rowgroup" class="utrecht-table__body">
      ${body}
    </tbody>
  </table>`
}

function stackedCell(cell: Child, at: number, column: Column | undefined): Html {
  const kind = column?.isCount === true ? 'count' : ''
  const label = column?.label ?? ''
  if (at === 0) {
    return html`<th scope="row" role="rowheader" class="utrecht-table__cell ${kind}">${cell}</th>`
  }
  return html`<td
    role="cell"
    class="utrecht-table__cell ${kind} ${cell === '' && 'nothing'}"
    data-label="${label}"
  >
    ${cell}
  </td>`
}

/**
 * A table with a caption and named columns; the first cell of a row is its header. What is wider
 * than the screen can be scrolled, also with the keyboard.
 *
 * @param rows As many cells as columns, each.
 * @param isCaptionShown Whether the caption says more than the heading above it.
 */
export function table(
  caption: string,
  columns: readonly Column[],
  rows: readonly (readonly Child[])[],
  isCaptionShown = false,
): Html {
  const head = columns.map(
    ({ label, isCount }) =>
      html`<th scope="col" class="utrecht-table__header-cell ${isCount === true && 'count'}">
        ${label}
      </th>`,
  )
  const body = rows.map(
    (cells) =>
      html`<tr class="utrecht-table__row">
        ${cells.map((cell, at) => cellOf(cell, at, columns[at]))}
      </tr>`,
  )
  return html`<div class="scroll" role="region" aria-label="${caption}" tabindex="0">
    <table class="utrecht-table">
      <caption class="utrecht-table__caption ${!isCaptionShown && 'unseen'}">
        ${caption}
      </caption>
      <thead class="utrecht-table__header">
        <tr>
          ${head}
        </tr>
      </thead>
      <tbody class="utrecht-table__body">
        ${body}
      </tbody>
    </table>
  </div>`
}

function cellOf(cell: Child, at: number, column: Column | undefined): Html {
  const kind = column?.isCount === true ? 'count' : ''
  return at === 0
    ? html`<th scope="row" class="utrecht-table__cell ${kind}">${cell}</th>`
    : html`<td class="utrecht-table__cell ${kind}">${cell}</td>`
}
