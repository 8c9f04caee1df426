/**
 * A cell that a spreadsheet shows and never calculates: text that could begin a formula gets an
 * apostrophe in front (OWASP, CSV injection).
 */
export function safeCell(value: string | number | boolean | undefined | null): string {
  if (value === undefined || value === null) return ''
  if (typeof value !== 'string') return String(value)
  return /^[=+\-@\t\r\n|%]/.test(value) ? `'${value}` : value
}
