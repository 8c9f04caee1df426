/** Texts about pauses of collection: Dutch, then English. */
export const PAUSE_TEXTS = {
  'pause.title': ['Incassopauze', 'Pause of collection'],
  'pause.hint': [
    'Vraag een schuldeiser met incasso te wachten. Dat kan als de inwoner daarmee instemt; leg dat vast bij de uitkomst. Het is een afspraak uit de praktijk, geen wet: de schuldeiser mag nee zeggen.',
    'Ask a creditor to wait with collection. That is possible when the resident consents; record that with the outcome. It is agreed practice, no law: the creditor may say no.',
  ],
  'pause.of': ['Melding {number}: {creditor}', 'Notification {number}: {creditor}'],
  'pause.none': ['Er is geen pauze gevraagd.', 'No pause was asked.'],
  'pause.no_consent': [
    'Er is geen toestemming vastgelegd om deze schuldeiser een pauze te vragen.',
    'No consent is recorded to ask this creditor for a pause.',
  ],
  'pause.gone': [
    'Over deze melding kan niets meer worden gevraagd.',
    'Nothing can be asked about this notification any more.',
  ],
  'pause.months': ['Hoe lang', 'How long'],
  'pause.months_1': ['een maand (gebruikelijk)', 'one month (usual)'],
  'pause.months_2': ['twee maanden', 'two months'],
  'pause.months_3': ['drie maanden', 'three months'],
  'pause.ask': ['Vraag {creditor} te wachten', 'Ask {creditor} to wait'],
  'pause.withdraw': ['Trek de vraag aan {creditor} in', 'Take back the ask to {creditor}'],
  'pause.end': ['Beëindig de pauze van {creditor}', 'End the pause of {creditor}'],
  'pause.ASKED': [
    'Gevraagd op {asked}. De schuldeiser kan tot en met {by} antwoorden (praktijk, geen wet).',
    'Asked on {asked}. The creditor can answer until {by} (practice, no law).',
  ],
  'pause.read': ['De schuldeiser heeft de vraag opgehaald.', 'The creditor has read the ask.'],
  'pause.unread': [
    'De schuldeiser heeft de vraag nog niet opgehaald.',
    'The creditor has not read the ask yet.',
  ],
  'pause.CONFIRMED': [
    'De schuldeiser wacht tot en met {until} (praktijk, geen wet).',
    'The creditor waits until {until} (practice, no law).',
  ],
  'pause.DECLINED': ['De schuldeiser wacht niet: {why}.', 'The creditor does not wait: {why}.'],
  'pause.WITHDRAWN': ['Ingetrokken op {on}: {why}.', 'Withdrawn on {on}: {why}.'],
  'pause.EXPIRED': [
    'Niet beantwoord voor {by}; de vraag is verlopen.',
    'Not answered by {by}; the ask has expired.',
  ],
  'pause.ENDED': ['De pauze liep tot en met {until}.', 'The pause ran until {until}.'],
  'pause.why_PAID': ['betaald', 'paid'],
  'pause.why_ARRANGEMENT_MADE': ['er is een regeling', 'an arrangement was made'],
  'pause.why_PAUSED_ALREADY': ['hij wacht al', 'it waits already'],
  'pause.why_IN_COURT': [
    'het ligt bij de rechter of de deurwaarder',
    'it is before a court or with a bailiff',
  ],
  'pause.why_NOT_AGREED': ['hij heeft dit niet afgesproken', 'it has not agreed to this practice'],
  'pause.why_OTHER': ['een andere reden', 'another reason'],
  'pause.by_MUNICIPALITY': ['door de gemeente', 'by the municipality'],
  'pause.by_CONSENT': ['de toestemming dekt haar niet meer', 'consent no longer covers it'],
  'pause.by_REQUEST': ['op verzoek van de inwoner', 'at the request of the resident'],
  'pause.by_NOTIFICATION': [
    'de schuldeiser trok de melding in',
    'the creditor took the notification back',
  ],
  'pause.by_TRANSFER': ['de zaak is overgedragen', 'the case was handed over'],
} as const
