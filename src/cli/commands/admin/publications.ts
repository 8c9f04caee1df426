import { Command } from 'commander'
import {
  attackPublication,
  listPublications,
  preparePublication,
  releasePublication,
  withdrawPublication,
  type Attacked,
} from '../../../publication/index.js'
import { table, terminal } from '../../output.js'
import { act, common, type Answer, type Common } from './act.js'

interface WithdrawOptions extends Common {
  readonly reason: string
}

/** `admin publication …`: national statistics, in which nobody can be found. */
export function publicationCommand(): Command {
  const publication = new Command('publication').description(
    'national statistics for everybody: prepare, attack, release, withdraw',
  )
  const period = (name: string, description: string) =>
    common(publication.command(name))
      .description(description)
      .argument('<period>', '2026-08 or 2026')
  period('prepare', 'count a period and leave out what is too small to be shown').action(
    (text: string, options: Common) =>
      act(options, async (...hub) => {
        const found = await preparePublication(...hub, text, told(options))
        const next =
          found.exposed.length > 0
            ? 'It cannot be released: too few municipalities to hide behind.'
            : `Next, by somebody else: vroegsignaal admin publication release ${text} --operator …`
        return answer(found, next)
      }),
  )
  period('attack', 'try to find small numbers in a draft or a release').action(
    (text: string, options: Common) =>
      act(options, async (...hub) => {
        const found = await attackPublication(...hub, text, told(options))
        if (found.exposed.length > 0) process.exitCode = 1
        return answer(found)
      }),
  )
  period('release', 'publish a draft that somebody else prepared, if an attack on it fails').action(
    (text: string, options: Common) =>
      act(options, async (...hub) => {
        const found = await releasePublication(...hub, text, told(options))
        return answer(found, `Published below /statistics of the public listener.`)
      }),
  )
  period('withdraw', 'take a release back; it stays in the ledger')
    .requiredOption('--reason <text>', 'what was wrong, for everybody to read')
    .action((text: string, options: WithdrawOptions) =>
      act(options, async (...hub) => {
        await withdrawPublication(...hub, text, options.reason)
        return { json: { period: text, withdrawn: true }, lines: [`${text} is withdrawn.`] }
      }),
    )
  common(publication.command('list'))
    .description('the ledger of everything that was prepared or published')
    .action((options: Common) =>
      act(options, async (...hub) => ledger(await listPublications(...hub))),
    )
  return publication
}

function answer(found: Attacked, next?: string): Answer {
  const exposed = found.exposed.map(({ cell: { row, variable }, bounds }) => ({
    row,
    variable,
    ...bounds,
  }))
  const { period, municipalities, cells, shown, targets, unknowns, equations } = found
  const lines = [
    `${period}: ${municipalities} municipalities, ${shown} of ${cells} numbers are shown`,
    `Attack: ${targets} small numbers, ${unknowns} unknowns in ${equations} sums, ${exposed.length} found`,
    ...exposed.map(
      ({ row, variable, low, high }) => `  ${variable} of ${row} lies between ${low} and ${high}`,
    ),
    ...(next === undefined ? [] : [next]),
  ]
  return { json: { ...found, exposed }, lines }
}

function ledger(found: Awaited<ReturnType<typeof listPublications>>): Answer {
  const rows = found.map((line) => [
    line.period,
    line.preparedAt.slice(0, 10),
    line.preparedBy,
    line.releasedAt?.slice(0, 10) ?? '',
    line.releasedBy ?? '',
    line.withdrawnAt?.slice(0, 10) ?? '',
    String(line.attack.exposed),
  ])
  const head = ['period', 'prepared', 'by', 'released', 'by', 'withdrawn', 'exposed']
  const publications = found.map(({ content, ...line }) => ({
    ...line,
    municipalities: content.municipalities.length,
  }))
  return {
    json: { publications },
    lines: rows.length === 0 ? ['Nothing was prepared yet.'] : table(head, rows),
  }
}

/** Says on standard error how far an attack is, to whoever waits for it. */
function told({ json }: Common): ((done: number, of: number) => void) | undefined {
  if (json === true || !process.stderr.isTTY) return undefined
  return (done, of) => terminal.note(`attacking: ${done} of ${of}`)
}
