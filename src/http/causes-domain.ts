import { cause } from './problem-kind.js'

/** Why refusals about batches, feeds, keys, the register and the log happen. */
export const DOMAIN_CAUSES = {
  'registry.invalid': cause(
    'What was to be registered does not have the right form or does not fit what it belongs to.',
    'Wat geregistreerd moest worden heeft niet de juiste vorm of past niet bij waar het bij hoort.',
  ),
  'registry.unknown': cause(
    'What the change is about is not in the register, or was ended.',
    'Waar de wijziging over gaat staat niet in het register, of is beëindigd.',
  ),
  'registry.conflict': cause(
    'Something that is registered stands in the way: the same identifier, key or period.',
    'Iets wat geregistreerd is staat in de weg: hetzelfde kenmerk, dezelfde sleutel of periode.',
  ),
  'registry.conformance': cause(
    'The hub asks for a signed report that the software of the party keeps the contract; there is none, or it is older than two years.',
    'De hub vraagt een ondertekend verslag dat de programmatuur van de partij het contract naleeft; dat is er niet, of het is ouder dan twee jaar.',
  ),
  'conformance.other_key': cause(
    'The key that signed the report is not the key for signatures in the application.',
    'De sleutel die het verslag ondertekende is niet die voor handtekeningen in de aanmelding.',
  ),
  'conformance.other_side': cause(
    'The report is about a hub, or about software of another role than the application names.',
    'Het verslag gaat over een hub, of over programmatuur van een andere rol dan de aanmelding noemt.',
  ),
  'conformance.failed': cause(
    'The report names cases that failed, or none that passed.',
    'Het verslag noemt gevallen die mislukten, of geen enkel geslaagd geval.',
  ),
  'conformance.too_old': cause(
    'The report was signed more than two years ago.',
    'Het verslag is meer dan twee jaar geleden ondertekend.',
  ),
  'agreement.unknown': cause(
    'There is no agreement of this identifier, or it is between others.',
    'Er is geen overeenkomst met dit kenmerk, of zij is tussen anderen.',
  ),
  'agreement.conflict': cause(
    'The state or period of the agreement does not allow it, or its id or reference is taken.',
    'De stand of periode van de overeenkomst laat het niet toe, of haar kenmerk is al in gebruik.',
  ),
  'enrolment.unknown': cause(
    'No application has this identifier, or the secret is another one.',
    'Geen aanmelding heeft dit kenmerk, of het geheim is een ander.',
  ),
  'enrolment.conflict': cause(
    'The identifier was used for another application, or it was decided on before.',
    'Het kenmerk is voor een andere aanmelding gebruikt, of er is al over besloten.',
  ),
  'enrolment.not_proven': cause(
    'A signature is missing, or another key made it than the one in the application.',
    'Een handtekening ontbreekt, of is met een andere sleutel gezet dan die in de aanmelding.',
  ),
  'invitation.unknown': cause(
    'No invitation has this code, or it was used, taken back or is too old.',
    'Er is geen uitnodiging met deze code, of zij is gebruikt, ingetrokken of te oud.',
  ),
  'enrolment.no_renewal': cause(
    'The operator of this hub looks at every new certificate itself (VS_RENEWAL is off).',
    'De beheerder van deze hub bekijkt elk nieuw certificaat zelf (VS_RENEWAL staat uit).',
  ),
  'enrolment.full': cause(
    'More applications wait for a decision than the hub keeps.',
    'Er wachten meer aanmeldingen op een besluit dan de hub bewaart.',
  ),
  'enrolment.no_authority': cause(
    'A certificate was asked of a hub that has no authority of its own.',
    'Er is om een certificaat gevraagd bij een hub zonder eigen uitgever.',
  ),
  'batch.unknown': cause(
    'There is no batch of this identifier, or another party delivered it.',
    'Er is geen partij meldingen met dit kenmerk, of een ander heeft die aangeleverd.',
  ),
  'batch.conflict': cause(
    'Other bytes were delivered before under the same batchId.',
    'Onder hetzelfde batchId zijn eerder andere bytes aangeleverd.',
  ),
  'batch.creditor_mismatch': cause(
    'The batch holds notifications of a creditor that you are not and do not deliver for.',
    'De partij bevat meldingen van een schuldeiser die u niet bent en waarvoor u niet aanlevert.',
  ),
  'feed.unknown': cause(
    'Your municipality has no closed month of this name, or no such item.',
    'Uw gemeente heeft deze maand niet als afgesloten lijst, of deze melding niet.',
  ),
  'feed.month_open': cause(
    'The month has not ended, or has not been closed yet.',
    'De maand is nog niet voorbij, of nog niet afgesloten.',
  ),
  'feed.cursor': cause(
    'The cursor was not given by this hub, for this list, to this party.',
    'De cursor is niet door deze hub, voor deze lijst, aan deze partij gegeven.',
  ),
  'feed.integrity': cause(
    'The count or root that was sent is not that of the month as it was closed.',
    'Het aantal of de wortel die gestuurd is, is niet die van de maand zoals afgesloten.',
  ),
  'sealing_key.invalid': cause(
    'The JWK is of another kind, too small, or holds private members.',
    'De JWK is van een andere soort, te klein, of bevat geheime velden.',
  ),
  'sealing_key.challenge_failed': cause(
    'What was sent is not the content of the latest challenge, or the challenge has passed.',
    'Wat gestuurd is, is niet de inhoud van de laatste uitdaging, of die is verlopen.',
  ),
  'sealing_key.unknown': cause(
    'Your municipality never offered a key of this thumbprint.',
    'Uw gemeente heeft nooit een sleutel met deze vingerafdruk aangeboden.',
  ),
  'sealing_key.conflict': cause(
    'The version does not lie above the last one, or the key was used before.',
    'De versie ligt niet boven de laatste, of de sleutel is eerder gebruikt.',
  ),
  'review.not_now': cause(
    'The item of the review is in a state in which this step has no place.',
    'Het punt van de beoordeling is in een stand waarin deze stap niet past.',
  ),
  'rights.answered': cause(
    'Somebody noted already that the resident has the answer.',
    'Iemand heeft al vastgelegd dat de inwoner het antwoord heeft.',
  ),
  'rights.extension_refused': cause(
    'It was extended before, the month after receipt is over, or the new day is too late or no later.',
    'Er is al eens verlengd, de maand na ontvangst is voorbij, of de nieuwe dag is te laat of niet later.',
  ),
  'rights.lifted': cause(
    'Somebody lifted this request already.',
    'Iemand heeft dit verzoek al opgeheven.',
  ),
  'rights.registered': cause(
    'The same registration came once more, or its id was used for another request.',
    'Dezelfde registratie kwam nog eens, of het kenmerk is voor een ander verzoek gebruikt.',
  ),
  'review.second_person': cause(
    'The officer who decided about the item wants to close it or send it back, or it is about what the officer did.',
    'De toezichthouder die over het punt besliste wil het zelf afsluiten of terugsturen, of het gaat over wat die toezichthouder zelf deed.',
  ),
  'sealing_key.second_person': cause(
    'The confirmation was signed by the holder of the certificate that signed the offer, or the offer with one that names no holder. A renewed certificate keeps its holder.',
    'De bevestiging is ondertekend door de houder van het certificaat dat het aanbod ondertekende, of het aanbod met een zonder houder. Een vernieuwd certificaat houdt zijn houder.',
  ),
  'triage.invalid': cause(
    'The profile contradicts itself or goes beyond what can be weighed.',
    'Het kader spreekt zichzelf tegen of gaat verder dan wat gewogen kan worden.',
  ),
  'triage.unknown': cause(
    'No draft of that id was offered by your municipality.',
    'Uw gemeente heeft geen concept met dat kenmerk aangeboden.',
  ),
  'triage.conflict': cause(
    'The id stands for another draft, or the day from which it should hold has passed.',
    'Het kenmerk staat voor een ander concept, of de ingangsdag is voorbij.',
  ),
  'triage.second_person': cause(
    'The approval was signed by the holder of the certificate that signed the draft, or the draft with one that names no holder.',
    'De goedkeuring is ondertekend door de houder van het certificaat dat het concept ondertekende, of het concept met een zonder houder.',
  ),
  'envelope.unreadable': cause(
    'The envelope was sealed for another key, or its bytes were changed.',
    'De envelop is voor een andere sleutel verzegeld, of de bytes zijn gewijzigd.',
  ),
  'log.unavailable': cause(
    'The hub cannot write its access log at this moment.',
    'De hub kan op dit moment niet in het logboek schrijven.',
  ),
  'log.entry_unknown': cause(
    'There is no entry of this identifier, or you are not a party to it.',
    'Er is geen vastlegging met dit kenmerk, of u bent er niet bij betrokken.',
  ),
  'log.not_integrated': cause(
    'The entry was written a moment ago, and the tree grows every second.',
    'De vastlegging is zojuist gemaakt, en de boom groeit elke seconde.',
  ),
  'log.confidential': cause(
    'Two people decided that only some officers read this part of the log for now, and you are not one of them.',
    'Twee mensen besloten dat voorlopig alleen sommige toezichthouders dit deel van het logboek lezen, en u hoort daar niet bij.',
  ),
  'trace.reason_missing': cause('The question carries no reason.', 'De vraag heeft geen reden.'),
} as const
