/** Where a command writes; tests give their own. */
export interface Output {
  /** What the command is for: one line of text. */
  line(text?: string): void
  /** What it is doing meanwhile; goes to standard error. */
  note(text: string): void
}

/** Writes to the terminal. */
export const terminal: Output = {
  line: (text = '') => console.log(text),
  note: (text) => console.error(text),
}

/** One JSON object on one line, as the last thing that `--json` prints. */
export function printJson(output: Output, value: unknown): void {
  output.line(JSON.stringify(value))
}

/**
 * A table of text: columns as wide as their widest cell, numbers to the right.
 *
 * @param head Titles of the columns.
 * @param rows As many cells per row as there are titles.
 */
export function table(
  head: readonly string[],
  rows: readonly (readonly (string | number)[])[],
): string[] {
  const cells = [head, ...rows.map((row) => row.map(String))]
  const widths = head.map((_, column) => Math.max(...cells.map((row) => row[column]?.length ?? 0)))
  const numeric = head.map((_, column) => rows.every((row) => typeof row[column] === 'number'))
  const lines = cells.map((row) =>
    row
      .map((cell, column) =>
        numeric[column] === true ? cell.padStart(widths[column]!) : cell.padEnd(widths[column]!),
      )
      .join('  ')
      .trimEnd(),
  )
  return [lines[0]!, widths.map((width) => '─'.repeat(width)).join('  '), ...lines.slice(1)]
}
