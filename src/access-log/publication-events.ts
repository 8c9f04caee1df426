import { CHANGED, LISTED, type LogEvent } from './event.js'

/** What happens to the national statistics that everybody reads. */
export const PUBLICATION_EVENTS = [
  {
    ...CHANGED,
    operation: 'preparePublication',
    objects: ['operator', 'period', 'municipalities', 'exposed'],
    commands: ['admin publication prepare'],
    nl: 'Een beheerder telde een maand of jaar en maakte een tabel die gepubliceerd kan worden.',
    en: 'An operator counted a month or a year and made a table that can be published.',
  },
  {
    ...CHANGED,
    operation: 'releasePublication',
    objects: ['operator', 'period', 'preparedBy', 'targets'],
    commands: ['admin publication release'],
    nl: 'Een tweede beheerder gaf een tabel vrij, nadat een aanval erop was mislukt.',
    en: 'A second operator released a table, after an attack on it had failed.',
  },
  {
    ...CHANGED,
    operation: 'withdrawPublication',
    objects: ['operator', 'period'],
    commands: ['admin publication withdraw'],
    nl: 'Een beheerder nam een gepubliceerde tabel terug.',
    en: 'An operator took a published table back.',
  },
  {
    ...LISTED,
    operation: 'listPublications',
    objects: ['operator', 'rows'],
    commands: ['admin publication list'],
    nl: 'Een beheerder bekeek welke tabellen er zijn.',
    en: 'An operator looked at which tables there are.',
  },
  {
    ...LISTED,
    operation: 'attackPublication',
    objects: ['operator', 'rows'],
    commands: ['admin publication attack'],
    nl: 'Een beheerder probeerde kleine getallen uit gepubliceerde tabellen te herleiden.',
    en: 'An operator tried to find small numbers from published tables.',
  },
] as const satisfies readonly LogEvent[]
