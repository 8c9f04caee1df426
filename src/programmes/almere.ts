import type { Day } from '../kernel/calendar.js'
import type { MunicipalityCode } from '../parties/party.js'
import { consecutive, everySignal, highAmount, multiple, remaining, URGENT } from './bins.js'
import { sandboxMunicipality, type Programme } from './programme.js'

const PHASE_2 = '2018-01-12' as Day

/** Vroeg Eropaf: covenant of 2017 with the corporations, from 2018 on with more creditors. */
export const almere: Programme = {
  id: 'almere-vroeg-eropaf',
  name: 'Vroeg Eropaf',
  municipalities: [
    {
      key: 'almere',
      name: 'Gemeente Almere',
      code: '0034' as MunicipalityCode,
      sandboxId: sandboxMunicipality('0034'),
      // Unannounced visits are what the programme is known for; the amount weighs most.
      triage: {
        ...everySignal(
          [
            URGENT,
            multiple('VISIT'),
            highAmount(75_000, 'VISIT'),
            consecutive('PHONE'),
            remaining('LETTER'),
          ],
          [
            { channel: 'VISIT', afterDays: 3 },
            { channel: 'CARD', afterDays: 3 },
            { channel: 'PHONE', afterDays: 7, when: 'PHONE_KNOWN' },
            { channel: 'LETTER', afterDays: 14 },
          ],
        ),
        // Eropaf, the stage of announced evictions: contact, visit and plan in a day, three, a week.
        terms: {
          takeUpDays: 14,
          closeDays: 90,
          eviction: { contactDays: 1, visitDays: 3, planDays: 7 },
        },
      },
    },
  ],
  validFrom: '2017-02-13' as Day,
  validUntil: null,
  participants: [
    { organisation: 'alliantie', part: 'CREDITOR', sectors: ['RENT'], isNamed: true },
    { organisation: 'goede-stede', part: 'CREDITOR', sectors: ['RENT'], isNamed: true },
    { organisation: 'ymere', part: 'CREDITOR', sectors: ['RENT'], isNamed: true },
    {
      organisation: 'nuon',
      part: 'CREDITOR',
      sectors: ['ENERGY_ELECTRICITY', 'ENERGY_GAS', 'ENERGY_HEAT'],
      since: PHASE_2,
      isNamed: true,
    },
    {
      organisation: 'menzis',
      part: 'CREDITOR',
      sectors: ['HEALTH_INSURANCE'],
      since: PHASE_2,
      isNamed: true,
    },
    { organisation: 'vitens', part: 'CREDITOR', sectors: ['WATER'], since: PHASE_2, isNamed: true },
    {
      organisation: 'belastingen-almere',
      part: 'CREDITOR',
      sectors: ['MUNICIPAL_TAX'],
      since: PHASE_2,
      isNamed: true,
    },
    { organisation: 'plangroep', part: 'EXECUTOR', isNamed: true },
    { organisation: 'zorggroep-almere', part: 'EXECUTOR', isNamed: true },
  ],
  note: 'BKR, which collected the reports, is not listed: that is the part of this hub. Bins, amounts and days are chosen.',
}
