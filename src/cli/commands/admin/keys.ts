import { Command } from 'commander'
import type { LoggedOperation } from '../../../access-log/index.js'
import {
  endEpoch,
  endLogSubjectYear,
  ensureKeys,
  KeyInUseError,
  selectEpochs,
  type LogKeyEvent,
} from '../../../identity/index.js'
import { list, recordChange, type Operator, type RegistryContext } from '../../../registry/index.js'
import { retireSealingKey, selectSealingKeys } from '../../../sealing-keys/index.js'
import { CommandFailure } from '../../failure.js'
import { table } from '../../output.js'
import { act, asMunicipality, common, usage, type Common } from './act.js'

/** `admin epoch …`: secrets of pseudonyms, each for a time. */
export function epochCommand(): Command {
  const epoch = new Command('epoch').description('secrets of pseudonyms, each for a time')
  common(epoch.command('list'))
    .description('all epochs')
    .action((options: Common) =>
      act(options, async (context, operator) => {
        const epochs = await list(context, operator, 'listEpochs', selectEpochs)
        const shown = epochs.map(({ checkValue: _, ...row }) => row)
        const rows = shown.map((row) => [
          row.number,
          row.startsOn,
          row.endsOn,
          row.isDestroyed ? 'destroyed' : '',
        ])
        return { json: { epochs: shown }, lines: table(['epoch', 'from', 'until', ''], rows) }
      }),
    )
  common(epoch.command('add'))
    .description('make the secrets that must exist by now, as the running hub does by itself')
    .action((options: Common) =>
      act(options, async (context, operator) => {
        const { db, config, clock } = context
        const log = logging(context, operator, 'addEpoch')
        const made = await ensureKeys(db, config.secretsDir, clock.now(), log)
        return { json: { made }, lines: [`Made ${made} secrets in ${config.secretsDir}.`] }
      }),
    )
  common(epoch.command('destroy'))
    .description('destroy the secret of an epoch that is over; nothing can undo it')
    .argument('<number>')
    .requiredOption('--attested-by <pseudonyms...>', 'two people who saw every copy destroyed')
    .action((number: string, options: Common & { attestedBy: readonly string[] }) =>
      act(options, async (context, operator) => {
        const end: Ending = (pair, log) => {
          const { db, config, clock } = context
          return endEpoch(db, config.secretsDir, Number(number), pair, clock.now(), log)
        }
        const destroyed = await destroy(context, operator, number, options.attestedBy, end)
        const line = destroyed ? `Epoch ${number} has ended.` : `Epoch ${number} had ended before.`
        return { json: { number: Number(number), destroyed }, lines: [line] }
      }),
    )
  common(epoch.command('destroy-log-year'))
    .description('attest that every copy of the key of a year of the log is gone')
    .argument('<year>')
    .requiredOption('--attested-by <pseudonyms...>', 'two people who saw every copy destroyed')
    .action((year: string, options: Common & { attestedBy: readonly string[] }) =>
      act(options, async (context, operator) => {
        const end: Ending = (pair, log) => {
          const { db, config, clock } = context
          return endLogSubjectYear(db, config.secretsDir, Number(year), pair, clock.now(), log)
        }
        const destroyed = await destroy(context, operator, year, options.attestedBy, end)
        const line = destroyed ? `Of ${year} nothing is left.` : `It was attested before.`
        return { json: { year: Number(year), destroyed }, lines: [line] }
      }),
    )
  return epoch
}

/** `admin sealing-key …`: keys that identities are sealed for. */
export function sealingKeyCommand(): Command {
  const sealingKey = new Command('sealing-key').description('keys that identities are sealed for')
  common(sealingKey.command('list'))
    .description('sealing keys of a municipality, newest first')
    .requiredOption('--municipality <code>', 'CBS code')
    .action((options: Common & { municipality: string }) =>
      act(options, async (context, operator) => {
        const code = asMunicipality(options.municipality, '--municipality')
        const keys = await list(context, operator, 'listSealingKeys', (tx) =>
          selectSealingKeys(tx, code),
        )
        const shown = keys.map(({ challengeHash: _, ...row }) => row)
        const rows = shown.map((row) => [row.keyId, row.version, row.status])
        return { json: { sealingKeys: shown }, lines: table(['key', 'version', 'status'], rows) }
      }),
    )
  common(sealingKey.command('retire'))
    .description('seal nothing for a key any more')
    .argument('<keyId>')
    .requiredOption('--municipality <code>', 'CBS code')
    .action((keyId: string, options: Common & { municipality: string }) =>
      act(options, async (context, operator) => {
        const code = asMunicipality(options.municipality, '--municipality')
        await retireSealingKey(context, operator, code, keyId)
        return { json: { retired: keyId, municipality: code }, lines: [`Retired ${keyId}.`] }
      }),
    )
  return sealingKey
}

const PSEUDONYM = /^[a-z0-9][a-z0-9._-]{1,63}$/

/** What destroys a secret that two people vouch for. */
type Ending = (pair: readonly [string, string], log: LogKeyEvent) => Promise<boolean>

async function destroy(
  context: RegistryContext,
  operator: Operator,
  number: string,
  attestedBy: readonly string[],
  end: Ending,
): Promise<boolean> {
  const [first, second, ...rest] = attestedBy
  const areTwo = second !== undefined && rest.length === 0 && first !== second
  if (!areTwo || !attestedBy.every((each) => PSEUDONYM.test(each))) {
    throw usage('--attested-by names two different people by pseudonym.')
  }
  if (!/^[1-9]\d{0,3}$/.test(number)) throw usage('Give the number of an epoch, or a year.')
  const log = logging(context, operator, 'destroyEpoch')
  try {
    return await end([first!, second], log)
  } catch (error) {
    if (error instanceof KeyInUseError) throw new CommandFailure('epoch.in_use', error.message)
    throw error
  }
}

/** Logs what happens to a secret under an operator's pseudonym. */
export function logging(
  context: RegistryContext,
  operator: Operator,
  operation: LoggedOperation,
): LogKeyEvent {
  return (tx, { event, family, number, attestedBy }) =>
    recordChange(tx, context, operator, operation, {
      event,
      family,
      number,
      ...(attestedBy !== undefined && { attestedBy: [...attestedBy] }),
    })
}
