import { CONTROL, REVIEW, type LogEvent } from './event.js'

const LOOKED = {
  action: 'LOG_READ',
  activity: 'access-log@1',
  ground: REVIEW,
  by: ['officer'],
  subjects: false,
} as const
const SESSION = {
  activity: 'access-control@1',
  ground: CONTROL,
  by: ['party', 'officer'],
  objects: [],
  subjects: false,
} as const

/** What people do in the console beside what the API can do too. */
export const CONSOLE_EVENTS = [
  {
    ...SESSION,
    operation: 'consoleSignIn',
    action: 'SIGN_IN',
    nl: 'Een persoon meldde zich aan bij de console.',
    en: 'A person signed in to the console.',
  },
  {
    ...SESSION,
    operation: 'consoleSignOut',
    action: 'SIGN_OUT',
    nl: 'Een persoon meldde zich af bij de console.',
    en: 'A person signed out of the console.',
  },
  {
    ...LOOKED,
    operation: 'consoleOverview',
    objects: ['from', 'until'],
    nl: 'Een toezichthouder bekeek het overzicht: aantallen per dag, partij en doel.',
    en: 'An officer looked at the overview: counts per day, party and purpose.',
  },
  {
    ...LOOKED,
    operation: 'consoleExport',
    action: 'LOG_EXPORT',
    objects: ['filter', 'format', 'truncated', 'reason'],
    nl: 'Een toezichthouder nam gevonden vastleggingen mee als bestand, om de genoemde reden.',
    en: 'An officer took entries that were found along as a file, for the reason given.',
  },
] as const satisfies readonly LogEvent[]
