import { CONTROL, DETECTION, REGISTRY, SUPPORT, type LogEvent } from './event.js'

const WORKED = { activity: 'workbench@1', ground: SUPPORT, by: ['party'] } as const
const GRANTED = {
  activity: 'registry@1',
  ground: REGISTRY,
  by: ['operator'],
  action: 'CONFIG',
  subjects: false,
} as const

/** What people of a municipality do at the workbench, beside what their software can do too. */
export const WORK_EVENTS = [
  {
    operation: 'workBegin',
    action: 'SIGN_IN',
    activity: 'access-control@1',
    ground: CONTROL,
    by: ['party'],
    objects: ['municipality', 'duty'],
    subjects: false,
    nl: 'Een persoon koos om in deze sessie voor de gemeente te werken.',
    en: 'A person chose to act for the municipality in this session.',
  },
  {
    ...WORKED,
    operation: 'workCases',
    action: 'VIEW',
    objects: ['municipality', 'month', 'workBin', 'page', 'size'],
    subjects: false,
    nl: 'Een persoon bekeek een lijst van zaken, zonder namen.',
    en: 'A person looked at a list of cases, without names.',
  },
  {
    ...WORKED,
    operation: 'workCase',
    action: 'VIEW',
    objects: ['municipality', 'month', 'cases'],
    subjects: true,
    nl: 'Een persoon bekeek een zaak met haar meldingen en geschiedenis, zonder naam.',
    en: 'A person looked at a case with its notifications and history, without name.',
  },
  {
    ...WORKED,
    operation: 'workSealed',
    action: 'PULL',
    objects: ['municipality', 'month', 'cases'],
    subjects: true,
    nl: 'Een persoon haalde verzegelde identiteiten op om ze in de eigen browser te openen.',
    en: 'A person took sealed identities to open them in the own browser.',
  },
  {
    ...WORKED,
    operation: 'workTexts',
    action: 'CONFIG',
    ground: DETECTION,
    objects: ['municipality', 'texts'],
    subjects: false,
    nl: 'Een coördinator wijzigde teksten van de gemeente voor brief, kaartje of afzender.',
    en: 'A coordinator changed texts of the municipality for letter, card or sender.',
  },
  {
    ...GRANTED,
    operation: 'grantDuty',
    objects: ['operator', 'party', 'fingerprint', 'municipality', 'duty'],
    commands: ['admin duty grant'],
    nl: 'Een beheerder gaf een persoon een taak bij een gemeente.',
    en: 'An operator gave a person a duty at a municipality.',
  },
  {
    ...GRANTED,
    operation: 'endDuty',
    objects: ['operator', 'fingerprint', 'municipality'],
    commands: ['admin duty end'],
    nl: 'Een beheerder nam een taak van een persoon weg.',
    en: 'An operator took a duty of a person away.',
  },
  {
    ...GRANTED,
    operation: 'listDuties',
    action: 'VIEW',
    objects: ['operator', 'rows'],
    commands: ['admin duty list'],
    nl: 'Een beheerder bekeek wie welke taak heeft.',
    en: 'An operator looked at who has which duty.',
  },
] as const satisfies readonly LogEvent[]
