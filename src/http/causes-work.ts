import type { Bilingual } from './problem-kind.js'

/** Why refusals of the workbench happen. */
export const WORK_CAUSES = {
  'work.duty': {
    en: 'The person has no duty at this municipality, or one that this page is not for.',
    nl: 'De persoon heeft geen taak bij deze gemeente, of een waar deze pagina niet voor is.',
  },
  'work.case_unknown': {
    en: 'The month of this municipality holds no case of this identifier.',
    nl: 'De maand van deze gemeente heeft geen zaak met dit kenmerk.',
  },
  'work.changed': {
    en: 'A colleague, or the software of the municipality, reported about the case since the page was opened.',
    nl: 'Een collega of de software van de gemeente meldde over de zaak sinds de pagina is geopend.',
  },
  'work.text': {
    en: 'A text of the municipality is longer than 4,000 characters.',
    nl: 'Een tekst van de gemeente is langer dan 4.000 tekens.',
  },
} as const satisfies Readonly<Record<string, Bilingual>>
