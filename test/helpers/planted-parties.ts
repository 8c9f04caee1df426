import { createHash, generateKeyPairSync, type KeyObject } from 'node:crypto'
import type { Bound } from '../../src/db/bulk.js'
import { parseSealingKey } from '../../src/crypto/jwk.js'
import { KeyRing } from '../../src/identity/keys.js'
import type { Day } from '../../src/kernel/calendar.js'
import { Secret } from '../../src/kernel/secret.js'
import type { MunicipalityCode, PartyId } from '../../src/parties/party.js'
import { creditor as creditorId, id } from '../cases/build.js'

/** A municipality that takes part, with the private key that opens its envelopes. */
export interface PlantedMunicipality {
  readonly code: MunicipalityCode
  readonly party: PartyId
  readonly privateKey: KeyObject
  /** Thumbprint of its sealing key. */
  readonly keyId: string
}

/** Mandate of creditor 1 in Almere; 901 entitles to no optional member. */
export const MANDATE = id(900)

/** Makes a municipality with a sealing key. */
export function municipality(code: string): PlantedMunicipality {
  const { privateKey } = generateKeyPairSync('ec', { namedCurve: 'prime256v1' })
  return {
    code: code as MunicipalityCode,
    party: `00000099000000${code}00` as PartyId,
    privateKey,
    keyId: parseSealingKey(publicJwk(privateKey)).kid,
  }
}

/** The public half of a sealing key. */
export function publicJwk(privateKey: KeyObject) {
  const { kty, crv, x, y } = privateKey.export({ format: 'jwk' })
  return { kty, crv, x, y }
}

/** Registers parties, mandates and epochs: creditors 1 to 3, the first with two mandates in Almere. */
export async function plantParties(
  sql: (text: string, params?: readonly Bound[]) => Promise<unknown>,
  municipalities: readonly PlantedMunicipality[],
): Promise<void> {
  const party = `INSERT INTO party (id, name, registered_at) VALUES ($1, $2, '2026-01-01')`
  for (const number of [1, 2, 3]) await sql(party, [creditorId(number), `Creditor ${number}`])
  for (const { code, party: own } of municipalities) {
    await sql(party, [own, `Municipality ${code}`])
    await sql(
      `INSERT INTO party_role (party, role, municipality) VALUES ($1, 'municipality', $2)`,
      [own, code],
    )
    const mandates = [MANDATE, id(901)].entries()
    for (const [at, mandate] of mandates) {
      if (code !== '0034') continue
      await sql(
        `INSERT INTO agreement (agreement_id, reference, creditor, municipality, sector, valid_from,
                                registered_at, entitled_fields, state, offered_by, accepted_by,
                                accepted_at)
         VALUES ($1, $5, $2, $3, 'RENT', '2026-01-01', '2026-01-01', $4::text[], 'ACCEPTED', 'hub',
                 'hub', '2026-01-01')`,
        [
          mandate,
          creditorId(1),
          code,
          at === 0 ? '{creditorName,arrearsCents,oldestDueOn,district}' : '{}',
          `LCV ${at}`,
        ],
      )
    }
  }
  await sql(
    `INSERT INTO epoch (number, starts_on, ends_on, created_at, check_value)
     VALUES (1, '2026-01-01', '2026-12-31', now(), $1), (2, '2027-01-01', '2027-12-31', now(), $1)`,
    [hash16('check')],
  )
}

/** Secrets of epochs that last a year each, from 2026 on. */
export function ringOf(numbers: readonly number[]): KeyRing {
  return new KeyRing(
    numbers.map((number) => ({
      number,
      startsOn: `${2025 + number}-01-01` as Day,
      endsOn: `${2025 + number}-12-31` as Day,
      checkValue: hash16('check'),
      isDestroyed: false,
    })),
    new Map(numbers.map((number) => [number, new Secret(hash32(`epoch ${number}`))])),
    new Map(),
  )
}

/** 32 bytes that belong to a text. */
export function hash32(text: string): Buffer {
  return createHash('sha256').update(text).digest()
}

/** 16 bytes that belong to a text. */
export function hash16(text: string): Buffer {
  return hash32(text).subarray(0, 16)
}
