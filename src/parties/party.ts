import {
  parseOrganisationNumber,
  requireEnvironment,
  type OrganisationNumber,
} from '../crypto/organisation-number.js'
import type { Brand } from '../kernel/brand.js'
import { HubError } from '../kernel/errors.js'

/**
 * Who takes part: an OIN (20 characters), or an id that the hub issued to a party without one,
 * `VS-` and 12 characters. Compared character by character; an OIN may hold letters and leading
 * zeros, so it is never read as a number.
 */
export type PartyId = Brand<string, 'PartyId'>

/** Four-digit code of Statistics Netherlands for a municipality, as text: `0034`. */
export type MunicipalityCode = Brand<string, 'MunicipalityCode'>

/** What a party may be. One party may hold several roles. */
export const ROLES = ['creditor', 'agent', 'municipality', 'executor', 'officer'] as const

/** What a party is allowed to act as; named in the contract as `x-roles`. */
export type Role = (typeof ROLES)[number]

/** Controller of a partition of the access log: a party, or the hub itself. */
export type Controller = PartyId | 'hub'

const ISSUED = /^VS-[0-9A-HJKMNP-TV-Z]{12}$/
const MUNICIPALITY = /^[0-9]{4}$/

/** Alphabet of Crockford's base 32: no letter that is taken for a digit, and no U. */
const ALPHABET = '0123456789ABCDEFGHJKMNPQRSTVWXYZ'
const ISSUED_CHARACTERS = 12

/** Whether a text is a role. */
export function isRole(text: string): text is Role {
  return (ROLES as readonly string[]).includes(text)
}

/**
 * Reads a party id: an OIN as OIN 3.0.1 defines it, or an id of the hub.
 *
 * @throws {HubError} `certificate.organisation_number`.
 */
export function parsePartyId(text: string): PartyId {
  if (!ISSUED.test(text)) parseOrganisationNumber(text)
  return text as PartyId
}

/** @throws {HubError} `party.malformed` when the text is not four digits. */
export function parseMunicipalityCode(text: string): MunicipalityCode {
  if (!MUNICIPALITY.test(text)) {
    throw new HubError('party.malformed', 'A municipality is named by its four-digit CBS code.')
  }
  return text as MunicipalityCode
}

/** Whether an id was issued by the hub, because the party has no OIN. */
export function isIssuedId(id: PartyId): boolean {
  return id.startsWith('VS-')
}

/**
 * Keeps test and production apart: a sandbox hub knows test numbers only, any other hub none. Ids
 * that the hub issued itself belong to that hub either way.
 *
 * @throws {HubError} `certificate.test_number`.
 */
export function assertNumberFits(id: PartyId, { sandbox }: { readonly sandbox: boolean }): void {
  if (!isIssuedId(id)) requireEnvironment(id as string as OrganisationNumber, sandbox)
}

/**
 * An id for a party without OIN.
 *
 * @param random At least 8 random bytes; 60 bits of them are used.
 */
export function issuedId(random: Buffer): PartyId {
  let bits = random.readBigUInt64BE(0)
  let text = ''
  for (let count = 0; count < ISSUED_CHARACTERS; count++) {
    text += ALPHABET[Number(bits & 31n)]!
    bits >>= 5n
  }
  return `VS-${text}` as PartyId
}
