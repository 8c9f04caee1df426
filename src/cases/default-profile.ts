import type { TriageProfile } from '../parties/triage-profile.js'

/**
 * How cases are weighed for a municipality that has not said how: every notification counts, a
 * crisis or an end of supply comes first, then households with several arrears. Version 0, which no
 * municipality's own profile has.
 */
export const DEFAULT_PROFILE: TriageProfile = {
  version: 0,
  minSectors: 1,
  disconnectionBypasses: true,
  bins: [
    {
      name: 'URGENT',
      nl: 'Met spoed bezoeken',
      en: 'Visit without delay',
      action: 'VISIT',
      criteria: { urgencies: ['CRISIS', 'HIGH'] },
    },
    {
      name: 'MULTIPLE',
      nl: 'Bezoeken',
      en: 'Visit',
      action: 'VISIT',
      criteria: { matchKinds: ['MULTIPLE'] },
    },
    { name: 'LETTER', nl: 'Brief', en: 'Letter', action: 'LETTER', criteria: {} },
  ],
  lowPriorityBin: 'LETTER',
  contactStrategy: [
    { channel: 'LETTER', afterDays: 0 },
    { channel: 'PHONE', afterDays: 7, when: 'PHONE_KNOWN' },
  ],
}
