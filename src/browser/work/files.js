// What was opened as a file: JSON as the command line writes it, or one row per notification.
import { download } from './page.js'
import { csvOf, HEADINGS, rowsOf } from './rows.js'
import { workbookOf } from './xlsx.js'

/** @typedef {Record<string, any>} Item */

const SHEET = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet'

/**
 * @param {string} form `json`, `csv` or `xlsx`.
 * @param {string} name Of the file, without its ending.
 * @param {readonly Item[]} cases @param {Item} [whole] What stands beside the cases in JSON.
 */
export function takeAlong(form, name, cases, whole = {}) {
  const file = `${name}.${form}`
  if (form === 'json') {
    const text = `${JSON.stringify({ ...whole, cases }, undefined, 2)}\n`
    return download(file, text, 'application/json')
  }
  const rows = [HEADINGS, ...rowsOf(cases)]
  if (form === 'csv') return download(file, csvOf(rows), 'text/csv;charset=utf-8')
  return download(file, workbookOf(rows), SHEET)
}
