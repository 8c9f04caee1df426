import { crc32, deflateRawSync } from 'node:zlib'

/** A ZIP archive of some parts, in memory. */
export function zipOf(parts: Readonly<Record<string, string | Buffer>>): Buffer {
  const pieces: Buffer[] = []
  const directory: Buffer[] = []
  let at = 0
  for (const [name, content] of Object.entries(parts)) {
    const bytes = Buffer.from(content)
    const packed = deflateRawSync(bytes)
    const sizes = Buffer.alloc(12)
    sizes.writeUInt32LE(crc32(bytes), 0)
    sizes.writeUInt32LE(packed.length, 4)
    sizes.writeUInt32LE(bytes.length, 8)
    const fixed = Buffer.from('14000008080000000000', 'hex')
    const lengths = Buffer.alloc(4)
    lengths.writeUInt16LE(Buffer.byteLength(name), 0)
    const local = [Buffer.from('PK\x03\x04'), fixed, sizes, lengths, Buffer.from(name), packed]
    const place = Buffer.alloc(14)
    place.writeUInt32LE(at, 10)
    directory.push(
      Buffer.concat([
        ...[
          Buffer.from('PK\x01\x02\x14\x00'),
          fixed,
          sizes,
          lengths.subarray(0, 2),
          Buffer.alloc(2),
        ],
        ...[place.subarray(0, 10), place.subarray(10), Buffer.from(name)],
      ]),
    )
    pieces.push(...local)
    at += local.reduce((sum, { length }) => sum + length, 0)
  }
  const index = Buffer.concat(directory)
  const end = Buffer.alloc(22)
  end.write('PK\x05\x06', 'latin1')
  end.writeUInt16LE(directory.length, 8)
  end.writeUInt16LE(directory.length, 10)
  end.writeUInt32LE(index.length, 12)
  end.writeUInt32LE(at, 16)
  return Buffer.concat([...pieces, index, end])
}

/** What a workbook of one or more sheets consists of, beside the sheets themselves. */
export interface WorkbookParts {
  /** Inner XML of the rows of each sheet, by its name. */
  readonly sheets: Readonly<Record<string, string>>
  readonly texts?: readonly string[]
  readonly hidden?: readonly string[]
  readonly date1904?: boolean
  readonly more?: Readonly<Record<string, string | Buffer>>
}

/** The least that a spreadsheet program would open as a workbook. */
export function workbookOf({ sheets, texts, hidden, date1904, more }: WorkbookParts): Buffer {
  const names = Object.keys(sheets)
  const main = 'http://schemas.openxmlformats.org/spreadsheetml/2006/main'
  const relations = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships'
  const escaped = (text: string) =>
    text.replace(/[&<>"]/g, (mark) => `&#${String(mark.charCodeAt(0))};`)
  const list = names
    .map((name, index) => {
      const state = hidden?.includes(name) === true ? ' state="hidden"' : ''
      return `<sheet name="${escaped(name)}" sheetId="${index + 1}"${state} r:id="r${index}"/>`
    })
    .join('')
  const targets = names
    .map((_, index) => `<Relationship Id="r${index}" Target="worksheets/sheet${index}.xml"/>`)
    .join('')
  return zipOf({
    'xl/workbook.xml': `<workbook xmlns="${main}" xmlns:r="${relations}"><workbookPr${date1904 === true ? ' date1904="1"' : ''}/><sheets>${list}</sheets></workbook>`,
    'xl/_rels/workbook.xml.rels': `<Relationships>${targets}</Relationships>`,
    ...(texts === undefined
      ? {}
      : {
          'xl/sharedStrings.xml': `<sst>${texts.map((text) => `<si><t>${escaped(text)}</t></si>`).join('')}</sst>`,
        }),
    ...Object.fromEntries(
      names.map((name, index) => [
        `xl/worksheets/sheet${index}.xml`,
        `<worksheet xmlns="${main}"><sheetData>${sheets[name]}</sheetData></worksheet>`,
      ]),
    ),
    ...more,
  })
}
