import { cause } from './problem-kind.js'

/** Why refusals about the form of a request and the state of the hub happen. */
export const REQUEST_CAUSES = {
  'request.invalid': cause(
    'A part of the request does not fit its schema: a member is missing, unknown, of a wrong type or out of bounds.',
    'Een deel van het verzoek past niet in het schema: een veld ontbreekt, is onbekend, van het verkeerde type of buiten de grenzen.',
  ),
  'request.malformed': cause(
    'What came over the connection is no HTTP/1.1 request, or has no or several Host headers.',
    'Wat over de verbinding kwam is geen verzoek volgens HTTP/1.1, of heeft geen of meer dan een Host-header.',
  ),
  'request.unreadable_json': cause(
    'The body is not UTF-8, not JSON, names a member twice or is nested too deep.',
    'Het bericht is geen UTF-8, geen JSON, noemt een veld twee keer of is te diep genest.',
  ),
  'request.too_large': cause(
    'The body is larger than the hub takes.',
    'Het bericht is groter dan de hub aanneemt.',
  ),
  'request.headers_too_large': cause(
    'The headers of the request are larger than the hub takes.',
    'De headers van het verzoek zijn groter dan de hub aanneemt.',
  ),
  'request.timeout': cause(
    'The headers or the body did not arrive in time.',
    'De headers of het bericht kwamen niet op tijd binnen.',
  ),
  'request.expectation': cause(
    'The request has an Expect header with a value that the hub does not know.',
    'Het verzoek heeft een Expect-header met een waarde die de hub niet kent.',
  ),
  'request.media_type': cause(
    'The body has another Content-Type, another character set, or is compressed.',
    'Het bericht heeft een ander Content-Type, een andere tekenset, of is gecomprimeerd.',
  ),
  'request.not_acceptable': cause(
    'The Accept header leaves out JSON, and the hub answers in nothing else.',
    'De Accept-header sluit JSON uit, en de hub antwoordt in niets anders.',
  ),
  'request.precondition_failed': cause(
    'Somebody changed the resource after you read it, so the version that you named is not the present one.',
    'Iemand heeft het gewijzigd nadat u het las; de versie die u noemde is niet meer de huidige.',
  ),
  'request.misdirected': cause(
    'The name of the host in the request is not one that the certificate of this listener is for.',
    'De hostnaam in het verzoek is er geen waarvoor het certificaat van dit loket geldt.',
  ),
  'request.transaction_id': cause(
    'The header Fsc-Transaction-Id holds something else than one UUID of version 7.',
    'De header Fsc-Transaction-Id bevat iets anders dan één UUID van versie 7.',
  ),
  'request.digest_mismatch': cause(
    'The digest in the headers is not that of the body that arrived.',
    'De hash in de headers is niet die van het bericht dat aankwam.',
  ),
  'rate.exceeded': cause(
    'Your party made more requests than it may in a minute.',
    'Uw partij deed meer verzoeken dan zij in een minuut mag.',
  ),
  'quota.exceeded': cause(
    'Your party used up what it may try, trace or read in a day; these answers could be used to test guesses about people.',
    'Uw partij heeft verbruikt wat zij per dag mag proberen, zoeken of lezen; met die antwoorden zou men gissingen over mensen kunnen toetsen.',
  ),
  'route.unknown': cause(
    'There is nothing at this path, or nothing for your role.',
    'Op dit pad is niets, of niets voor uw rol.',
  ),
  'method.not_allowed': cause(
    'The path exists, but not with this method.',
    'Het pad bestaat, maar niet met deze methode.',
  ),
  'day.malformed': cause(
    'The text is not a day of the calendar.',
    'De tekst is geen dag van de kalender.',
  ),
  'month.malformed': cause(
    'The text is not a month of the calendar.',
    'De tekst is geen maand van de kalender.',
  ),
  'hub.overloaded': cause(
    'More bodies are being worked on than the memory of the hub is meant for.',
    'Er worden meer berichten verwerkt dan waarvoor het geheugen van de hub bedoeld is.',
  ),
  'hub.not_ready': cause(
    'The hub is starting or stopping, or its database cannot be reached.',
    'De hub start of stopt, of de database is niet bereikbaar.',
  ),
} as const
