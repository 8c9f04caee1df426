import { addDays, addWorkingDays, dayOf } from '../../kernel/calendar.js'
import { randomId } from '../../kernel/identifiers.js'
import { expect, type Case, type CaseGroup } from '../case.js'
import { expectRefusal } from './items.js'
import {
  delivered,
  goodItem,
  judged,
  mandateFor,
  type AnyItem,
  type CreditorSubject,
} from './subject.js'

/** An item that is accepted with this warning. */
function warned(
  what: string,
  code: string,
  spoil: (good: AnyItem, subject: CreditorSubject) => AnyItem | string | Promise<AnyItem | string>,
): Case<CreditorSubject> {
  return {
    name: `an item ${what} is accepted with ${code}`,
    codes: [code],
    async run(subject) {
      const item = await spoil(goodItem(subject), subject)
      if (typeof item === 'string') return item
      const [result] = await judged(subject, [item])
      const found = result?.warnings?.map((warning) => warning.code) ?? []
      expect(
        result?.status === 'ACCEPTED_WITH_WARNINGS' && found.includes(code),
        `found ${String(result?.status)} ${found.join(', ')}`,
      )
    },
  }
}

/** Delivers a good item that others follow. @throws {Unfulfilled} Unless it was accepted. */
async function first(subject: CreditorSubject, changes: AnyItem = {}): Promise<AnyItem> {
  const item = goodItem(subject, changes)
  const [result] = await delivered(subject, [item])
  expect(result !== undefined && result.status !== 'REJECTED', 'a good item was not accepted')
  return item
}

/** What follows an item: a new identifier, the same debt. */
const following = (earlier: AnyItem, kind: string, changes: AnyItem = {}): AnyItem => ({
  ...earlier,
  notificationId: randomId(),
  kind,
  predecessorId: earlier['notificationId'],
  ...changes,
})

function withdrawalOf(earlier: AnyItem, withdrawalReason: string): AnyItem {
  const { creditorId, municipalityCode, reportedOn, notificationId } = earlier
  return {
    notificationId: randomId(),
    creditorId,
    municipalityCode,
    kind: 'WITHDRAWAL',
    predecessorId: notificationId,
    withdrawalReason,
    reportedOn,
  }
}

const endOfSupply = (
  days: number | undefined,
  earlierKnown: boolean,
): ((good: AnyItem, subject: CreditorSubject) => Promise<AnyItem | string>) => {
  return async (good, subject) => {
    const mandate = mandateFor(subject, { sector: 'ENERGY_ELECTRICITY' })
    if (mandate === undefined) return 'needs a mandate for ENERGY_ELECTRICITY'
    const { sector, municipalityCode, creditorId } = mandate
    const energy = { sector, municipalityCode, creditorId }
    const today = dayOf(subject.wire.clock.now())
    const ending = {
      ...(days !== undefined && { plannedTerminationOn: addWorkingDays(today, days) }),
    }
    if (!earlierKnown) return { ...good, ...energy, ...ending, kind: 'END_OF_SUPPLY' }
    return following(await first(subject, energy), 'END_OF_SUPPLY', ending)
  }
}

/** The same customer once more, under a new identifier and naming no predecessor. */
const repeated = (growthCents: number) => {
  return async (good: AnyItem, subject: CreditorSubject): Promise<AnyItem | string> => {
    const customerReference = `K${randomId().slice(0, 8)}`
    const [allowed] = await judged(subject, [{ ...good, customerReference }])
    if (allowed?.status === 'REJECTED') return 'needs a sector in which a reference may be sent'
    const earlier = await first(subject, { customerReference })
    const arrearsCents = Number(earlier['arrearsCents']) + growthCents
    return { ...earlier, notificationId: randomId(), arrearsCents }
  }
}

const REASONS = ['PAID', 'ARRANGEMENT_MADE', 'ERROR', 'OBJECTION'] as const

/** What a creditor is told to look at, and how it changes what it reported. */
export const CHANGES: CaseGroup<CreditorSubject> = {
  group: 'warnings, updates and withdrawals',
  cases: [
    warned(
      'without phone and e-mail',
      'NO_PHONE_OR_EMAIL',
      ({ phone: _, email: __, ...good }) => good,
    ),
    warned('older than a hundred days', 'AGE_OVER_100_DAYS', (good, { wire }) =>
      good['sector'] === 'HEALTH_INSURANCE'
        ? 'needs a mandate for another sector than health insurance'
        : { ...good, oldestDueOn: addDays(dayOf(wire.clock.now()), -150) },
    ),
    warned('about what looks like a firm', 'BUSINESS_NAME_SUSPECTED', (good) => ({
      ...good,
      person: { surname: 'Verzonnen Handelsonderneming B.V.' },
    })),
    warned('that repeats an amount', 'AMOUNT_NOT_INCREASED', async (_, subject) =>
      following(await first(subject), 'UPDATE'),
    ),
    warned('that was reported before, without saying so', 'REPEAT_NOT_INCREASED', repeated(0)),
    {
      name: 'the same customer with grown arrears is recognised and accepted as it is',
      async run(subject) {
        const again = await repeated(2500)(goodItem(subject), subject)
        if (typeof again === 'string') return again
        const [result] = await judged(subject, [again])
        expect(result?.status === 'ACCEPTED', `found ${String(result?.status)}`)
        expect(result?.amountTrendCents === 2500, `found ${String(result?.amountTrendCents)}`)
      },
    },
    warned(
      'that ends supply without an earlier one',
      'END_OF_SUPPLY_WITHOUT_EARLY',
      endOfSupply(25, false),
    ),
    warned(
      'that ends supply on an unknown day',
      'TERMINATION_DATE_MISSING',
      endOfSupply(undefined, true),
    ),
    warned(
      'that ends supply within twenty working days',
      'TERMINATION_WITHIN_20_WORKING_DAYS',
      endOfSupply(19, true),
    ),
    {
      name: 'a postcode that the hub does not know is accepted with a warning',
      codes: ['MUNICIPALITY_NOT_IN_POSTCODE_TABLE'],
      async run(subject) {
        const address = { postcode: '9998SS', houseNumber: 1 }
        const [result] = await judged(subject, [goodItem(subject, { address })])
        expect(result?.status !== 'REJECTED', 'it was refused')
        const codes = result?.warnings?.map(({ code }) => code) ?? []
        if (codes.includes('MUNICIPALITY_NOT_IN_POSTCODE_TABLE')) return undefined
        return 'the hub has no table of postcodes'
      },
    },
    {
      name: 'an end of supply in twenty working days, after an early one, is accepted as it is',
      async run(subject) {
        const item = await endOfSupply(20, true)(goodItem(subject), subject)
        if (typeof item === 'string') return item
        const [result] = await judged(subject, [item])
        expect(result?.status === 'ACCEPTED', `found ${String(result?.status)}`)
      },
    },
    {
      name: 'a correction and a grown update of what was reported are accepted',
      async run(subject) {
        const earlier = await first(subject)
        const grown = { arrearsCents: Number(earlier['arrearsCents']) + 5000 }
        for (const kind of ['CORRECTION', 'UPDATE']) {
          const [result] = await judged(subject, [following(earlier, kind, grown)])
          expect(result?.status === 'ACCEPTED', `${kind}: found ${String(result?.status)}`)
        }
      },
    },
    ...REASONS.map((reason): Case<CreditorSubject> => ({
      name: `a notification is withdrawn for the reason ${reason}, once`,
      codes: ['PREDECESSOR_CLOSED'],
      async run(subject) {
        const withdrawal = withdrawalOf(await first(subject), reason)
        const [result] = await delivered(subject, [withdrawal])
        expect(result?.status === 'ACCEPTED', `found ${String(result?.status)}`)
        const [again] = await judged(subject, [withdrawalOf(withdrawal, reason)])
        expectRefusal(again, 'PREDECESSOR_CLOSED', '/predecessorId')
      },
    })),
    {
      name: 'an identifier that was used before is refused with DUPLICATE',
      codes: ['DUPLICATE'],
      async run(subject) {
        const [result] = await judged(subject, [await first(subject)])
        expectRefusal(result, 'DUPLICATE', '/notificationId')
      },
    },
    {
      name: 'a correction to another municipality is refused with MUNICIPALITY_CHANGED',
      codes: ['MUNICIPALITY_CHANGED'],
      async run(subject) {
        const earlier = await first(subject)
        const { municipalityCode } = mandateFor(subject, { elsewhere: true }) ?? {}
        if (municipalityCode === undefined) return 'needs mandates for two municipalities'
        const [result] = await judged(subject, [
          following(earlier, 'CORRECTION', { municipalityCode }),
        ])
        expectRefusal(result, 'MUNICIPALITY_CHANGED', '/municipalityCode')
      },
    },
    {
      name: 'what a municipality asks for again is delivered once more, and only if it is the same',
      codes: ['REDELIVERY_MISMATCH'],
      async run(subject) {
        const { helper } = subject
        if (helper === undefined) return 'needs a municipality that asks for it; see --self'
        const earlier = await first(subject)
        await helper.askAgain(String(earlier['creditorId']), String(earlier['notificationId']))
        const again = { ...earlier, kind: 'REDELIVERY' }
        const [other] = await judged(subject, [{ ...again, arrearsCents: 1 }])
        expectRefusal(other, 'REDELIVERY_MISMATCH', '/arrearsCents')
        const [result] = await delivered(subject, [again])
        expect(result?.status === 'ACCEPTED', `found ${String(result?.status)}`)
      },
    },
  ],
}
