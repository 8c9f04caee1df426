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
  'work.executor': {
    en: 'There is no such executor with a key of this name, or the municipality did not admit it.',
    nl: 'Er is geen uitvoerder met een sleutel van deze naam, of de gemeente liet hem niet toe.',
  },
  'work.sealed': {
    en: 'The form came without an envelope for the executor: the case was not opened, or script was off.',
    nl: 'Het formulier kwam zonder envelop voor de uitvoerder: de zaak was niet geopend, of script stond uit.',
  },
} as const satisfies Readonly<Record<string, Bilingual>>
