import type { SecretFate } from '../identity/store.js'
import type { HubKeyRow } from './hub-keys/store.js'
import type { SealingFate } from './store.js'

/** A key of the hub or of a municipality, and what became of it; never the key itself. */
export interface RegisteredKey {
  readonly family: SecretFate['family'] | 'sealing' | 'hub-signing' | 'hub-log' | 'hub-mac'
  /** Of an epoch its number, of the log the year, of a sealing key the version. */
  readonly number: number | null
  /** CBS code, of a sealing key. */
  readonly municipality: string | null
  /** What tells it apart: thumbprint, key id, or a value derived from it. */
  readonly fingerprint: string
  /** Since when and until when it is used; `null` while that is open, or it was never used. */
  readonly startsOn: string | null
  readonly endsOn: string | null
  readonly state: 'OFFERED' | 'IN_USE' | 'RETIRED' | 'ENDED' | 'DESTROYED'
  /** When it was retired or replaced, or the hub destroyed its own copy. */
  readonly endedAt: string | null
  /** When two people attested that every copy is gone; private sealing keys the hub never had. */
  readonly attestedAt: string | null
}

/** One register of all keys: pseudonyms, log, the hub's own, then those of municipalities. */
export function keyRegister(
  secrets: readonly SecretFate[],
  hubKeys: readonly HubKeyRow[],
  sealing: readonly SealingFate[],
): RegisteredKey[] {
  return [
    ...secrets.map((key): RegisteredKey => ({ ...key, municipality: null, state: stateOf(key) })),
    ...hubKeys.map(({ purpose, fingerprint, firstUsedAt, replacedAt, attestedAt }) => {
      const state: RegisteredKey['state'] =
        attestedAt !== null ? 'DESTROYED' : replacedAt !== null ? 'RETIRED' : 'IN_USE'
      return {
        family: `hub-${purpose}` as const,
        number: null,
        municipality: null,
        fingerprint,
        startsOn: dayIn(firstUsedAt),
        endsOn: replacedAt === null ? null : dayIn(replacedAt),
        state,
        endedAt: replacedAt,
        attestedAt,
      }
    }),
    ...sealing.map(({ municipality, version, keyId, status, activatedAt, retiredAt }) => ({
      family: 'sealing' as const,
      number: version,
      municipality,
      fingerprint: keyId,
      startsOn: activatedAt === null ? null : dayIn(activatedAt),
      endsOn: retiredAt === null ? null : dayIn(retiredAt),
      state: status === 'ACTIVE' ? ('IN_USE' as const) : status,
      endedAt: retiredAt,
      attestedAt: null,
    })),
  ]
}

function stateOf({ endedAt, attestedAt }: SecretFate): RegisteredKey['state'] {
  if (attestedAt !== null) return 'DESTROYED'
  return endedAt === null ? 'IN_USE' : 'ENDED'
}

/** The UTC day of an instant as the database writes it. */
function dayIn(instant: string): string {
  return instant.slice(0, 10)
}
