import { getDocument } from 'pdfjs-dist/legacy/build/pdf.mjs'

/** What an independent reader finds in a PDF. */
export interface ReadPdf {
  readonly title: string
  readonly language: string
  readonly text: string
  readonly isTagged: boolean
  /** Whether it says of itself that it keeps PDF/UA. */
  readonly claimsAccessibility: boolean
  /** Kinds of structure elements, each once and sorted. */
  readonly roles: readonly string[]
  /** Fonts that the file brings along, and fonts that the reader would need to have. */
  readonly fontsInside: number
  readonly fontsElsewhere: number
}

interface StructNode {
  readonly role?: string
  readonly children?: readonly StructNode[]
}

/** Reads a PDF with pdf.js. */
export async function readPdf(bytes: Buffer): Promise<ReadPdf> {
  const document = await getDocument({ data: new Uint8Array(bytes), verbosity: 0 }).promise
  const { info } = (await document.getMetadata()) as { info: object } as {
    info: Readonly<Record<string, string>>
  }
  const mark = (await document.getMarkInfo()) as { Marked?: boolean } | null
  const texts: string[] = []
  const roles = new Set<string>()
  const visit = ({ role, children = [] }: StructNode) => {
    if (role !== undefined && role !== 'Root') roles.add(role)
    children.forEach(visit)
  }
  for (let at = 1; at <= document.numPages; at += 1) {
    const page = await document.getPage(at)
    const { items } = await page.getTextContent()
    texts.push(items.map((item) => ('str' in item ? item.str : '')).join(' '))
    visit((await page.getStructTree()) as StructNode)
  }
  const raw = bytes.toString('latin1')
  await document.destroy()
  return {
    title: info['Title'] ?? '',
    language: info['Language'] ?? '',
    text: texts.join('\n'),
    isTagged: mark?.Marked === true,
    claimsAccessibility: raw.includes('<pdfuaid:part>1<'),
    roles: [...roles].sort(),
    fontsInside: raw.match(/\/FontFile2 /g)?.length ?? 0,
    fontsElsewhere: raw.match(/\/Subtype \/Type1\b/g)?.length ?? 0,
  }
}
