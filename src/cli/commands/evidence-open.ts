import { Command } from 'commander'
import { EnvelopeOpener, type HubConnection, writePrivate } from '../../client/index.js'
import type { components } from '../../generated/openapi.js'
import { parseMonth } from '../../kernel/calendar.js'
import { CommandFailure } from '../failure.js'
import { terminal } from '../output.js'
import { asParty, PARTY_OPTION } from '../party.js'
import { runCommand } from '../run.js'

/** What an envelope is looked for in: a page of a month or of the urgent lane. */
interface Page {
  readonly deliveryKeys: components['schemas']['FeedPage']['deliveryKeys']
  readonly notifications: readonly {
    readonly creditorId: string
    readonly notificationId: string
    readonly sealedIdentity?: components['schemas']['FeedNotification']['sealedIdentity']
  }[]
}

interface Options {
  readonly party: string
  readonly output: string
}

/** `vroegsignaal evidence open`: what a municipality received of one notification, to prove it. */
export function openCommand(): Command {
  return new Command('open')
    .description('municipality: open the envelope of one notification, with what proves it')
    .argument('<month>', 'as 2026-09, or urgent for the urgent lane')
    .argument('<creditor>', 'id of the creditor')
    .argument('<notification>', 'its notificationId')
    .requiredOption(...PARTY_OPTION)
    .requiredOption('--output <file>', 'where to; it holds a person, keep it accordingly')
    .action((month: string, creditor: string, notification: string, options: Options) =>
      runCommand(() => open(month, creditor, notification, options), false),
    )
}

async function open(
  month: string,
  creditor: string,
  notification: string,
  { party, output }: Options,
): Promise<void> {
  const content = await asParty(party, async ({ hub, sealingKeys }) => {
    for await (const { deliveryKeys, notifications } of pagesOf(hub, month)) {
      const found = notifications.find(
        (one) => one.creditorId === creditor && one.notificationId === notification,
      )
      if (found?.sealedIdentity === undefined) continue
      const opener = new EnvelopeOpener(deliveryKeys, sealingKeys)
      return opener.open(creditor, notification, found.sealedIdentity)?.content
    }
    return undefined
  })
  if (content === undefined) {
    const message = 'There is no envelope of that notification there any more.'
    throw new CommandFailure('evidence.withheld', message)
  }
  writePrivate(output, `${content}\n`)
  terminal.line(`What the envelope held is in ${output}.`)
}

async function* pagesOf(hub: HubConnection, month: string): AsyncGenerator<Page> {
  if (month !== 'urgent') {
    for (const { document } of await hub.feedPages(parseMonth(month))) {
      const notifications = document.items.flatMap((item) => item.notifications)
      yield { deliveryKeys: document.deliveryKeys, notifications }
    }
    return
  }
  for (let after: string | undefined; ;) {
    const { document } = await hub.urgentPage(after)
    if (document.items.length === 0 || document.next === null) return
    const notifications = document.items.map((item) => item.notification)
    yield { deliveryKeys: document.deliveryKeys, notifications }
    after = document.next
  }
}
