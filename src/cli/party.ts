import { existsSync } from 'node:fs'
import {
  HubConnection,
  readPartyFolder,
  type PartyFolder,
  type TransportOptions,
} from '../client/index.js'
import { fileClock, systemClock } from '../kernel/clock.js'
import { CommandFailure } from './failure.js'

/** A party at the keyboard: its files and its connection. */
export interface PartySession extends PartyFolder {
  /** Where its files are. */
  readonly folder: string
  readonly hub: HubConnection
}

/** How the folder of a party is named on the command line. */
export const PARTY_OPTION = [
  '--party <folder>',
  'folder with the certificates and keys of the party (see certs/README.md)',
] as const

/** Opens a party's folder, does the work with its connection, and closes it. */
export async function asParty<Result>(
  folder: string,
  work: (session: PartySession) => Promise<Result>,
  options: TransportOptions = {},
): Promise<Result> {
  let party: PartyFolder
  try {
    party = readPartyFolder(folder)
  } catch (error) {
    throw incomplete(folder, error)
  }
  const { sandboxClockFile } = party.identity
  const clock = sandboxClockFile === undefined ? systemClock : fileClock(sandboxClockFile)
  const hub = new HubConnection({ ...options, ...party, clock })
  try {
    return await work({ ...party, folder, hub })
  } finally {
    await hub.close()
  }
}

function incomplete(folder: string, error: unknown): CommandFailure {
  const path = error instanceof Error && 'path' in error ? String(error.path) : undefined
  if (path?.endsWith('hub.json') === true && existsSync(folder)) {
    const command = `vroegsignaal connect --party ${folder} --hub … --public …`
    return new CommandFailure(
      'party.hub_unknown',
      `${path} is missing: first fetch the keys of the hub, with ${command}`,
      2,
      `${path} ontbreekt: haal eerst de sleutels van de hub op, met ${command}`,
    )
  }
  const cause = path === undefined ? '' : ` (${path})`
  return new CommandFailure(
    'party.folder',
    `The folder of the party is not complete${cause}.`,
    2,
    `De map van de partij is niet volledig${cause}.`,
  )
}
