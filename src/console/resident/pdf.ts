import { createRequire } from 'node:module'
import { setImmediate } from 'node:timers/promises'
import PDFDocument from 'pdfkit'
import { answerTexts, type AnswerText, type Piece, type ResidentAnswer } from './content.js'

const { resolve } = createRequire(import.meta.url)
/** Fonts that go into the file, so that every letter of a Dutch name is there wherever it is read. */
const REGULAR = resolve('source-sans/TTF/SourceSans3-Regular.ttf')
const BOLD = resolve('source-sans/TTF/SourceSans3-Bold.ttf')

const MARGIN = 56
const ROWS_AT_ONCE = 25
const SIZE = { title: 20, heading: 14, text: 11, cell: 9.5 } as const

/**
 * The answer to a resident as a PDF to print or to send: the same words as `residentPackage`. Tagged
 * for screen readers (title, languages, headings, heads of tables), with its fonts inside. Made in
 * memory: nothing of it is written anywhere.
 */
export async function residentPdf(answer: ResidentAnswer): Promise<Buffer> {
  const texts = answerTexts(answer)
  const [{ language, title }] = texts as readonly [AnswerText]
  const document = new PDFDocument({
    size: 'A4',
    margin: MARGIN,
    font: REGULAR,
    pdfVersion: '1.7',
    // Its types know the subsets of PDF/A only; without it the file does not say that it is accessible.
    subset: 'PDF/UA' as 'PDF/A-1',
    tagged: true,
    lang: language,
    displayTitle: true,
    info: { Title: title, Creator: 'Vroegsignaal', Producer: 'PDFKit', CreationDate: answer.now },
  })
  const bytes = collect(document)
  for (const [at, text] of texts.entries()) {
    if (at > 0) document.addPage()
    await write(document, text)
  }
  document.end()
  return bytes
}

type Section = ReturnType<PDFKit.PDFDocument['struct']>

async function write(
  document: PDFKit.PDFDocument,
  { language, title, pieces }: AnswerText,
): Promise<void> {
  const section = document.struct('Sect', { lang: language })
  document.addStructure(section)
  line(document, section, 'H1', title)
  for (const piece of pieces) {
    if (piece.kind === 'table') await grid(document, section, piece)
    else line(document, section, piece.kind === 'heading' ? 'H2' : 'P', piece.text)
  }
  section.end()
}

function line(
  document: PDFKit.PDFDocument,
  section: Section,
  tag: 'H1' | 'H2' | 'P',
  text: string,
): void {
  const size = tag === 'H1' ? SIZE.title : tag === 'H2' ? SIZE.heading : SIZE.text
  const font = tag === 'P' ? REGULAR : BOLD
  document.moveDown(tag === 'H2' ? 0.8 : 0)
  section.add(
    document.struct(tag, {}, () => {
      document.font(font).fontSize(size).text(text, MARGIN, document.y, { lineGap: 2 })
    }),
  )
  document.moveDown(0.4)
}

async function grid(
  document: PDFKit.PDFDocument,
  section: Section,
  { head, rows }: Extract<Piece, { kind: 'table' }>,
): Promise<void> {
  document.font(REGULAR).fontSize(SIZE.cell)
  const options = {
    structParent: section,
    position: { x: MARGIN, y: document.y },
    columnStyles: head.map(() => '*' as const),
    defaultStyle: { padding: 4, border: [0, 0, 0.5, 0], borderColor: '#767676' },
  } satisfies PDFKit.Mixins.TableOptions & { readonly structParent: Section }
  const table = document.table(options)
  const bold = { src: BOLD, size: SIZE.cell }
  table.row(
    head.map((text) => ({ text, type: 'TH' as const, scope: 'Column' as const, font: bold })),
  )
  for (const [at, cells] of rows.entries()) {
    table.row([...cells])
    // A row takes about a millisecond, and others are waiting for this process.
    if (at % ROWS_AT_ONCE === ROWS_AT_ONCE - 1) await setImmediate()
  }
  table.end()
  document.moveDown(0.6)
}

function collect(document: PDFKit.PDFDocument): Promise<Buffer> {
  const chunks: Buffer[] = []
  return new Promise((done, fail) => {
    document.on('data', (chunk: Buffer) => chunks.push(chunk))
    document.on('end', () => done(Buffer.concat(chunks)))
    document.on('error', fail)
  })
}
