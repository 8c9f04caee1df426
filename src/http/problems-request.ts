import { kind, type ProblemKind } from './problem-kind.js'

/** Refusals about the form of a request and the state of the hub. */
export const REQUEST_PROBLEMS = {
  'request.invalid': kind(
    400,
    ['The request does not match the contract', 'Het verzoek voldoet niet aan het contract'],
    'Every place that does not fit is named; correct all of them. Nothing was converted or dropped.',
    'Elke plaats die niet klopt is genoemd; herstel ze allemaal. Er is niets omgezet of weggelaten.',
  ),
  'request.malformed': kind(
    400,
    ['This is not proper HTTP', 'Dit is geen juiste HTTP'],
    'The request could not be read. Use a current HTTP library.',
    'Het verzoek was niet leesbaar. Gebruik een actuele HTTP-bibliotheek.',
  ),
  'request.unreadable_json': kind(
    400,
    ['The body is not proper JSON', 'Het bericht is geen juiste JSON'],
    'Send UTF-8 JSON in which no object names a member twice and nesting is shallow.',
    'Stuur UTF-8-JSON waarin geen object een veld twee keer noemt en de nesting ondiep is.',
  ),
  'request.too_large': kind(
    413,
    ['The request is too large', 'Het verzoek is te groot'],
    'Divide it over several requests, for instance batches of at most 10,000 notifications.',
    'Verdeel het over meer verzoeken, bijvoorbeeld partijen van hoogstens 10.000 meldingen.',
  ),
  'request.headers_too_large': kind(
    431,
    ['The headers are too large', 'De headers zijn te groot'],
    'All headers together take at most 16 KB. Refer to certificates rather than sending chains.',
    'Alle headers samen zijn hoogstens 16 KB. Verwijs naar certificaten in plaats van ketens te sturen.',
  ),
  'request.timeout': kind(
    408,
    ['The request took too long', 'Het verzoek duurde te lang'],
    'The request did not arrive in time. Try again over a better connection.',
    'Het verzoek kwam niet op tijd binnen. Probeer het opnieuw over een betere verbinding.',
  ),
  'request.expectation': kind(
    417,
    ['This expectation is not met', 'Aan deze verwachting wordt niet voldaan'],
    'The hub knows 100-continue and no other value of Expect.',
    'De hub kent 100-continue en geen andere waarde van Expect.',
  ),
  'request.media_type': kind(
    415,
    ['This media type is not taken', 'Dit mediatype wordt niet aangenomen'],
    'Send application/json in UTF-8, not compressed.',
    'Stuur application/json in UTF-8, niet gecomprimeerd.',
  ),
  'request.not_acceptable': kind(
    406,
    ['The answer is in another media type', 'Het antwoord heeft een ander mediatype'],
    'Accept application/json and application/problem+json.',
    'Accepteer application/json en application/problem+json.',
  ),
  'request.precondition_failed': kind(
    412,
    ['It has changed in the meantime', 'Het is intussen gewijzigd'],
    'Read it again and repeat the change on what it is now.',
    'Lees het opnieuw en herhaal de wijziging op wat het nu is.',
  ),
  'request.misdirected': kind(
    421,
    ['This host is not served here', 'Deze host wordt hier niet bediend'],
    'Use the address of the data listener as published.',
    'Gebruik het gepubliceerde adres van de datatoegang.',
  ),
  'request.transaction_id': kind(
    400,
    ['Not a transaction id', 'Geen transactiekenmerk'],
    'Fsc-Transaction-Id is one UUID of version 7, or is left out.',
    'Fsc-Transaction-Id is één UUID van versie 7, of ontbreekt.',
  ),
  'request.digest_mismatch': kind(
    400,
    ['The digest does not fit the body', 'De hash past niet bij het bericht'],
    'Content-Digest or Digest was computed over other bytes. Something on the way changed them.',
    'Content-Digest of Digest is over andere bytes berekend. Onderweg is iets gewijzigd.',
  ),
  'rate.exceeded': kind(
    429,
    ['Too many requests', 'Te veel verzoeken'],
    'Wait as long as Retry-After says.',
    'Wacht zo lang als Retry-After zegt.',
    30,
  ),
  'route.unknown': kind(
    404,
    ['No such resource', 'Dit bestaat niet'],
    'Check the path against the contract; it has no slash at the end.',
    'Vergelijk het pad met het contract; er staat geen schuine streep aan het eind.',
  ),
  'method.not_allowed': kind(
    405,
    ['This method is not allowed here', 'Deze methode is hier niet toegestaan'],
    'The header Allow names the methods that are.',
    'De header Allow noemt de methoden die dat wel zijn.',
  ),
  'day.malformed': kind(
    400,
    ['Not a day', 'Geen dag'],
    'A day is written as YYYY-MM-DD and exists.',
    'Een dag wordt geschreven als JJJJ-MM-DD en bestaat.',
  ),
  'month.malformed': kind(
    400,
    ['Not a month', 'Geen maand'],
    'A month is written as YYYY-MM.',
    'Een maand wordt geschreven als JJJJ-MM.',
  ),
  'hub.overloaded': kind(
    503,
    ['The hub is busy', 'De hub is bezet'],
    'Nothing was changed. Try again after the time in Retry-After.',
    'Er is niets gewijzigd. Probeer het opnieuw na de tijd in Retry-After.',
    5,
  ),
  'hub.not_ready': kind(
    503,
    ['The hub is not ready', 'De hub is niet gereed'],
    'It is starting, stopping, or waiting for its database. Try again later.',
    'Zij start, stopt, of wacht op haar database. Probeer het later opnieuw.',
    10,
  ),
} as const satisfies Record<string, ProblemKind>
