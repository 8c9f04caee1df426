import { createHash } from 'node:crypto'
import type { Notified } from '../../src/cases/notified.js'
import type { Day, Month } from '../../src/kernel/calendar.js'
import {
  encodeEvidence,
  FIELD,
  KIND,
  packTags,
  type EvidenceToken,
} from '../../src/linkage/index.js'
import type { TriageProfile } from '../../src/parties/triage-profile.js'

export const AUGUST = '2026-08' as Month

/** A month, without the ceremony. */
export const month = (text: string) => text as Month

/** A fictitious creditor's OIN. */
export const creditor = (number: number) => `00000099${String(number).padStart(9, '0')}000`

/** A UUID that is easy to recognise in a failing test. */
export const id = (number: number) => `00000000-0000-4000-8000-${String(number).padStart(12, '0')}`

/** A notification of August 2026 at one address, of somebody about whom only the building is known. */
export function notified(overrides: Partial<Notified> = {}): Notified {
  const inMonth = overrides.month ?? AUGUST
  return {
    creditor: creditor(1),
    notificationId: id(1),
    month: inMonth,
    kind: 'EARLY',
    sector: 'RENT',
    crisis: false,
    crisisGround: null,
    plannedTerminationOn: null,
    arrearsCents: 10_000,
    oldestDueOn: `${inMonth}-01` as Day,
    reportedOn: `${inMonth}-10` as Day,
    predecessorId: null,
    withdrawalReason: null,
    address: 'building-1',
    addition: null,
    subject: null,
    customer: null,
    evidence: null,
    nameTag: null,
    hasPhone: true,
    hasEmail: true,
    isBusinessSuspected: false,
    district: null,
    mandateId: id(900),
    ...overrides,
  }
}

/** Somebody, with everything that linkage compares. */
export interface Somebody {
  readonly name: string
  readonly initial?: string
  readonly birthDate?: string
  readonly phone?: string
  readonly building?: string
  readonly addition?: string
}

/** What intake would store of somebody, under a hash that needs no key. */
export function somebody(person: Somebody): Partial<Notified> {
  const { name, initial = 'A', birthDate, phone, building = 'building-1', addition } = person
  const tokens: EvidenceToken[] = []
  const add = (kind: { code: number }, ...fields: string[]) =>
    tokens.push({ kind: kind.code, token: token([kind.code, ...fields].join('|')) })
  const fullName = `${name} ${initial}`
  if (phone !== undefined) {
    add(KIND.phone, phone)
    add(KIND.namePhone, fullName, phone)
  }
  add(KIND.namePostcode, fullName, building)
  if (birthDate !== undefined) {
    add(KIND.nameDate, fullName, birthDate)
    add(KIND.surnameDate, name, birthDate)
  }
  const address = token(building)
  return {
    address: address.toString('hex'),
    addition: addition === undefined ? null : token(`${building}-${addition}`).toString('hex'),
    subject: token(`subject ${name} ${birthDate ?? ''} ${building}`).toString('hex'),
    hasPhone: phone !== undefined,
    nameTag: tag(fullName),
    evidence: {
      evidence: encodeEvidence(tokens),
      presence:
        FIELD.surname |
        FIELD.initial |
        FIELD.address |
        FIELD.postcode |
        FIELD.area |
        (phone === undefined ? 0 : FIELD.phone) |
        (birthDate === undefined ? 0 : FIELD.birthDate),
      tags: packTags({
        date: tag(birthDate ?? ''),
        initials: tag(initial),
        name: tag(fullName),
      }),
      address,
      addition: addition === undefined ? null : token(`${building}-${addition}`),
    },
  }
}

export const PROFILE: TriageProfile = {
  version: 3,
  minSectors: 1,
  disconnectionBypasses: true,
  bins: [
    {
      name: 'AT_ONCE',
      nl: 'Direct',
      en: 'At once',
      action: 'VISIT',
      criteria: { urgencies: ['CRISIS'] },
    },
    { name: 'VISIT', nl: 'Bezoek', en: 'Visit', action: 'VISIT', criteria: { minSectors: 2 } },
    { name: 'LETTER', nl: 'Brief', en: 'Letter', action: 'LETTER', criteria: {} },
  ],
  lowPriorityBin: 'LETTER',
  contactStrategy: [],
}

function token(text: string): Buffer {
  return createHash('sha256').update(text).digest().subarray(0, 16)
}

function tag(text: string): number {
  return token(text).readUInt16BE(0)
}
