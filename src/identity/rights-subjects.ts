import { FIELD } from '../linkage/index.js'
import { presenceOf } from './evidence.js'
import type { KeyRing } from './keys.js'
import type { Resident } from './person.js'
import { KeyedTokens } from './pseudonym.js'
import { normaliseResident, type NormalResident } from './resident.js'

/** How a resident who asks for something is recognised; pseudonyms of 16 bytes each. */
export interface RightsSubject {
  /** Year whose key the tokens are made under. */
  readonly keyYear: number
  /** What new notifications are compared with. */
  readonly tokens: readonly Buffer[]
  /** As the log names the person, under the key of each year. */
  readonly persons: readonly { readonly household: Buffer; readonly person: Buffer }[]
  /** As notifications name the person, in each epoch whose secret is at hand. */
  readonly subjects: readonly Buffer[]
  /** The same without birth date; says who is meant only of notifications without initials. */
  readonly undated: readonly Buffer[]
  /**
   * As the log of another municipality names the person, from which something may have been taken
   * over; computed when it is asked for, and nothing of the resident leaves.
   */
  readonly elsewhere: (municipality: string) => RightsSubject['persons']
}

/**
 * Computes how a resident is recognised in what was received and in what will be. The resident is not
 * kept. `undefined` when surname, first initial or a dwelling is missing: that would name a whole
 * household.
 *
 * @param today `YYYY-MM-DD`.
 */
export function rightsSubjectOf(
  ring: KeyRing,
  municipality: string,
  resident: Resident,
  today: string,
): RightsSubject | undefined {
  const normal = normaliseResident(resident, today)
  const bare = withoutDate(normal)
  const keyYear = Math.max(...ring.logSubjectYears())
  const personsAt = (code: string) =>
    ring.logSubjectYears().flatMap((year) => {
      const tokens = new KeyedTokens(ring.logSubjectKey(year, code))
      const { household, person } = tokens.logSubject(normal)
      return household === null || person === null ? [] : [{ household, person }]
    })
  const persons = personsAt(municipality)
  if (persons.length === 0) return undefined
  const keys = ring
    .heldEpochs()
    .map((epoch) => new KeyedTokens(ring.key(epoch, 'match', municipality)))
  const isDated = normal.birthDate !== undefined
  return {
    keyYear,
    tokens: [
      ...tokensOf(ring, keyYear, municipality, normal),
      new KeyedTokens(ring.rightsKey(keyYear, municipality)).subjectPseudonym(bare),
    ],
    persons,
    subjects: isDated ? keys.map((tokens) => tokens.subjectPseudonym(normal)) : [],
    undated: keys.map((tokens) => tokens.subjectPseudonym(bare)),
    elsewhere: personsAt,
  }
}

/**
 * What a notification is compared by: name with first initial and address, and name, birth date and
 * address. Name and address alone only where there are no initials, because a parent and a child may
 * share them.
 */
export function rightsTokensOf(
  ring: KeyRing,
  keyYear: number,
  municipality: string,
  resident: Resident,
  today: string,
): readonly Buffer[] {
  const normal = normaliseResident(resident, today)
  const isInitialKnown = (presenceOf(normal) & FIELD.initial) !== 0
  const found = tokensOf(ring, keyYear, municipality, normal)
  if (isInitialKnown || normal.birthDate !== undefined) return found
  return [new KeyedTokens(ring.rightsKey(keyYear, municipality)).subjectPseudonym(normal)]
}

function tokensOf(
  ring: KeyRing,
  keyYear: number,
  municipality: string,
  normal: NormalResident,
): Buffer[] {
  const keyed = new KeyedTokens(ring.rightsKey(keyYear, municipality))
  const { person } = keyed.logSubject(normal)
  return [
    ...(person === null ? [] : [person]),
    ...(normal.birthDate === undefined ? [] : [keyed.subjectPseudonym(normal)]),
  ]
}

function withoutDate(normal: NormalResident): NormalResident {
  return { ...normal, birthDate: undefined, dateDigits: '' }
}
