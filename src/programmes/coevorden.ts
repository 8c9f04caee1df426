import type { Day } from '../kernel/calendar.js'
import type { MunicipalityCode } from '../parties/party.js'
import { everySignal, multiple, remaining, URGENT } from './bins.js'
import { sandboxMunicipality, type Programme } from './programme.js'

/** Pilot Vroegsignalering: a team of two, private landlords, a card when nobody is at home. */
export const coevorden: Programme = {
  id: 'coevorden-vroegsignalering',
  name: 'Pilot Vroegsignalering',
  municipalities: [
    {
      key: 'coevorden',
      name: 'Gemeente Coevorden',
      code: '0109' as MunicipalityCode,
      sandboxId: sandboxMunicipality('0109'),
      triage: everySignal(
        [URGENT, multiple('VISIT'), remaining('LETTER')],
        [
          { channel: 'LETTER', afterDays: 0 },
          { channel: 'PHONE', afterDays: 7, when: 'PHONE_KNOWN' },
          { channel: 'VISIT', afterDays: 14 },
          { channel: 'CARD', afterDays: 14 },
        ],
      ),
    },
  ],
  validFrom: '2021-01-01' as Day,
  validUntil: null,
  participants: [
    {
      organisation: 'zilveren-kruis',
      part: 'CREDITOR',
      sectors: ['HEALTH_INSURANCE'],
      isNamed: false,
    },
    {
      organisation: 'essent',
      part: 'CREDITOR',
      sectors: ['ENERGY_ELECTRICITY', 'ENERGY_GAS'],
      isNamed: false,
    },
    { organisation: 'wmd', part: 'CREDITOR', sectors: ['WATER'], isNamed: false },
    { organisation: 'domesta', part: 'CREDITOR', sectors: ['RENT'], isNamed: false },
    { organisation: 'landlord-wilgenhoek', part: 'CREDITOR', sectors: ['RENT'], isNamed: false },
    { organisation: 'landlord-noorderpoort', part: 'CREDITOR', sectors: ['RENT'], isNamed: false },
    {
      organisation: 'landlord-veenrand',
      part: 'CREDITOR',
      sectors: ['RENT'],
      agent: 'agent-turfschip',
      isNamed: false,
    },
    { organisation: 'agent-turfschip', part: 'AGENT', isNamed: false },
  ],
  note: 'Reports since January 2021, visits since January 2022. The sources name kinds of creditors only; the private landlords and their agent are made up.',
}
