import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import t from 'tap'
import { studySheet } from '../../../src/cli/delivery/studied-sheet.js'
import { columnLines } from '../../../src/cli/delivery/screen.js'
import { openSheet } from '../../../src/cli/files/open-sheet.js'
import { safeCell } from '../../../src/cli/files/safe-cells.js'
import { templateFile } from '../../../src/cli/files/template-file.js'
import { CELL_ERROR } from '../../../src/spreadsheet/index.js'
import { workbookOf, zipOf } from './zip.js'

const folder = t.testdir({})
let number = 0
const write = (content: string | Buffer) => {
  number += 1
  const file = join(folder, `sheet-${number}`)
  writeFileSync(file, content)
  return file
}
const rowsOf = async (content: string | Buffer, sheet?: string) => {
  const open = await openSheet(write(content), sheet)
  const rows = []
  for await (const { number: at, cells } of open.rows()) rows.push([at, ...cells])
  return { form: open.form, rows }
}
const study = async (content: string | Buffer) =>
  studySheet(await openSheet(write(content)), { map: new Map() })
/** What people write in Windows-1252. */
const windows = (text: string) =>
  Buffer.from(text.replaceAll('€', '\x80').replaceAll('’', '\x92'), 'latin1')

t.test('text files', async (t) => {
  await t.test('are read in the encodings that spreadsheets write', async (t) => {
    const text = 'naam;plaats\r\nÉéñ’s €;Ærø\r\n'
    const read = [
      [1, 'naam', 'plaats'],
      [2, 'Één’s €'.replace('n', 'ñ'), 'Ærø'],
    ]
    const forms = [
      [Buffer.from(text), 'CSV ; utf-8'],
      [Buffer.from(`\ufeff${text}`), 'CSV ; utf-8'],
      [Buffer.from(`\ufeff${text}`, 'utf16le'), 'CSV ; utf-16le'],
      [windows(text), 'CSV ; windows-1252'],
    ] as const
    for (const [bytes, form] of forms) t.strictSame(await rowsOf(bytes), { form, rows: read }, form)
  })

  await t.test('a byte that means nothing is refused, as is what is no text at all', async (t) => {
    await t.rejects(rowsOf(Buffer.from('naam;x\r\n\x81;y', 'latin1')), { code: 'file.encoding' })
    await t.rejects(rowsOf(Buffer.from('naam\0;x')), { code: 'file.type' })
    await t.rejects(rowsOf(Buffer.from('d0cf11e0a1b11ae1', 'hex')), { code: 'file.workbook' })
    await t.rejects(openSheet(join(folder, 'is-not-there')), { code: 'file.unreadable' })
  })

  await t.test(
    'the separator is the one that the headings use, or that the file names',
    async (t) => {
      const read = (...cells: string[]) => [1, ...cells]
      t.strictSame((await rowsOf('a;b,c;d')).rows, [read('a', 'b,c', 'd')])
      t.strictSame((await rowsOf('a,b,"c;d;e"')).rows, [read('a', 'b', 'c;d;e')])
      t.strictSame((await rowsOf('a\tb\tc;d')).rows, [read('a', 'b', 'c;d')])
      t.strictSame((await rowsOf('sep=,\r\na;x,b;y\r\n')).rows, [
        [1, ''],
        [2, 'a;x', 'b;y'],
      ])
    },
  )

  await t.test('rows keep the number of the line that they begin on', async (t) => {
    const { rows } = await rowsOf('a;b\r\n\r\n"twee\nregels";x\r\ny\r\n;;\r\n')
    t.strictSame(
      rows.map(([at]) => at),
      [1, 2, 3, 5, 6],
    )
  })

  await t.test('a broken row is named by its line, without what stands there', async (t) => {
    const failure = (await rowsOf('a;b\r\nc;d\r\n"geheim;e\r\n').catch(
      (error: unknown) => error,
    )) as Error
    t.match(failure, { code: 'file.csv', message: /line 3/ })
    t.notMatch(failure.message, 'geheim')
    const endless = `a;b\r\n${'x'.repeat(300_000)}`
    await t.rejects(rowsOf(endless), { code: 'file.csv' })
  })
})

t.test('workbooks', async (t) => {
  const place = (row: string) => `<row r="7">${row}</row>`
  const cells = async (row: string, texts?: string[]) => {
    const parts = texts === undefined ? {} : { texts }
    return (await rowsOf(workbookOf({ sheets: { Blad1: place(row) }, ...parts }))).rows[0]
  }

  await t.test('every kind of cell is read', async (t) => {
    t.strictSame(await cells('<c r="A7" t="s"><v>1</v></c>', ['nul', 'één & <1>']), [
      7,
      'één & <1>',
    ])
    t.strictSame(await cells('<c r="B7"><v>46387</v></c>'), [7, '', 46387])
    t.strictSame(await cells('<c t="b"><v>1</v></c><c t="b"><v>0</v></c>'), [7, true, false])
    t.strictSame(await cells('<c t="e"><v>#N/A</v></c>'), [7, CELL_ERROR])
    t.strictSame(await cells('<c t="str"><f>A1&amp;"x"</f><v>uitkomst</v></c>'), [7, 'uitkomst'])
    t.strictSame(await cells('<c t="inlineStr"><is><t>los</t></is></c>'), [7, 'los'])
    t.strictSame(await cells('<c r="AB7"/><c r="AC7"><f>1/0</f></c>'), [7])
    const rich = workbookOf({
      sheets: { a: place('<c t="s"><v>0</v></c>') },
      more: {
        'xl/sharedStrings.xml':
          '<sst><si><r><t>dik</t></r><r><t> dun</t></r><rPh><t>klank</t></rPh></si></sst>',
      },
    })
    t.strictSame((await rowsOf(rich)).rows, [[7, 'dik dun']])
  })

  await t.test('the first visible sheet is read, or the one that is asked for', async (t) => {
    const sheet = (text: string) => `<row r="1"><c t="inlineStr"><is><t>${text}</t></is></c></row>`
    const book = workbookOf({
      sheets: { Oud: sheet('oud'), Nu: sheet('nu'), 'A & B': sheet('ab') },
      hidden: ['Oud'],
    })
    t.strictSame((await rowsOf(book)).rows, [[1, 'nu']])
    t.strictSame((await rowsOf(book, 'A & B')).rows, [[1, 'ab']])
    await t.rejects(rowsOf(book, 'Elders'), { code: 'file.sheet' })
    const { otherSheets } = await openSheet(write(book))
    t.strictSame(otherSheets, ['A & B'])
  })

  await t.test('day 0 is 1904 where the workbook says so', async (t) => {
    const sheets = { a: place('<c><v>1</v></c>') }
    t.equal((await openSheet(write(workbookOf({ sheets })))).dayZero, '1900')
    t.equal((await openSheet(write(workbookOf({ sheets, date1904: true })))).dayZero, '1904')
  })

  await t.test('what is broken or meant to do harm is refused', async (t) => {
    const sheet = (xml: string) => ({ 'xl/worksheets/sheet0.xml': xml })
    const inside = (xml: string) => workbookOf({ sheets: { a: '' }, more: sheet(xml) })
    const bombs = [
      zipOf({ 'word/document.xml': '<x/>' }),
      workbookOf({ sheets: { a: '' } }).subarray(0, 200),
      inside('<worksheet><row>'),
      inside('<!DOCTYPE x [<!ENTITY a "aa"><!ENTITY b "&a;&a;">]><worksheet>&b;</worksheet>'),
      inside('<worksheet>&onbekend;</worksheet>'),
      inside('<w><row r="2"/><row r="1"/></w>'),
      inside('<w><row r="1"><c r="oeps"><v>1</v></c></row></w>'),
      inside('<w><row r="1"><c t="s"><v>5</v></c></row></w>'),
      inside('<w><row r="1"><c><v>vijf</v></c></row></w>'),
      inside(`<w ${'a'.repeat(200_000)}="1"/>`),
      Buffer.concat([Buffer.from('PK\x03\x04'), Buffer.alloc(100, 7)]),
    ]
    for (const [at, bomb] of bombs.entries()) {
      await t.rejects(rowsOf(bomb), { code: 'file.workbook' }, `number ${at}`)
    }
  })

  await t.test('a cell of a hundred megabytes is cut off, not kept', async (t) => {
    const long = `<row r="1"><c t="str"><v>${'x'.repeat(100 * 2 ** 20)}</v></c></row>`
    const file = write(workbookOf({ sheets: { a: long } }))
    const before = process.memoryUsage().rss
    const { rows } = await openSheet(file).then(async (open) => {
      const found = []
      for await (const row of open.rows()) found.push(row)
      return { rows: found }
    })
    t.ok((rows[0]!.cells[0] as string).length < 200_000)
    t.ok(process.memoryUsage().rss - before < 150 * 2 ** 20)
  })
})

t.test('headings', async (t) => {
  const body = 'Jansen;1315ZZ;1\r\n'

  await t.test('may stand below a title and empty rows', async (t) => {
    const { headingRow, survey } = await study(
      `Overzicht 2026\r\n\r\nNaam;Postcode;Huisnr\r\n${body}`,
    )
    t.equal(headingRow, 3)
    t.equal(survey.rows, 1)
  })

  await t.test('are not made up from a row of data', async (t) => {
    const failure = (await study(body.repeat(30)).catch((error: unknown) => error)) as Error
    t.match(failure, { code: 'headings.none' })
    t.notMatch(JSON.stringify(failure), /Jansen|1315/)
    await t.rejects(study(''), { code: 'headings.none' })
    await t.rejects(study('Naam;Postcode;Huisnr\r\n;;\r\n'), { code: 'file.empty' })
  })

  await t.test('are shown without what a terminal would act on', async (t) => {
    const sheet = await study(
      `Naam;Postcode;Huisnr;\u001b[31mR\u202eood${'o'.repeat(99)}\r\n${body}`,
    )
    const lines = columnLines(sheet, 'nl').join('\n')
    t.match(lines, /D +\[31mR oodo+… +niet begrepen; niet verstuurd/)
    t.notMatch(lines, /\u001b|\u202e|Jansen/)
  })
})

t.test('a template can be filled in and read back, in each form', async (t) => {
  for (const language of ['nl', 'en'] as const) {
    for (const form of ['csv', 'xlsx'] as const) {
      const { columns, survey } = await study(await templateFile(language, form))
      t.strictSame(columns.unknown, [])
      t.equal(survey.rows, 1)
    }
  }
})

t.test('what a report says is never calculated by a spreadsheet', async (t) => {
  for (const text of ['=1+1', '+1', '-1', '@x', '\t=1', '\r=1', '|x', '%x']) {
    t.equal(safeCell(text), `'${text}`)
  }
  t.equal(safeCell('huur'), 'huur')
})
