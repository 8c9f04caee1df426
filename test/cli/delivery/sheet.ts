/** The headings of a landlord's spreadsheet, in Dutch and as people write them. */
export const HEADINGS = [
  ...['Gemeente', 'Klantnr', 'Bedrag', 'Achterstand sinds', 'Voorletters', 'Tussenvoegsel', 'Naam'],
  ...['Straat', 'Huisnr.', 'Postcode', 'Plaats', 'Telefoon', 'E-mail'],
  ...['Persoonlijk contact op', 'Gewezen op schuldhulp op', 'Aantal herinneringen'],
  ...['Aangeboden te delen op', 'Geen bezwaar', 'Huidige huurder', 'Geen betalingsregeling'],
  ...['Natuurlijk persoon'],
] as const

/** One heading of such a spreadsheet. */
export type Heading = (typeof HEADINGS)[number]

/** The cells of somebody who does not exist, as a landlord types them on 10 August 2026. */
export function tenant(
  number: number,
  changes: Readonly<Partial<Record<Heading, string>>> = {},
): string[] {
  const cells: Record<Heading, string> = {
    Gemeente: '34',
    Klantnr: `H-${number}`,
    Bedrag: `1.${String(200 + (number % 700))},50`,
    'Achterstand sinds': '15-06-2026',
    Voorletters: 'V.',
    Tussenvoegsel: 'van',
    Naam: `Verzonnen${number}`,
    Straat: 'Fictielaan',
    'Huisnr.': String((number % 9000) + 1),
    Postcode: '1315 zz',
    Plaats: 'Almere',
    Telefoon: '06-00000000',
    'E-mail': `v${number}@post.example`,
    'Persoonlijk contact op': '14-07-2026',
    'Gewezen op schuldhulp op': '14-07-2026',
    'Aantal herinneringen': '3',
    'Aangeboden te delen op': '21-07-2026',
    'Geen bezwaar': 'ja',
    'Huidige huurder': 'ja',
    'Geen betalingsregeling': 'ja',
    'Natuurlijk persoon': 'ja',
    ...changes,
  }
  return HEADINGS.map((heading) => cells[heading])
}

/** A CSV file as a Dutch spreadsheet writes it. */
export function csvOf(
  rows: readonly (readonly string[])[],
  headings: readonly string[] = HEADINGS,
) {
  const quoted = (cell: string) => (/[;"\n]/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell)
  return [headings, ...rows].map((row) => `${row.map(quoted).join(';')}\r\n`).join('')
}
