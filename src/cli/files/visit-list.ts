import type { OpenedCase } from '../../client/index.js'

/** Who is visited: no more than somebody at the door needs. */
interface Visit {
  /** As much of the case's id as pages show: a withdrawal names nobody but the case. */
  readonly number: string
  readonly name: string
  readonly address: string
  readonly phone: string
  /** Until when, where there is a deadline. */
  readonly deadlineOn: string
}

/**
 * A list to print and take along: number, name, address, telephone and deadline of each case, in the
 * order of the feed. Neither creditors nor amounts nor reasons are in it; what was withdrawn, or was not opened,
 * is left out.
 *
 * @param month As `2026-09`.
 */
export function visitList(month: string, cases: readonly OpenedCase[]): string {
  const rows = cases
    .flatMap(visitOf)
    .map(
      ({ number, name, address, phone, deadlineOn }) =>
        `      <tr>${[number, name, address, phone, deadlineOn].map((cell) => `<td>${escaped(cell)}</td>`).join('')}</tr>`,
    )
  return `<!doctype html>
<html lang="nl">
  <head>
    <meta charset="utf-8" />
    <title>Bezoeklijst ${escaped(month)}</title>
    <style>
      body { font: 11pt sans-serif; margin: 2cm; }
      table { border-collapse: collapse; width: 100%; }
      th, td { border-bottom: 1px solid #777; padding: 6pt 8pt 6pt 0; text-align: left; vertical-align: top; }
      tr { break-inside: avoid; }
    </style>
  </head>
  <body>
    <h1>Bezoeklijst ${escaped(month)}</h1>
    <table>
      <tr><th>Zaak</th><th>Naam</th><th>Adres</th><th>Telefoon</th><th>Uiterlijk</th></tr>
${rows.join('\n')}
    </table>
  </body>
</html>
`
}

function visitOf({
  caseId,
  notifications,
  statusAtPull,
  deadlineOn = '',
}: OpenedCase): readonly Visit[] {
  const people = notifications.flatMap(({ identity }) => identity ?? [])
  if (people.length === 0 || statusAtPull === 'WITHDRAWN') return []
  const name = commonest(
    people.map(({ person: { initials = '', prefix = '', surname } }) =>
      [initials, prefix, surname].filter(Boolean).join(' '),
    ),
  )
  const address = commonest(people.map((one) => addressOf(one.address)))
  const phone = [...new Set(people.flatMap((one) => one.phone ?? []))].join(', ')
  return [{ number: caseId.slice(0, 8), name, address, phone, deadlineOn }]
}

type Identity = NonNullable<OpenedCase['notifications'][number]['identity']>

function addressOf(address: Identity['address']): string {
  const { street = '', houseNumber, addition = '', postcode, city = '' } = address
  const spaced = postcode.replace(/^(\d{4})([A-Z]{2})$/, '$1 $2')
  return `${street} ${houseNumber} ${addition}`.replace(/ +/g, ' ').trim() + `, ${spaced} ${city}`
}

/** One household out of several notifications: as it was written most often. */
function commonest(texts: readonly string[]): string {
  const counts = new Map<string, number>()
  for (const text of texts) counts.set(text, (counts.get(text) ?? 0) + 1)
  return [...counts].sort((left, right) => right[1] - left[1])[0]?.[0] ?? ''
}

function escaped(text: string): string {
  return text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;')
}
