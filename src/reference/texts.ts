import type { Language } from './reading.js'

/** Dutch, then English; `{name}` stands for a value. */
type Message = readonly [nl: string, en: string]

const TEXTS = {
  title: ['Naslag', 'Reference'],
  skip: ['Naar de inhoud', 'Skip to the content'],
  pages: ['Pagina’s', 'Pages'],
  language: ['Taal', 'Language'],
  contents: ['Bewerkingen', 'Operations'],
  schemas: ['Gegevens', 'Schemas'],
  refusals: ['Weigeringen', 'Refusals'],
  itemCodes: ['Codes per melding', 'Item codes'],
  home: ['Begin', 'Start'],
  statistics: ['Cijfers', 'Figures'],
  footerPlain: ['Hier staat niets persoonlijks.', 'There is nothing personal here.'],
  footer: [
    'Gemaakt uit het contract, versie {version}. Hier staat niets persoonlijks.',
    'Made from the contract, version {version}. There is nothing personal here.',
  ],
  search: ['Zoeken in de naslag', 'Search the reference'],
  searchButton: ['Zoeken', 'Search'],
  found: ['{count} gevonden voor “{query}”', '{count} found for “{query}”'],
  nothing: ['Niets gevonden. Probeer één woord.', 'Nothing found. Try a single word.'],
  shown: ['{count} getoond', '{count} shown'],
  about: ['Waar dit over gaat', 'What this is about'],
  downloads: ['Het contract als bestand', 'The contract as a file'],
  downloadsText: [
    'OpenAPI 3.1 is leidend; de tweeling in 3.0 is voor programma’s die 3.1 niet lezen.',
    'OpenAPI 3.1 decides; the twin in 3.0 is for programs that do not read 3.1.',
  ],
  who: ['Wie', 'Who'],
  signedBody: [
    'Het bericht moet ondertekend zijn (Payload-Signature).',
    'The body must be signed (Payload-Signature).',
  ],
  signedAnswer: ['De hub ondertekent het antwoord.', 'The hub signs the answer.'],
  deprecated: [
    'Verouderd: gebruik dit niet meer in nieuwe programma’s.',
    'Deprecated: do not use this in new programs.',
  ],
  sunset: ['Werkt tot {day}.', 'Works until {day}.'],
  parameters: ['Parameters', 'Parameters'],
  body: ['Bericht', 'Body'],
  answers: ['Antwoorden', 'Answers'],
  example: ['Voorbeeld', 'Example'],
  exampleNamed: ['Voorbeeld: {name}', 'Example: {name}'],
  accepted: ['aanvaard', 'accepted'],
  refused: ['geweigerd', 'refused'],
  byCurl: ['Met curl', 'With curl'],
  name: ['Naam', 'Name'],
  place: ['Plaats', 'Place'],
  type: ['Soort', 'Type'],
  meaning: ['Betekenis', 'Meaning'],
  status: ['Status', 'Status'],
  code: ['Code', 'Code'],
  required: ['verplicht', 'required'],
  optional: ['mag ontbreken', 'optional'],
  header: ['Headers', 'Headers'],
  codesHere: ['Codes die hier kunnen voorkomen', 'Codes that may occur here'],
  usedBy: ['Gebruikt door', 'Used by'],
  values: ['Waarden', 'Values'],
  contentsOf: ['Velden', 'Members'],
  oneOf: ['Een van', 'One of'],
  list: ['lijst van', 'list of'],
  cause: ['Oorzaak', 'Cause'],
  remedy: ['Wat te doen', 'What to do'],
  retry: [
    'Opnieuw proberen heeft zin, na {seconds} seconden.',
    'Trying again makes sense, after {seconds} seconds.',
  ],
  itemErrors: ['Waarom een melding wordt geweigerd', 'Why an item is rejected'],
  itemWarnings: ['Waar een melding op let', 'What an item is warned about'],
  itemText: [
    'Een partij meldingen wordt per melding beoordeeld. Een geweigerde melding schaadt de andere niet.',
    'A batch is judged item by item. A rejected item does not harm the others.',
  ],
  allRefusals: ['Alle weigeringen', 'All refusals'],
  notFound: ['Dit staat niet in de naslag.', 'This is not in the reference.'],
} as const satisfies Readonly<Record<string, Message>>

/** Name of a text of the reference. */
export type TextKey = keyof typeof TEXTS

/** A text of the reference, with its values put in; not escaped: `html` does that. */
export function say(
  language: Language,
  key: TextKey,
  values: Readonly<Record<string, string | number>> = {},
): string {
  const text = TEXTS[key][language === 'nl' ? 0 : 1]
  return text.replaceAll(/\{(\w+)\}/g, (_, name: string) => String(values[name] ?? ''))
}

const ROLES: Readonly<Record<string, Message>> = {
  creditor: ['schuldeiser', 'creditor'],
  agent: ['vertegenwoordiger', 'agent'],
  municipality: ['gemeente', 'municipality'],
  executor: ['uitvoerder', 'executor'],
  officer: ['privacyfunctionaris', 'privacy officer'],
}

/** A role in plain words; its name in the contract when there are none for it. */
export function roleIn(language: Language, role: string): string {
  return ROLES[role]?.[language === 'nl' ? 0 : 1] ?? role
}
