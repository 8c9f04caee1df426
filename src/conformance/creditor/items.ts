import { addDays, dayOf } from '../../kernel/calendar.js'
import { randomId } from '../../kernel/identifiers.js'
import { expect, type Case, type CaseGroup } from '../case.js'
import {
  goodAttestations,
  goodItem,
  judged,
  mandateFor,
  type AnyItem,
  type CreditorSubject,
  type ItemResult,
} from './subject.js'

/** Makes an item that must be refused, or says what is missing for it. */
type Spoil = (good: AnyItem, subject: CreditorSubject) => AnyItem | string

/** An item that a trial must refuse with this code. */
function refused(what: string, code: string, pointer: string, spoil: Spoil): Case<CreditorSubject> {
  return {
    name: `an item ${what} is refused with ${code}`,
    codes: [code],
    async run(subject) {
      const item = spoil(goodItem(subject), subject)
      if (typeof item === 'string') return item
      const [result] = await judged(subject, [item])
      expectRefusal(result, code, pointer)
    },
  }
}

/** @throws {Unfulfilled} Unless the item was refused with this code at this place. */
export function expectRefusal(result: ItemResult | undefined, code: string, pointer: string): void {
  const found = result?.errors?.map((error) => `${error.code} ${error.pointer}`) ?? []
  expect(
    result?.status === 'REJECTED' && found.includes(`${code} ${pointer}`),
    `expected ${code} at ${pointer}, found ${found.join(', ') || String(result?.status)}`,
  )
}

const attesting = (changes: AnyItem, ...left: readonly string[]): Spoil => {
  return (good, { wire }) => {
    const attestations = { ...goodAttestations(dayOf(wire.clock.now())), ...changes }
    for (const name of left) delete attestations[name]
    return { ...good, attestations }
  }
}

const inSector = (sector: string, changes: (today: ReturnType<typeof dayOf>) => AnyItem): Spoil => {
  return (good, subject) => {
    const mandate = mandateFor(subject, { sector })
    if (mandate === undefined) return `needs a mandate for ${sector}`
    const { municipalityCode, creditorId } = mandate
    const today = dayOf(subject.wire.clock.now())
    return { ...good, creditorId, municipalityCode, sector, ...changes(today) }
  }
}

const onDay = (name: string, days: number): Spoil => {
  return (good, { wire }) => ({ ...good, [name]: addDays(dayOf(wire.clock.now()), days) })
}

const withMember = (changes: AnyItem): Spoil => {
  return (good) => ({ ...good, ...changes })
}

const person = { initials: 'C.', surname: 'Verzonnen' }

/** Each reason for which a single notification is refused, one at a time. */
export const ITEMS: CaseGroup<CreditorSubject> = {
  group: 'items that are refused',
  cases: [
    refused('with an amount as text', 'SCHEMA_INVALID', '/arrearsCents', (good) => ({
      ...good,
      arrearsCents: '45000',
    })),
    refused('of an unknown kind', 'SCHEMA_INVALID', '/kind', withMember({ kind: 'REMINDER' })),
    refused('with a day that does not exist', 'SCHEMA_INVALID', '/oldestDueOn', (good) => ({
      ...good,
      oldestDueOn: '2026-02-30',
    })),
    refused('with a free text', 'FIELD_NOT_ALLOWED', '', withMember({ remarks: 'none' })),
    refused(
      'with a citizen number nobody may send',
      'FIELD_NOT_ALLOWED',
      '/person/bsn',
      (good) => ({
        ...good,
        person: { ...person, bsn: '999991772' },
      }),
    ),
    refused('with an address that cannot be', 'ADDRESS_INVALID', '/address/postcode', (good) => ({
      ...good,
      address: { postcode: '0000aa', houseNumber: 1 },
    })),
    refused('for a sector without a legal basis', 'NO_LEGAL_BASIS', '/sector', (good) => ({
      ...good,
      sector: 'OTHER',
    })),
    refused('for a sector that no agreement covers', 'NO_MANDATE', '/municipalityCode', (good) => ({
      ...good,
      sector: 'OTHER',
    })),
    refused('for another creditor', 'NO_MANDATE', '/creditorId', (good) => ({
      ...good,
      creditorId: '00000099999999999000',
    })),
    refused(
      'for a municipality that takes no part',
      'UNKNOWN_MUNICIPALITY',
      '/municipalityCode',
      (good) => ({
        ...good,
        municipalityCode: '9999',
      }),
    ),
    refused(
      'for a municipality without a key',
      'SEALING_KEY_MISSING',
      '/municipalityCode',
      (good, { keyless }) => {
        if (keyless === undefined) return 'needs a municipality without a key (--keyless)'
        return { ...good, municipalityCode: keyless }
      },
    ),
    refused(
      'with a postcode elsewhere',
      'MUNICIPALITY_MISMATCH',
      '/municipalityCode',
      inOtherMunicipality,
    ),
    refused(
      'against an objection',
      'OBJECTION',
      '/attestations/noObjection',
      attesting({ noObjection: false }),
    ),
    refused(
      'without the offer of help',
      'ATTESTATION_MISSING',
      '/attestations/pointedToDebtHelpOn',
      attesting({}, 'pointedToDebtHelpOn'),
    ),
    refused(
      'without a reminder',
      'ATTESTATION_MISSING',
      '/attestations/writtenRemindersSent',
      attesting({ writtenRemindersSent: 0 }),
    ),
    refused(
      'about a former customer',
      'FORMER_CUSTOMER',
      '/attestations/currentCustomer',
      attesting({ currentCustomer: false }),
    ),
    refused(
      'while an arrangement runs',
      'RUNNING_ARRANGEMENT',
      '/attestations/noRunningArrangement',
      attesting({ noRunningArrangement: false }),
    ),
    refused(
      'about a firm',
      'LEGAL_PERSON',
      '/attestations/naturalPerson',
      attesting({ naturalPerson: false }),
    ),
    refused(
      'below the legal minimum',
      'AMOUNT_BELOW_LEGAL_MINIMUM',
      '/arrearsCents',
      inSector('CAK_CONTRIBUTION', (today) => ({
        arrearsCents: 9_999,
        oldestDueOn: addDays(today, -200),
      })),
    ),
    refused(
      'about arrears that are too young',
      'TOO_YOUNG',
      '/oldestDueOn',
      onDay('oldestDueOn', -5),
    ),
    refused(
      'about arrears that are too old',
      'TOO_OLD',
      '/oldestDueOn',
      inSector('HEALTH_INSURANCE', (today) => ({ oldestDueOn: addDays(today, -150) })),
    ),
    refused(
      'reported on another day',
      'REPORTED_ON_OUT_OF_RANGE',
      '/reportedOn',
      onDay('reportedOn', -5),
    ),
    refused(
      'of a crisis without its ground',
      'CRISIS_GROUND_MISSING',
      '/crisisGround',
      withMember({ crisis: true }),
    ),
    refused(
      'that corrects nothing',
      'PREDECESSOR_REQUIRED',
      '/predecessorId',
      withMember({ kind: 'CORRECTION' }),
    ),
    refused(
      'that follows what was never sent',
      'PREDECESSOR_UNKNOWN',
      '/predecessorId',
      (good) => ({ ...good, kind: 'UPDATE', predecessorId: randomId() }),
    ),
    refused(
      'that nobody asked for again',
      'REDELIVERY_NOT_REQUESTED',
      '/notificationId',
      withMember({ kind: 'REDELIVERY' }),
    ),
    {
      name: 'an item about somebody who may exist is refused with NOT_FICTITIOUS in a sandbox',
      codes: ['NOT_FICTITIOUS'],
      async run(subject) {
        const { phone: _, email: __, ...rest } = goodItem(subject)
        // A name that many have, at an address that may be: nothing says that it was made up.
        const address = { postcode: `${subject.postcode.slice(0, 4)}AA`, houseNumber: 1 }
        const plain = { ...rest, address, person: { initials: 'A.', surname: 'Jansen' } }
        const reachable = { ...goodItem(subject), email: ['post@domein.nl'] }
        for (const result of await judged(subject, [plain, reachable])) {
          expectRefusal(result, 'NOT_FICTITIOUS', '/person')
        }
      },
    },
    {
      name: 'one refused item does not harm the others, and results come in the order sent',
      async run(subject) {
        const bad = { ...goodItem(subject), arrearsCents: -1 }
        const results = await judged(subject, [goodItem(subject), bad, goodItem(subject)])
        const found = results.map(({ status }) => (status === 'REJECTED' ? 'no' : 'yes')).join()
        expect(found === 'yes,no,yes', `expected yes,no,yes, found ${found}`)
      },
    },
  ],
}

function inOtherMunicipality(good: AnyItem, subject: CreditorSubject): AnyItem | string {
  const elsewhere = mandateFor(subject, { elsewhere: true })
  if (elsewhere === undefined) return 'needs mandates for two municipalities'
  const { municipalityCode, sector, creditorId } = elsewhere
  return { ...good, municipalityCode, sector, creditorId }
}
