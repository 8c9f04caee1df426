import { CATALOGUE, CAUSES } from '../http/problem.js'
import type { Bilingual } from '../http/problem-kind.js'
import type { ErrorCode } from '../kernel/errors.js'
import type { Book } from './book.js'
import { itemCodes } from './item-codes.js'

/** Every refusal and every code of an item as one document, with cause and remedy, English and Dutch. */
export function refusalsDocument(book: Book): string {
  const problems = (Object.keys(CATALOGUE) as ErrorCode[]).sort().map((code) => {
    const { status, title, remedy } = CATALOGUE[code]
    return entry(`\`${code}\` (${status})`, title, CAUSES[code], remedy)
  })
  const codes = (kind: string) =>
    itemCodes(book)
      .filter((one) => one.kind === kind)
      .sort((a, b) => (a.code < b.code ? -1 : 1))
      .map(({ code, cause, remedy }) => entry(`\`${code}\``, undefined, cause, remedy))
  return [
    '# Refusals',
    'Written by `npm run generate` from what the hub itself answers with. The public listener shows the',
    'same under `/problems/{code}`, where the `type` of a problem points.\n',
    '_Nederlands:_ elke weigering met oorzaak en wat te doen; bij elke code staat het Nederlands eronder.\n',
    '## Requests\n',
    ...problems,
    '## Items of a batch: errors\n',
    ...codes('error'),
    '## Items of a batch: warnings\n',
    ...codes('warning'),
  ]
    .join('\n')
    .replace('# Refusals\n', '# Refusals\n\n')
}

function entry(
  name: string,
  title: Bilingual | undefined,
  cause: Bilingual,
  remedy: Bilingual,
): string {
  const lines = [
    `- Cause: ${cause.en}`,
    `- Remedy: ${remedy.en}`,
    `- _Oorzaak: ${cause.nl}_`,
    `- _Wat te doen: ${remedy.nl}_`,
  ]
  const said = title === undefined ? '' : `${title.en} · _${title.nl}_\n\n`
  return `### ${name}\n\n${said}${lines.join('\n')}\n`
}
