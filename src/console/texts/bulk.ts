/** What is done about several cases at once: Dutch, then English. */
export const BULK_TEXTS = {
  'bulk.link': ['Meer zaken tegelijk', 'Several cases at once'],
  'bulk.title': ['Meer zaken tegelijk', 'Several cases at once'],
  'bulk.hint': [
    'Kies zaken, en leg dan voor allemaal hetzelfde vast. Elke zaak krijgt haar eigen terugmelding.',
    'Choose cases, then record the same for all of them. Each case gets a report of its own.',
  ],
  'bulk.all': ['Kies alle zaken op deze pagina', 'Choose all cases on this page'],
  'bulk.look': ['bekijk', 'look'],
  'bulk.letters': ['Brieven van de gekozen zaken', 'Letters of the chosen cases'],
  'bulk.letters_hint': [
    'Open eerst de zaken hierboven. De browser vult voor elke gekozen zaak een blad in; de hub ziet ze niet.',
    'Open the cases above first. The browser fills in a sheet for each chosen case; the hub never sees them.',
  ],
  'bulk.printed': [
    'Bladen: {count}. Gekozen zaken zonder blad (ingetrokken of niet geopend): {left}.',
    'Sheets: {count}. Chosen cases without a sheet (withdrawn or not opened): {left}.',
  ],
  'bulk.attempt': ['Eén contactpoging voor alle gekozen', 'One attempt for all that are chosen'],
  'bulk.save_attempt': ['Leg de poging vast', 'Record the attempt'],
  'bulk.ending': ['Eén uitkomst voor alle gekozen', 'One outcome for all that are chosen'],
  'bulk.ending_hint': [
    'Alleen uitkomsten zonder toestemming. Een zaak die al een uitkomst heeft, blijft zoals zij is.',
    'Only outcomes without consent. A case that has an outcome already stays as it is.',
  ],
  'bulk.taken_up_hint': [
    'Voor zaken waarvan dat nog niet vastligt.',
    'For cases of which that is not recorded yet.',
  ],
  'bulk.save_ending': ['Leg de uitkomst vast', 'Record the outcome'],
  'bulk.results': ['Wat is vastgelegd', 'What was recorded'],
  'bulk.counted': [
    'Vastgelegd: {kept}. Niet vastgelegd: {lost}.',
    'Recorded: {kept}. Not recorded: {lost}.',
  ],
  'bulk.result': ['Resultaat', 'Result'],
  'bulk.remarks': ['Toelichting', 'Remarks'],
  'bulk.kept': ['vastgelegd als versie {version}', 'recorded as version {version}'],
  'bulk.lost': ['niet vastgelegd', 'not recorded'],
  'bulk.again': ['Nog meer zaken tegelijk', 'More cases at once'],
  'remark.NONE_CHOSEN': ['Kies eerst een of meer zaken.', 'Choose one or more cases first.'],
  'remark.ENDED_BEFORE': [
    'De zaak had al een uitkomst; die wijzigt u op haar eigen pagina.',
    'The case had an outcome already; change it on its own page.',
  ],
} as const
