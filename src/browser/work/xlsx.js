// A workbook of one sheet of texts (ECMA-376), in an archive without compression (ZIP). Written here,
// because what is in it must not leave the browser.
import { joined, utf8 } from './bytes.js'

const MAIN = 'http://schemas.openxmlformats.org/spreadsheetml/2006/main'
const OFFICE = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships'
const PACKAGE = 'http://schemas.openxmlformats.org/package/2006'
const TYPE = 'application/vnd.openxmlformats-officedocument.spreadsheetml'
// Control characters, and halves of a character without the other half.
const UNWRITABLE =
  /[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]|[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/g
const HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>'

/** @param {readonly (readonly string[])[]} rows */
export function workbookOf(rows) {
  const sheet = rows
    .map((row, at) => {
      const cells = row.map(
        (text, index) =>
          `<c r="${column(index)}${at + 1}" t="inlineStr"><is><t xml:space="preserve">${xml(text)}</t></is></c>`,
      )
      return `<row r="${at + 1}">${cells.join('')}</row>`
    })
    .join('')
  return archiveOf([
    [
      '[Content_Types].xml',
      `${HEAD}<Types xmlns="${PACKAGE}/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/><Override PartName="/xl/workbook.xml" ContentType="${TYPE}.sheet.main+xml"/><Override PartName="/xl/worksheets/sheet1.xml" ContentType="${TYPE}.worksheet+xml"/></Types>`,
    ],
    [
      '_rels/.rels',
      `${HEAD}<Relationships xmlns="${PACKAGE}/relationships"><Relationship Id="rId1" Type="${OFFICE}/officeDocument" Target="xl/workbook.xml"/></Relationships>`,
    ],
    [
      'xl/workbook.xml',
      `${HEAD}<workbook xmlns="${MAIN}" xmlns:r="${OFFICE}"><sheets><sheet name="1" sheetId="1" r:id="rId1"/></sheets></workbook>`,
    ],
    [
      'xl/_rels/workbook.xml.rels',
      `${HEAD}<Relationships xmlns="${PACKAGE}/relationships"><Relationship Id="rId1" Type="${OFFICE}/worksheet" Target="worksheets/sheet1.xml"/></Relationships>`,
    ],
    [
      'xl/worksheets/sheet1.xml',
      `${HEAD}<worksheet xmlns="${MAIN}"><sheetData>${sheet}</sheetData></worksheet>`,
    ],
  ])
}

/**
 * Name of a column: A to Z, then AA and on.
 *
 * @param {number} index
 * @returns {string}
 */
function column(index) {
  const letter = String.fromCharCode(65 + (index % 26))
  return index < 26 ? letter : column(Math.floor(index / 26) - 1) + letter
}

/**
 * Characters that XML cannot hold are left out.
 *
 * @param {string} text
 */
function xml(text) {
  return text
    .replaceAll(UNWRITABLE, '')
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
}

/** @param {readonly (readonly [name: string, text: string])[]} files */
function archiveOf(files) {
  /** @type {Uint8Array[]} */
  const parts = []
  /** @type {Uint8Array[]} */
  const directory = []
  let at = 0
  for (const [name, text] of files) {
    const [path, bytes] = [utf8(name), utf8(text)]
    const common = numbers(
      [20, 2],
      [0x800, 2],
      [0, 2],
      [0, 2],
      [0x21, 2],
      [crc32(bytes), 4],
      [bytes.length, 4],
      [bytes.length, 4],
      [path.length, 2],
      [0, 2],
    )
    const local = joined(numbers([0x04034b50, 4]), common, path, bytes)
    directory.push(
      joined(
        numbers([0x02014b50, 4], [20, 2]),
        common,
        numbers([0, 2], [0, 2], [0, 2], [0, 4], [at, 4]),
        path,
      ),
    )
    parts.push(local)
    at += local.length
  }
  const index = joined(...directory)
  const end = numbers(
    [0x06054b50, 4],
    [0, 2],
    [0, 2],
    [files.length, 2],
    [files.length, 2],
    [index.length, 4],
    [at, 4],
    [0, 2],
  )
  return joined(...parts, index, end)
}

/** @param {readonly (readonly [value: number, bytes: 2 | 4])[]} fields Little-endian numbers. */
function numbers(...fields) {
  const bytes = new Uint8Array(fields.reduce((length, [, size]) => length + size, 0))
  const view = new DataView(bytes.buffer)
  let at = 0
  for (const [value, size] of fields) {
    if (size === 2) view.setUint16(at, value, true)
    else view.setUint32(at, value, true)
    at += size
  }
  return bytes
}

/** @param {Uint8Array} bytes */
function crc32(bytes) {
  let crc = 0xffffffff
  for (const byte of bytes) {
    crc ^= byte
    for (let bit = 0; bit < 8; bit += 1) crc = (crc >>> 1) ^ (crc & 1 ? 0xedb88320 : 0)
  }
  return (crc ^ 0xffffffff) >>> 0
}
