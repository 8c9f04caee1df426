import { kind, type ProblemKind } from './problem-kind.js'

/** Refusals about batches, feeds, keys, the register and the log. */
export const DOMAIN_PROBLEMS = {
  'registry.invalid': kind(
    400,
    ['This cannot be registered', 'Dit kan niet worden geregistreerd'],
    'Correct what the detail names.',
    'Herstel wat in de toelichting staat.',
  ),
  'registry.unknown': kind(
    404,
    ['Not in the register', 'Niet in het register'],
    'Register it first, or check its identifier.',
    'Registreer het eerst, of controleer het kenmerk.',
  ),
  'registry.conflict': kind(
    409,
    ['The register says otherwise', 'Het register zegt iets anders'],
    'Look up what is registered, and end that first.',
    'Zoek op wat geregistreerd staat, en beëindig dat eerst.',
  ),
  'agreement.unknown': kind(
    404,
    ['No such agreement', 'Deze overeenkomst is er niet'],
    'You have no agreement under this identifier; GET /agreements lists those you have.',
    'Onder dit kenmerk heeft u geen overeenkomst; GET /agreements toont wat u heeft.',
  ),
  'agreement.conflict': kind(
    409,
    ['The agreement does not allow this', 'De overeenkomst laat dit niet toe'],
    'Look at its state first: what has ended stays so, and a new period takes a new agreement.',
    'Bekijk eerst de stand: wat beëindigd is blijft dat, en een nieuwe periode vraagt een nieuwe.',
  ),
  'batch.unknown': kind(
    404,
    ['No such batch', 'Deze partij meldingen is er niet'],
    'Check the identifier; it is the batchId of a batch that you delivered yourself.',
    'Controleer het kenmerk; het is het batchId van een partij die u zelf aanleverde.',
  ),
  'batch.conflict': kind(
    409,
    ['This batch was delivered with other content', 'Deze partij is al anders aangeleverd'],
    'A batch id stands for one content. Give a new batch a new id; nothing was changed.',
    'Een kenmerk staat voor één inhoud. Geef een nieuwe partij een nieuw kenmerk; er is niets gewijzigd.',
  ),
  'batch.creditor_mismatch': kind(
    403,
    ['Not your creditor', 'Niet uw schuldeiser'],
    'Deliver for yourself, or have the operator register your principal first.',
    'Lever aan voor uzelf, of laat de beheerder uw opdrachtgever eerst registreren.',
  ),
  'feed.unknown': kind(
    404,
    ['No such feed', 'Deze lijst is er niet'],
    'GET /feeds lists the months there are; the urgent lane lists its items.',
    'GET /feeds noemt de maanden die er zijn; de spoedlijst noemt haar meldingen.',
  ),
  'feed.month_open': kind(
    409,
    ['The month is still open', 'De maand is nog niet afgesloten'],
    'Come back after it closes: on the first of the next month, at 06:00.',
    'Kom terug na de afsluiting: op de eerste van de volgende maand om 06:00.',
  ),
  'feed.cursor': kind(
    400,
    ['Not a place in this list', 'Geen plaats in deze lijst'],
    'Use a cursor only as it was given, for the same list and by the same party.',
    'Gebruik een cursor zoals gegeven, voor dezelfde lijst en door dezelfde partij.',
  ),
  'feed.integrity': kind(
    409,
    ['Count or root do not match', 'Aantal of wortel klopt niet'],
    'Pull the feed again, recompute count and root, and report a difference to the operator.',
    'Haal de lijst opnieuw op, bereken aantal en wortel, en meld een verschil aan de beheerder.',
  ),
  'sealing_key.invalid': kind(
    400,
    ['This cannot be a sealing key', 'Dit kan geen verzegelsleutel zijn'],
    'Offer a public JWK: EC P-256, or RSA of at least 3072 bits, without private members.',
    'Bied een publieke JWK aan: EC P-256, of RSA van minstens 3072 bits, zonder geheime velden.',
  ),
  'sealing_key.challenge_failed': kind(
    409,
    ['The challenge was not answered', 'De uitdaging is niet beantwoord'],
    'Decrypt the challenge of the latest offer with the new private key and send its content.',
    'Ontsleutel de uitdaging van het laatste aanbod met de nieuwe geheime sleutel en stuur de inhoud.',
  ),
  'sealing_key.unknown': kind(
    404,
    ['No such sealing key', 'Deze verzegelsleutel is er niet'],
    'GET /sealing-keys lists the keys of your municipality. Offer it first.',
    'GET /sealing-keys noemt de sleutels van uw gemeente. Bied de sleutel eerst aan.',
  ),
  'sealing_key.conflict': kind(
    409,
    ['The sealing key contradicts an earlier one', 'De sleutel is in strijd met een eerdere'],
    'Make a new key and offer it under a version above the last one.',
    'Maak een nieuwe sleutel en bied die aan onder een hogere versie dan de laatste.',
  ),
  'sealing_key.second_person': kind(
    403,
    ['A second person must confirm', 'Een tweede persoon moet bevestigen'],
    'Sign the confirmation with another signing certificate than the one of the offer.',
    'Onderteken de bevestiging met een ander certificaat dan dat van het aanbod.',
  ),
  'envelope.unreadable': kind(
    400,
    ['The envelope cannot be opened', 'De envelop gaat niet open'],
    'Open it with the key that its kid names, or ask for redelivery.',
    'Open die met de sleutel die kid noemt, of vraag om een nieuwe levering.',
  ),
  'log.unavailable': kind(
    503,
    ['The access cannot be logged', 'De inzage kan niet worden vastgelegd'],
    'Without a log entry there is no answer. Nothing was released. Try again later.',
    'Zonder vastlegging geen antwoord. Er is niets verstrekt. Probeer het later opnieuw.',
    10,
  ),
  'log.entry_unknown': kind(
    404,
    ['No such log entry', 'Deze vastlegging is er niet'],
    'Take the identifier from your receipt or from the header Log-Entry.',
    'Neem het kenmerk van uw ontvangstbewijs of uit de header Log-Entry.',
  ),
  'log.not_integrated': kind(
    404,
    ['The entry is not in the tree yet', 'De vastlegging staat nog niet in de boom'],
    'It will be within 60 seconds. Try again after the time in Retry-After.',
    'Dat gebeurt binnen 60 seconden. Probeer het opnieuw na de tijd in Retry-After.',
    5,
  ),
  'trace.reason_missing': kind(
    400,
    ['A reason is needed', 'Een reden is nodig'],
    'Say why you ask; the reason is logged.',
    'Zeg waarom u dit vraagt; de reden wordt vastgelegd.',
  ),
} as const satisfies Record<string, ProblemKind>
