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
    'It contradicts what is registered. End that first.',
    'Het is in strijd met wat geregistreerd staat. Beëindig dat eerst.',
  ),
  'batch.unknown': kind(
    404,
    ['No such batch', 'Deze partij meldingen is er niet'],
    'You delivered no batch under this identifier.',
    'Onder dit kenmerk heeft u geen meldingen aangeleverd.',
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
    'You deliver for yourself, or for principals that are registered as yours.',
    'U levert aan voor uzelf, of voor opdrachtgevers die bij u geregistreerd staan.',
  ),
  'feed.unknown': kind(
    404,
    ['No such feed', 'Deze lijst is er niet'],
    'Your municipality has no feed for this month, or no such urgent item.',
    'Uw gemeente heeft geen lijst voor deze maand, of deze spoedmelding is er niet.',
  ),
  'feed.month_open': kind(
    409,
    ['The month is still open', 'De maand is nog niet afgesloten'],
    'A month closes on the first of the next one, at 06:00.',
    'Een maand wordt op de eerste van de volgende maand om 06:00 afgesloten.',
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
    'What you received is not what was closed. Pull the feed again and compare.',
    'Wat u ontving is niet wat is afgesloten. Haal de lijst opnieuw op en vergelijk.',
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
    'Your municipality has not offered this key.',
    'Uw gemeente heeft deze sleutel niet aangeboden.',
  ),
  'sealing_key.conflict': kind(
    409,
    ['The sealing key contradicts an earlier one', 'De sleutel is in strijd met een eerdere'],
    'Versions rise, and a key or version that was used is not used again.',
    'Versies lopen op, en een gebruikte sleutel of versie wordt niet opnieuw gebruikt.',
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
    'It was sealed for another key, or is damaged.',
    'Die is voor een andere sleutel verzegeld, of beschadigd.',
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
    'There is no entry of this identifier that you are party to.',
    'Er is geen vastlegging met dit kenmerk waarbij u betrokken bent.',
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
