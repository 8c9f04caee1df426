import { createHash } from 'node:crypto'
import { CommandFailure } from '../failure.js'
import type { ItemSource } from './source.js'
import type { DeliveryPlan, PlanHead } from './state.js'
import type { ReadingOptions } from './studied-sheet.js'

/** What a plan for a file is for. */
export function headOf(
  { look }: ItemSource,
  reading: ReadingOptions,
  hub: string,
  { given, municipalities, reportedOn }: Pick<PlanHead, 'given' | 'municipalities' | 'reportedOn'>,
): PlanHead {
  const told = {
    ...reading,
    map: [...reading.map].map(([heading, field]) => [heading, field?.name]),
  }
  const digest = createHash('sha256').update(JSON.stringify(told)).digest('hex')
  return {
    version: 1,
    file: look.digest,
    hub,
    reading: digest,
    given,
    municipalities,
    reportedOn,
  }
}

/**
 * A plan is for one file, one hub and one way of reading.
 *
 * @throws {CommandFailure} `file.changed`, `delivery.other_options`.
 */
export function requireSame({ head }: DeliveryPlan, now: PlanHead): void {
  if (head.file === now.file && head.hub === now.hub && head.reading === now.reading) return
  const [code, message, dutch] =
    head.file === now.file
      ? ([
          'delivery.other_options',
          'The delivery of this file began with other options or for another hub. Give the same ones, or begin anew with --new.',
          'De aanlevering van dit bestand begon met andere opties of voor een andere hub. Geef dezelfde, of begin opnieuw met --new.',
        ] as const)
      : ([
          'file.changed',
          'The file was changed after its delivery began. Put the old file back and give the command again to complete it; or deliver the changed file with --new: rows that were delivered are recognised and not sent twice.',
          'Het bestand is gewijzigd nadat de aanlevering begon. Zet het oude bestand terug en geef het commando opnieuw om haar te voltooien; of lever het gewijzigde bestand aan met --new: rijen die al zijn afgeleverd worden herkend en niet dubbel verstuurd.',
        ] as const)
  throw new CommandFailure(code, message, 2, dutch)
}
