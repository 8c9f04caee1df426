import { workbookOf } from '../files/zip.js'
import { csvOf, HEADINGS, tenant } from './sheet.js'

/** A CSV file of many different tenants. */
export function largeCsv(rows: number): string {
  return csvOf(Array.from({ length: rows }, (_, number) => tenant(number)))
}

/**
 * A workbook of many different tenants as spreadsheet programs write it: every text once in a table of
 * its own, dates and amounts as numbers.
 */
export function largeWorkbook(rows: number): Buffer {
  const places = new Map<string, number>()
  const placeOf = (text: string) => {
    const known = places.get(text)
    if (known !== undefined) return known
    places.set(text, places.size)
    return places.size - 1
  }
  const rowOf = (cells: readonly string[], number: number) =>
    `<row r="${number}">${cells.map(cellOf).join('')}</row>`
  const cellOf = (text: string) => {
    const [, day, month, year] = /^(\d\d)-(\d\d)-(\d{4})$/.exec(text) ?? []
    if (year !== undefined) {
      const days = Date.UTC(Number(year), Number(month) - 1, Number(day)) / 86_400_000 + 25_569
      return `<c s="1"><v>${days}</v></c>`
    }
    if (/^1\.\d{3},50$/.test(text)) return `<c><v>${text.slice(0, 5).replace('.', '')}.5</v></c>`
    return `<c t="s"><v>${placeOf(text)}</v></c>`
  }
  const sheet = [rowOf(HEADINGS, 1)]
  for (let number = 0; number < rows; number += 1) sheet.push(rowOf(tenant(number), number + 2))
  return workbookOf({ sheets: { Achterstanden: sheet.join('') }, texts: [...places.keys()] })
}
