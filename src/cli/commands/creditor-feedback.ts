import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { Command } from 'commander'
import { writePrivate } from '../../client/index.js'
import type { components } from '../../generated/openapi.js'
import { printJson, table, terminal } from '../output.js'
import { asParty, PARTY_OPTION } from '../party.js'
import { runCommand } from '../run.js'

type FeedbackItem = components['schemas']['FeedbackItem']

interface Options {
  readonly party: string
  readonly creditor?: string
  readonly all?: boolean
  readonly json?: boolean
}

/** `vroegsignaal creditor feedback`: what came of one's notifications, each item once. */
export function feedbackCommand(): Command {
  return new Command('feedback')
    .description('what municipalities let you know about your notifications; each item comes once')
    .requiredOption(...PARTY_OPTION)
    .option('--creditor <id>', 'for which principal, when you deliver as an agent')
    .option('--all', 'from the beginning instead of what is new')
    .option('--json', 'one JSON object as the last line')
    .action((options: Options) => runCommand(() => feedback(options), options.json === true))
}

async function feedback({ party, creditor, all, json }: Options): Promise<void> {
  const file = join(party, `feedback${creditor === undefined ? '' : `-${creditor}`}.txt`)
  const items: FeedbackItem[] = []
  await asParty(party, async ({ hub }) => {
    let after = all === true ? undefined : await placeIn(file)
    for (let count = 1; count > 0;) {
      const { document } = await hub.feedbackPage(after, creditor)
      items.push(...document.items)
      count = document.items.length
      after = document.next
    }
    // Printed first, kept after: what goes wrong in between comes again rather than never.
    print(items, json === true)
    writePrivate(file, `${after!}\n`)
  })
}

function print(items: readonly FeedbackItem[], json: boolean): void {
  if (json) return printJson(terminal, { items })
  terminal.line(items.length === 0 ? 'Nothing new.' : `${items.length} new`)
  if (items.length === 0) return
  const rows = items.map((item) => [
    item.notificationId,
    item.municipalityCode,
    `${item.code}${item.isCorrection ? ' (corrects what was said before)' : ''}`,
    item.reportedOn,
  ])
  table(['notification', 'municipality', 'code', 'reported'], rows).forEach((line) =>
    terminal.line(line),
  )
}

async function placeIn(file: string): Promise<string | undefined> {
  try {
    return (await readFile(file, 'utf8')).trim()
  } catch {
    return undefined
  }
}
