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
  {
    ...LOOKED,
    operation: 'consoleReview',
    objects: ['plans', 'month', 'items', 'item'],
    nl: 'Een toezichthouder bekeek de maandelijkse beoordeling van een logboek.',
    en: 'An officer looked at the monthly review of a log.',
  },
  {
    ...LOOKED,
    operation: 'consoleReviewStep',
    action: 'REVIEW',
    objects: ['month', 'item', 'kind', 'step', 'decision'],
    nl: 'Een toezichthouder nam een stap in de beoordeling van een vastlegging.',
    en: 'An officer took a step in the review of an entry.',
  },
  {
    ...LOOKED,
    operation: 'consoleReviewReport',
    action: 'LOG_EXPORT',
    objects: ['month', 'format', 'digest'],
    nl: 'Een toezichthouder nam het ondertekende verslag van een beoordeling mee.',
    en: 'An officer took the signed report of a review along.',
  },
  {
    ...LOOKED,
    operation: 'consoleOwnAddress',
    action: 'REVIEW',
    objects: ['years'],
    nl: 'Een toezichthouder legde het eigen adres als pseudoniem vast, of haalde het weg.',
    en: 'An officer registered the own address by pseudonym, or removed it.',
  },
  {
    ...LOOKED,
    operation: 'consoleQuestions',
    action: 'VIEW',
    by: ['party'],
    objects: ['questions'],
    nl: 'Een partij bekeek vragen van toezichthouders.',
    en: 'A party looked at questions of officers.',
  },
  {
    ...LOOKED,
    operation: 'consoleAnswer',
    action: 'REVIEW',
    by: ['party'],
    objects: ['item', 'number', 'question'],
    nl: 'Een partij beantwoordde een vraag van een toezichthouder.',
    en: 'A party answered a question of an officer.',
  },
  {
    ...LOOKED,
    operation: 'job.review',
    action: 'REVIEW',
    by: ['job'],
    objects: ['month', 'plan', 'items', 'found', 'seed', 'checkpointSize'],
    nl: 'De hub maakte het plan van de maandelijkse beoordeling: een steekproef en wat opviel.',
    en: 'The hub made the plan of the monthly review: a random sample and what stood out.',
  },
] as const satisfies readonly LogEvent[]
