import { CONTROL, INTEGRITY, REVIEW, type LogEvent } from './event.js'

const ALARM = {
  action: 'ALARM',
  activity: 'access-log@1',
  ground: REVIEW,
  objects: [
    ...['rules', 'subjectsOfHour', 'subjectsOfDay', 'emptyOfDay', 'mostPersons'],
    ...['smallOfHour', 'foundOfDay'],
  ],
  subjects: false,
} as const

/** What happens to the log itself, and what it holds of attempts that were refused. */
export const LOG_EVENTS = [
  {
    operation: 'log.export',
    action: 'LOG_EXPORT',
    activity: 'access-log@1',
    ground: REVIEW,
    by: ['operator'],
    objects: ['operator', 'format', 'from', 'to'],
    subjects: false,
    commands: ['log export'],
    nl: 'Een beheerder schreef vastleggingen van een partij naar bestanden; van welk nummer tot welk staat erbij.',
    en: 'An operator wrote entries of a party to files; from which number to which is stated.',
  },
  {
    operation: 'job.ship',
    action: 'LOG_EXPORT',
    activity: 'access-log@1',
    ground: REVIEW,
    by: ['job'],
    objects: ['format', 'collector', 'from'],
    subjects: false,
    nl: 'De hub stuurt vanaf nu alle vastleggingen van een partij naar een ingesteld verzamelpunt.',
    en: 'From now on the hub sends all entries of a party to a collector that was set.',
  },
  {
    operation: 'log.recover',
    action: 'LOG_RECOVER',
    activity: 'access-log@1',
    ground: INTEGRITY,
    by: ['operator'],
    objects: ['origin', 'previous'],
    subjects: false,
    commands: ['log recover'],
    nl: 'Na herstel van de database gaat het logboek verder onder een nieuwe naam; wat ontbreekt staat erbij.',
    en: 'After the database was restored the log goes on under a new name; what is missing is stated.',
  },
  {
    ...ALARM,
    operation: 'traceDataSubject',
    by: ['officer'],
    nl: 'Een toezichthouder zocht zo na dat het op aftasten lijkt: iemand anders beoordeelt dat.',
    en: 'An officer traced in a way that looks like enumeration: somebody else reviews it.',
  },
  {
    ...ALARM,
    operation: 'searchAccessLog',
    by: ['officer'],
    nl: 'Een toezichthouder zocht naar zo veel zaken dat het op aftasten lijkt.',
    en: 'An officer searched for so many cases that it looks like enumeration.',
  },
  {
    ...ALARM,
    operation: 'validateNotificationBatch',
    by: ['party'],
    nl: 'Een schuldeiser liet zo toetsen dat het op aftasten lijkt.',
    en: 'A creditor had notifications checked in a way that looks like enumeration.',
  },
  {
    // Whatever operation was tried; it stands in the entry, or `unknown`.
    operation: 'unknown',
    action: 'DENIED',
    activity: 'access-control@1',
    ground: CONTROL,
    by: ['anybody'],
    objects: ['code', 'repeatedIn'],
    subjects: false,
    nl: 'Een poging is geweigerd. Gelijke weigeringen binnen een minuut staan samen in één vastlegging.',
    en: 'An attempt was refused. Equal refusals within a minute stand together in one entry.',
  },
] as const satisfies readonly LogEvent[]
