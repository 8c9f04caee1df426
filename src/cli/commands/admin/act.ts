import { readFile } from 'node:fs/promises'
import type { Command } from 'commander'
import { isDay, type Day } from '../../../kernel/calendar.js'
import { HubError } from '../../../kernel/errors.js'
import { isSector, SECTORS, type Sector } from '../../../kernel/sector.js'
import {
  parseMunicipalityCode,
  parsePartyId,
  type MunicipalityCode,
  type PartyId,
} from '../../../parties/index.js'
import type { Operator, RegistryContext } from '../../../registry/index.js'
import { CommandFailure } from '../../failure.js'
import { printJson, terminal } from '../../output.js'
import { runCommand } from '../../run.js'
import { withRegistry } from '../../session.js'

/** Options that every admin command has. */
export interface Common {
  readonly json?: boolean
  readonly operator: string
}

/** What a command found or did: for scripts, and for people. */
export interface Answer {
  readonly json: Readonly<Record<string, unknown>>
  readonly lines: readonly string[]
}

/** Adds what every admin command has. */
export function common(command: Command): Command {
  return command
    .option('--operator <pseudonym>', 'who works at the hub: a role, never a name', 'operator')
    .option('--json', 'one JSON object as the last line')
}

/** Runs one command on the registry and prints its answer. */
export function act(
  options: Common,
  work: (context: RegistryContext, operator: Operator) => Promise<Answer>,
): Promise<void> {
  const operator = { pseudonym: options.operator }
  return runCommand(
    async () => print(await withRegistry((context) => work(context, operator)), options),
    options.json === true,
  )
}

/** Prints an answer as it was asked for. */
export function print(answer: Answer, { json }: Pick<Common, 'json'>): void {
  if (json === true) printJson(terminal, answer.json)
  else answer.lines.forEach((line) => terminal.line(line))
}

/** A day from the command line. @throws {CommandFailure} */
export function asDay(text: string, option: string): Day {
  if (isDay(text)) return text
  throw usage(`${option} is a day, as 2026-08-31.`)
}

/** A party id from the command line. @throws {CommandFailure} */
export function asParty(text: string, option: string): PartyId {
  return reading(() => parsePartyId(text), `${option} is an OIN of 20 characters, or VS- and 12.`)
}

/** A municipality from the command line. @throws {CommandFailure} */
export function asMunicipality(text: string, option: string): MunicipalityCode {
  return reading(() => parseMunicipalityCode(text), `${option} is a CBS code of four digits.`)
}

/** A sector from the command line. @throws {CommandFailure} */
export function asSector(text: string): Sector {
  if (isSector(text)) return text
  throw usage(`A sector is one of ${SECTORS.join(', ')}.`)
}

/** The text of a file that the caller named. @throws {CommandFailure} */
export async function readText(path: string): Promise<string> {
  try {
    return await readFile(path, 'utf8')
  } catch {
    throw new CommandFailure('file.unreadable', `The file ${path} cannot be read.`, 2)
  }
}

/** The JSON in a file that the caller named. @throws {CommandFailure} */
export async function readJson(path: string): Promise<unknown> {
  const text = await readText(path)
  try {
    return JSON.parse(text) as unknown
  } catch {
    throw usage(`The file ${path} is not JSON.`)
  }
}

/** The command was called wrongly. */
export function usage(message: string): CommandFailure {
  return new CommandFailure('command.usage', message, 2)
}

function reading<Value>(read: () => Value, message: string): Value {
  try {
    return read()
  } catch (error) {
    if (error instanceof HubError) throw usage(message)
    throw error
  }
}
