import { stringify } from 'csv-stringify/sync'
import writeXlsxFile from 'write-excel-file/node'
import { templateRows, type Language } from '../../spreadsheet/index.js'

/** The forms of a template. */
export type TemplateForm = 'csv' | 'xlsx'

/**
 * A spreadsheet to begin with. All cells of a workbook are formatted as text, so that it leaves
 * telephone numbers and dates as they are typed.
 */
export async function templateFile(language: Language, form: TemplateForm): Promise<Buffer> {
  const [head, row] = templateRows(language)
  if (form === 'csv') {
    const text = stringify([head, row], { bom: true, delimiter: ';', record_delimiter: 'windows' })
    return Buffer.from(text)
  }
  const sheet = [
    head.map((value) => ({ value, fontWeight: 'bold' as const })),
    row.map((value) => ({ type: String, format: '@', value })),
  ]
  return writeXlsxFile(sheet).toBuffer()
}
