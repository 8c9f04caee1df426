import { Command } from 'commander'
import type { components } from '../../generated/openapi.js'
import { parseMonth } from '../../kernel/calendar.js'
import { printJson, terminal } from '../output.js'
import { asParty, PARTY_OPTION } from '../party.js'
import { runCommand } from '../run.js'

type Reference = components['schemas']['NotificationReference']

/** Notifications in one request at most. */
const MOST = 1000

interface Options {
  readonly party: string
  readonly json?: boolean
}

/** `vroegsignaal municipality redeliver`: what no key of the party opens is sealed anew by its creditors. */
export function redeliverCommand(): Command {
  return new Command('redeliver')
    .description('after a key was lost: ask creditors to deliver anew what none of your keys opens')
    .argument('<month>', 'a closed month, for example 2026-08')
    .requiredOption(...PARTY_OPTION)
    .option('--json', 'one JSON object as the last line')
    .action((month: string, options: Options) =>
      runCommand(() => redeliver(month, options), options.json === true),
    )
}

async function redeliver(text: string, { party, json }: Options): Promise<void> {
  const month = parseMonth(text)
  const asked = await asParty(party, async ({ hub, sealingKeys }) => {
    const pages = await hub.feedPages(month)
    const lost: Reference[] = pages.flatMap(({ document }) => {
      const closed = new Set(
        document.deliveryKeys.filter(({ keyId }) => !sealingKeys.has(keyId)).map(({ id }) => id),
      )
      return document.items.flatMap(({ notifications }) =>
        notifications
          .filter(
            ({ sealedIdentity: { jwe, deliveryKeyId = '' } }) => jwe && closed.has(deliveryKeyId),
          )
          .map(({ creditorId, notificationId }) => ({ creditorId, notificationId })),
      )
    })
    for (let from = 0; from < lost.length; from += MOST) {
      await hub.requestRedelivery('KEY_LOST', lost.slice(from, from + MOST))
    }
    return lost.length
  })
  if (json === true) return printJson(terminal, { month, asked })
  terminal.line(
    asked === 0
      ? `${month}: your keys open everything; nothing was asked.`
      : `${month}: asked for ${asked} notifications. Once their creditors delivered them anew, pull the month again.`,
  )
}
