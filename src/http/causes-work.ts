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
  'work.conflict': {
    en: 'The assignmentId was used in another body: for another case, executor, key or sealed contact.',
    nl: 'Het assignmentId is in een ander bericht gebruikt: voor een andere zaak, uitvoerder, sleutel of inhoud.',
  },
  'work.sealed': {
    en: 'The form came without an envelope for the executor: the case was not opened, or script was off.',
    nl: 'Het formulier kwam zonder envelop voor de uitvoerder: de zaak was niet geopend, of script stond uit.',
  },
  'transfer.unknown': {
    en: 'Neither side of a transfer of this identifier is the caller, or it is not for the caller to decide.',
    nl: 'De vrager is geen partij bij een overdracht met dit kenmerk, of gaat niet over dit besluit.',
  },
  'transfer.case_unknown': {
    en: 'The month is not closed, holds no such case of the caller, or the case is forgotten.',
    nl: 'De maand is niet gesloten, heeft geen zulke zaak van de vrager, of de zaak is vergeten.',
  },
  'transfer.case_closed': {
    en: 'An outcome was reported, or every notification ended as not taken up.',
    nl: 'Er is een uitkomst gemeld, of alle meldingen zijn als niet opgepakt beëindigd.',
  },
  'transfer.held': {
    en: 'A legal hold, the request of a resident, or a withdrawal or correction by a creditor stands in the way.',
    nl: 'Een hold, het verzoek van een inwoner, of een intrekking of correctie door een schuldeiser staat in de weg.',
  },
  'transfer.receiver': {
    en: 'The code is that of the caller itself, of no municipality that takes part, or of one without an active key.',
    nl: 'De code is die van de vrager zelf, van geen deelnemende gemeente, of van een zonder actieve sleutel.',
  },
  'transfer.no_mandate': {
    en: 'No creditor of the case has an agreement with the other municipality for its sector, or one ended since.',
    nl: 'Geen schuldeiser van de zaak heeft een overeenkomst met de andere gemeente voor haar sector, of die eindigde intussen.',
  },
  'transfer.key': {
    en: 'The other municipality took another sealing key into use since the question was put.',
    nl: 'De andere gemeente nam sinds de vraag een andere verzegelsleutel in gebruik.',
  },
  'transfer.sealed': {
    en: 'An envelope is missing, too many, of another notification, or not sealed under the key of the offer.',
    nl: 'Een envelop ontbreekt, is er te veel, hoort bij een andere melding, of is niet onder de sleutel van het aanbod verzegeld.',
  },
  'transfer.conflict': {
    en: 'The case is offered or handed over already, the identifier was used, or it was decided otherwise.',
    nl: 'De zaak is al aangeboden of overgedragen, het kenmerk is gebruikt, of er is anders besloten.',
  },
  'pause.unknown': {
    en: 'No pause of this identifier was asked by, or of, the caller; an agent answers for its principals only.',
    nl: 'De vrager vroeg geen pauze met dit kenmerk, en er is hem geen gevraagd; een vertegenwoordiger antwoordt alleen voor zijn opdrachtgevers.',
  },
  'pause.notification_unknown': {
    en: 'The month is not closed, holds no such case of the caller, or the case holds no such notification.',
    nl: 'De maand is niet gesloten, heeft geen zulke zaak van de vrager, of de zaak heeft deze melding niet.',
  },
  'pause.no_consent': {
    en: 'The latest report about the case holds no consent, one that is withdrawn, or one for another creditor or purpose.',
    nl: 'De laatste terugmelding over de zaak bevat geen toestemming, een ingetrokken, of een voor een andere schuldeiser of een ander doel.',
  },
  'pause.stopped': {
    en: 'Its creditor withdrew or corrected it, a resident objected or had it restricted, or the case is handed over.',
    nl: 'De schuldeiser trok haar in of corrigeerde haar, een inwoner maakte bezwaar of liet haar beperken, of de zaak is overgedragen.',
  },
  'pause.conflict': {
    en: 'The identifier was used, a pause about the notification stands already, or it was answered, withdrawn or over before.',
    nl: 'Het kenmerk is gebruikt, er staat al een pauze over de melding, of zij was al beantwoord, ingetrokken of voorbij.',
  },
} as const satisfies Readonly<Record<string, Bilingual>>
