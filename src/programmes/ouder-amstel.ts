import type { Day } from '../kernel/calendar.js'
import type { MunicipalityCode } from '../parties/party.js'
import { multiple, remaining, URGENT } from './bins.js'
import { sandboxMunicipality, type Programme } from './programme.js'

/** Vroeg er op af: cases from two sectors on; an imminent disconnection passes that rule. */
export const ouderAmstel: Programme = {
  id: 'ouder-amstel-vroeg-er-op-af',
  name: 'Vroeg er op af',
  municipalities: [
    {
      key: 'ouder-amstel',
      name: 'Gemeente Ouder-Amstel',
      code: '0437' as MunicipalityCode,
      sandboxId: sandboxMunicipality('0437'),
      triage: {
        version: 1,
        minSectors: 2,
        disconnectionBypasses: true,
        bins: [
          URGENT,
          multiple('LETTER'),
          {
            name: 'HELD_BACK',
            nl: 'Lage prioriteit: nog maar één soort vaste last',
            en: 'Low priority: one kind of fixed cost so far',
            action: 'NONE',
            criteria: { minSectors: 1, matchKinds: ['SINGLE'] },
          },
          remaining('LETTER'),
        ],
        lowPriorityBin: 'HELD_BACK',
        contactStrategy: [
          { channel: 'LETTER', afterDays: 0 },
          { channel: 'PHONE', afterDays: 7, when: 'PHONE_KNOWN' },
          { channel: 'VISIT', afterDays: 21 },
          { channel: 'CARD', afterDays: 21 },
        ],
      },
    },
  ],
  validFrom: '2019-11-01' as Day,
  validUntil: null,
  participants: [
    { organisation: 'eigen-haard', part: 'CREDITOR', sectors: ['RENT'], isNamed: true },
    {
      organisation: 'belastingen-amstelland',
      part: 'CREDITOR',
      sectors: ['MUNICIPAL_TAX'],
      isNamed: true,
    },
    {
      organisation: 'zilveren-kruis',
      part: 'CREDITOR',
      sectors: ['HEALTH_INSURANCE'],
      isNamed: false,
    },
    { organisation: 'menzis', part: 'CREDITOR', sectors: ['HEALTH_INSURANCE'], isNamed: false },
    { organisation: 'waternet', part: 'CREDITOR', sectors: ['WATER'], isNamed: false },
    {
      organisation: 'nuon',
      part: 'CREDITOR',
      sectors: ['ENERGY_ELECTRICITY', 'ENERGY_GAS'],
      isNamed: false,
    },
  ],
  note: 'The pilot began late in 2019; its first day is chosen. The sources speak of health insurers and water companies, and of energy and water for imminent disconnections.',
}
