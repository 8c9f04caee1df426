import { CONSENT, type LogEvent } from './event.js'

const PAUSED = {
  activity: 'outcomes@1',
  ground: CONSENT,
  by: ['party'],
  subjects: false,
} as const

/**
 * Pauses of collection: in the partitions of the municipality that asks and of the creditor that is
 * asked. What ended one stands in the municipality's only.
 */
export const PAUSE_EVENTS = [
  {
    ...PAUSED,
    operation: 'askCollectionPause',
    action: 'PAUSE',
    objects: [
      ...['municipality', 'month', 'cases', 'creditor', 'notifications', 'pauseId', 'months'],
      'body',
    ],
    subjects: true,
    nl: 'Een gemeente vroeg een schuldeiser, met toestemming van de inwoner, om met incasso te wachten.',
    en: 'A municipality asked a creditor, with the consent of the resident, to wait with collection.',
  },
  {
    ...PAUSED,
    operation: 'withdrawCollectionPause',
    action: 'PAUSE',
    objects: ['municipality', 'month', 'cases', 'creditor', 'pauses', 'endedBy', 'body'],
    nl: 'Een gevraagde of bevestigde incassopauze is ingetrokken; een schuldeiser hoort niet waarom.',
    en: 'A pause that was asked or confirmed was withdrawn; a creditor does not learn why.',
  },
  {
    ...PAUSED,
    operation: 'listCollectionPauses',
    action: 'VIEW',
    objects: ['municipality', 'pauses'],
    nl: 'Een gemeente bekeek welke incassopauzes zij vroeg en hoe die staan.',
    en: 'A municipality looked at the pauses that it asked for and how they stand.',
  },
  {
    ...PAUSED,
    operation: 'listAskedPauses',
    action: 'VIEW',
    objects: ['creditor', 'pauses'],
    nl: 'Een schuldeiser, of wie voor hem aanlevert, las welke incassopauzes van hem zijn gevraagd.',
    en: 'A creditor, or whoever delivers for it, read which pauses are asked of it.',
  },
  {
    ...PAUSED,
    operation: 'answerCollectionPause',
    action: 'PAUSE',
    objects: [
      ...['municipality', 'creditor', 'notifications', 'pauseId', 'answer', 'untilOn', 'refusal'],
      'body',
    ],
    nl: 'Een schuldeiser, of wie voor hem aanlevert, bevestigde een incassopauze of wees die af.',
    en: 'A creditor, or whoever delivers for it, confirmed a pause or declined it.',
  },
] as const satisfies readonly LogEvent[]
