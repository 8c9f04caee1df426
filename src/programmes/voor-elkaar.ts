import type { Day } from '../kernel/calendar.js'
import type { MunicipalityCode } from '../parties/party.js'
import { everySignal, remaining, URGENT } from './bins.js'
import { sandboxMunicipality, type Programme } from './programme.js'

/** Two municipalities decide alike and see nothing of each other. */
const triage = everySignal(
  [URGENT, remaining('VISIT')],
  [
    { channel: 'PHONE', afterDays: 3, when: 'PHONE_KNOWN' },
    { channel: 'VISIT', afterDays: 7 },
    { channel: 'CARD', afterDays: 7 },
    { channel: 'LETTER', afterDays: 14 },
  ],
)

/** Voor Elkaar!: a pilot of one year, in which a consultant of the team visits. */
export const voorElkaar: Programme = {
  id: 'ommen-hardenberg-voor-elkaar',
  name: 'Voor Elkaar!',
  municipalities: [
    {
      key: 'ommen',
      name: 'Gemeente Ommen',
      code: '0175' as MunicipalityCode,
      sandboxId: sandboxMunicipality('0175'),
      triage,
    },
    {
      key: 'hardenberg',
      name: 'Gemeente Hardenberg',
      code: '0160' as MunicipalityCode,
      sandboxId: sandboxMunicipality('0160'),
      triage,
    },
  ],
  validFrom: '2026-01-01' as Day,
  validUntil: '2026-12-31' as Day,
  participants: [
    { organisation: 'vechtdal-wonen', part: 'CREDITOR', sectors: ['RENT'], isNamed: true },
    {
      organisation: 'zilveren-kruis',
      part: 'CREDITOR',
      sectors: ['HEALTH_INSURANCE'],
      isNamed: true,
    },
    { organisation: 'vitens', part: 'CREDITOR', sectors: ['WATER'], isNamed: true },
    { organisation: 'team-voor-elkaar', part: 'EXECUTOR', isNamed: true },
  ],
  note: 'The year of the pilot was not found; these data place it in 2026. Days of the contact strategy are chosen.',
}
