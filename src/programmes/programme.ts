import type { Day } from '../kernel/calendar.js'
import type { Sector } from '../kernel/sector.js'
import type { MunicipalityCode, PartyId, Role } from '../parties/party.js'
import type { TriageProfile } from '../parties/triage-profile.js'

/** An organisation that takes part in one or more programmes, over one connection. */
export interface Organisation {
  /** Stable name within these data, `brabant-water`. */
  readonly key: string
  /** As other parties see it. */
  readonly name: string
  /** Its id in a sandbox: a test number, or an id of the hub. Production brings its own. */
  readonly sandboxId: PartyId
  readonly roles: readonly Exclude<Role, 'municipality' | 'officer'>[]
  /** Made up; every other organisation exists under this or an earlier name. */
  readonly isFictitious?: true
}

/** A municipality that runs a programme. */
export interface ProgrammeMunicipality {
  readonly key: string
  readonly name: string
  readonly code: MunicipalityCode
  readonly sandboxId: PartyId
  readonly triage: TriageProfile
}

/** The part that an organisation plays in a programme. */
export type Part = 'CREDITOR' | 'AGENT' | 'EXECUTOR'

/** One organisation in one programme. */
export interface Participant {
  readonly organisation: string
  readonly part: Part
  /** What it may report, for a creditor. */
  readonly sectors?: readonly Sector[]
  /** Who delivers for it, for a creditor without a connection of its own. */
  readonly agent?: string
  /** When it joined, where that is known to be later than the programme. */
  readonly since?: Day
  /**
   * Whether the sources name this very organisation. Where they say only "health insurers" or
   * "water companies", one that works there stands in for them.
   */
  readonly isNamed: boolean
}

/** A covenant as data: who takes part where, under which trigger rule and contact strategy. */
export interface Programme {
  /** `a-z0-9-`. */
  readonly id: string
  readonly name: string
  readonly municipalities: readonly ProgrammeMunicipality[]
  readonly validFrom: Day
  /** Last day of a pilot; `null` while open. */
  readonly validUntil: Day | null
  readonly participants: readonly Participant[]
  /** What is not certain about these data. */
  readonly note: string
}

/** The sandbox id of a municipality: its CBS code inside a test number. */
export function sandboxMunicipality(code: string): PartyId {
  return `00000099${code.padStart(9, '0')}000` as PartyId
}

/** The sandbox id of another organisation, by a number of these data. */
export function sandboxNumber(number: number): PartyId {
  return `00000099${String(100_000_000 + number)}000` as PartyId
}
