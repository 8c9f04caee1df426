import { normaliseResident } from '../../src/identity/resident.js'
import { PlainTokens } from '../../src/identity/plain-tokens.js'
import {
  coverage,
  linkSet,
  mixedPerMillion,
  RecordSet,
  scorePairs,
  type Linked,
  type PairScore,
} from '../../src/linkage/index.js'
import type { RawRecord } from './generator.js'

const TODAY = '2026-11-30'

/** What a run on a population with known truth showed. */
export interface Measured {
  readonly linked: Linked
  readonly person: PairScore
  readonly concentrated: PairScore
  /** Records at the current address. */
  readonly household: PairScore
  readonly allHouseholds: PairScore
  readonly mixed: number
  readonly coverage: number
}

/** Links raw records with the product's normalisation and rules, offline. */
export function link(records: readonly RawRecord[]): Linked {
  const set = new RecordSet()
  const tokens = new PlainTokens(set)
  for (const record of records) {
    tokens.add(
      record.recordId,
      normaliseResident(
        {
          person: {
            initials: record.initials,
            prefix: record.prefix,
            surname: record.surname,
            birthDate: record.birthDate,
          },
          address: {
            postcode: record.postcode,
            houseNumber: record.houseNumber,
            addition: record.addition,
          },
          phone: [record.phone],
          email: [record.email],
        },
        TODAY,
      ),
    )
  }
  return linkSet(set)
}

/** Links records and compares with the truth. */
export function measure(records: readonly RawRecord[]): Measured {
  const linked = link(records)
  const person = numbered(records, ({ personId }) => personId)
  const household = numbered(records, ({ householdId }) => householdId)
  const within = (
    keep: (record: RawRecord) => boolean,
    clusters: Int32Array,
    truth: Int32Array,
  ) => {
    const kept = records.flatMap((record, index) => (keep(record) ? [index] : []))
    const compact = (values: Int32Array) => {
      const numbers = new Map<number, number>()
      return Int32Array.from(kept, (index) => {
        const value = values[index]!
        if (!numbers.has(value)) numbers.set(value, numbers.size)
        return numbers.get(value)!
      })
    }
    return scorePairs(compact(clusters), compact(truth))
  }
  return {
    linked,
    person: scorePairs(linked.person, person),
    concentrated: within(({ concentrated }) => concentrated, linked.person, person),
    household: within(({ isAtHome }) => isAtHome, linked.household, household),
    allHouseholds: scorePairs(linked.household, household),
    mixed: mixedPerMillion(linked.person, person),
    coverage: coverage(linked.person, linked.household, person),
  }
}

/** Numbers equal keys alike, from 0. */
export function numbered(
  records: readonly RawRecord[],
  keyOf: (record: RawRecord) => string,
): Int32Array {
  const numbers = new Map<string, number>()
  return Int32Array.from(records, (record) => {
    const key = keyOf(record)
    if (!numbers.has(key)) numbers.set(key, numbers.size)
    return numbers.get(key)!
  })
}

/** A record at one made-up address, with what a test changes. */
export function record(changes: Partial<RawRecord>): RawRecord {
  return {
    recordId: 'r',
    creditor: 'creditor-1',
    initials: 'J.P.',
    prefix: '',
    surname: 'Jansen',
    birthDate: '',
    postcode: '1234AB',
    houseNumber: '12',
    addition: '',
    phone: '',
    email: '',
    personId: '',
    householdId: '',
    concentrated: false,
    isAtHome: true,
    ...changes,
  }
}

/** Clusters as sorted texts of sorted record ids, which do not depend on any order. */
export function idsOf(records: readonly RawRecord[], clusters: Int32Array): string[] {
  const members = new Map<number, string[]>()
  records.forEach(({ recordId }, at) => {
    const cluster = clusters[at]!
    members.set(cluster, [...(members.get(cluster) ?? []), recordId])
  })
  return [...members.values()].map((ids) => ids.sort().join(' ')).sort()
}
