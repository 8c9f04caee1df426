import type { Served } from '../../src/cases/index.js'
import type { HubIdentity } from '../../src/client/hub-identity.js'
import type { SealingKeys } from '../../src/client/open-envelope.js'
import type { Context } from '../../src/context.js'
import { publicJwkOf } from '../../src/crypto/hub-keys.js'
import { noteSigner } from '../../src/crypto/signed-note.js'
import type { Month } from '../../src/kernel/calendar.js'
import { closeMonth as closeMonthOf } from '../../src/outcomes/index.js'
import type { MunicipalityCode } from '../../src/parties/index.js'
import { municipalParty, type TestHub } from './hub.js'

/** The trace of a job that a test runs by hand. */
export const TRACE = { traceId: '0'.repeat(31) + '1', spanId: '0'.repeat(15) + '1' }

/** A municipality as jobs know it. */
export function served(code: string): Served {
  return { code: code as MunicipalityCode, party: municipalParty(code) }
}

/** Closes a month of one municipality, an hour after the earliest moment. */
export function closeMonth(
  context: Context & { clock: { set(instant: string): void } },
  code: string,
  month: string,
) {
  const [year, number] = month.split('-').map(Number) as [number, number]
  const next = number === 12 ? `${year + 1}-01` : `${year}-${String(number + 1).padStart(2, '0')}`
  context.clock.set(`${next}-01T06:00:00Z`)
  return closeMonthOf(context, served(code), month as Month, TRACE)
}

/** What a municipality keeps of a test hub. */
export function identityOf({ config, keys }: Context): HubIdentity {
  return {
    hub: config.hubId,
    url: 'https://localhost/v1',
    publicUrl: config.publicUrl,
    keys: [publicJwkOf(keys.signing)],
    logKey: noteSigner(config.logOrigin, keys.log).verifierKey,
  }
}

/** The private sealing keys of a municipality. */
export function sealingKeysOf(hub: TestHub, code: string): SealingKeys {
  const { key, kid } = hub.sealingKeys.get(code)!
  return new Map([[kid, key]])
}
