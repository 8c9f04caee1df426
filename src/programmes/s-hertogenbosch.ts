import type { Day } from '../kernel/calendar.js'
import type { MunicipalityCode } from '../parties/party.js'
import { everySignal, remaining, URGENT } from './bins.js'
import { sandboxMunicipality, type Programme } from './programme.js'

/** Vroegsignalering: one delivery a month to one team, which divides the doorbells. */
export const sHertogenbosch: Programme = {
  id: 's-hertogenbosch-vroegsignalering',
  name: 'Vroegsignalering',
  municipalities: [
    {
      key: 's-hertogenbosch',
      name: "Gemeente 's-Hertogenbosch",
      code: '0796' as MunicipalityCode,
      sandboxId: sandboxMunicipality('0796'),
      triage: everySignal(
        [URGENT, remaining('VISIT')],
        [
          { channel: 'VISIT', afterDays: 7 },
          { channel: 'LETTER', afterDays: 14 },
        ],
      ),
    },
  ],
  validFrom: '2017-01-01' as Day,
  validUntil: null,
  participants: [
    {
      organisation: 'essent',
      part: 'CREDITOR',
      sectors: ['ENERGY_ELECTRICITY', 'ENERGY_GAS'],
      isNamed: true,
    },
    { organisation: 'brabant-water', part: 'CREDITOR', sectors: ['WATER'], isNamed: true },
    { organisation: 'cz', part: 'CREDITOR', sectors: ['HEALTH_INSURANCE'], isNamed: true },
    { organisation: 'vgz', part: 'CREDITOR', sectors: ['HEALTH_INSURANCE'], isNamed: true },
    { organisation: 'brabant-wonen', part: 'CREDITOR', sectors: ['RENT'], isNamed: true },
    { organisation: 'kleine-meierij', part: 'CREDITOR', sectors: ['RENT'], isNamed: true },
    { organisation: 'mooiland', part: 'CREDITOR', sectors: ['RENT'], isNamed: true },
    { organisation: 'zayaz', part: 'CREDITOR', sectors: ['RENT'], isNamed: true },
    { organisation: 'juvans', part: 'EXECUTOR', isNamed: true },
    { organisation: 'divers', part: 'EXECUTOR', isNamed: true },
    { organisation: 'humanitas', part: 'EXECUTOR', isNamed: true },
    { organisation: 'netwerk-tegen-armoede', part: 'EXECUTOR', isNamed: true },
  ],
  note: 'Signed on 28 November 2016, reporting from January 2017. Days of the contact strategy are chosen.',
}
