import type { Sentences } from './findings.js'

/** What each finding says in Dutch, and what to do about it. */
export const SENTENCES_NL: Sentences = {
  AMOUNT_AMBIGUOUS: [
    'Dit bedrag kan op twee manieren worden gelezen: de punt of komma kan duizendtallen of centen scheiden.',
    'Geef op hoe bedragen geschreven zijn: --decimals comma voor 1.234,56 of --decimals dot voor 1,234.56.',
  ],
  AMOUNT_UNREADABLE: [
    'Dit is geen bedrag in euro met hoogstens twee cijfers voor de centen.',
    'Schrijf het bedrag als 1234,56, zonder andere tekst in de cel.',
  ],
  CELL_ERROR: [
    'In deze cel staat een foutmelding van het rekenblad.',
    'Herstel de formule of vul de waarde in.',
  ],
  CELL_MISSING: ['Deze cel is leeg, terwijl het gegeven verplicht is.', 'Vul de cel in.'],
  DATE_AMBIGUOUS: [
    'Van deze datum is niet te zien of de dag of de maand voorop staat.',
    'Geef de volgorde op: --dates day-first of --dates month-first, of schrijf de datum als 2026-12-31.',
  ],
  DATE_UNREADABLE: [
    'Dit is geen bestaande datum met een jaar van vier cijfers.',
    'Schrijf de datum als 31-12-2026 of als 2026-12-31.',
  ],
  EMAIL_UNREADABLE: ['Dit is geen e-mailadres.', 'Verbeter het adres of maak de cel leeg.'],
  FIELD_NOT_OF_KIND: [
    'Dit gegeven hoort niet bij een intrekking; een intrekking bevat geen persoon en geen bedrag.',
    'Maak deze cel leeg, of verander de soort melding.',
  ],
  HOUSE_NUMBER_UNREADABLE: [
    'Dit is geen huisnummer van een woning, eventueel met een toevoeging.',
    'Zet alleen het nummer in deze cel en de toevoeging in een eigen kolom.',
  ],
  ID_REPEATED: [
    'Dit kenmerk staat al bij een eerdere rij.',
    'Geef elke melding een eigen kenmerk, of laat de kolom weg: dan maakt het programma de kenmerken.',
  ],
  ID_UNREADABLE: [
    'Dit kenmerk heeft niet de juiste vorm.',
    'Neem een kenmerk letterlijk over, als tekst: een melding heeft een UUID, een partij een OIN van 20 tekens.',
  ],
  MUNICIPALITY_UNREADABLE: [
    'Dit is geen gemeente waarvoor u een mandaat heeft.',
    'Schrijf de naam voluit, zoals de gemeente zelf, of de CBS-code van vier cijfers.',
  ],
  NUMBER_ROUNDED: [
    'Het rekenblad heeft dit lange nummer afgerond.',
    'Maak de kolom op als tekst en vul het nummer opnieuw in.',
  ],
  NUMBER_UNREADABLE: ['Dit is geen heel getal.', 'Schrijf alleen cijfers.'],
  PHONE_UNREADABLE: [
    'Dit is geen volledig telefoonnummer; mogelijk liet het rekenblad de eerste nul weg.',
    'Maak de kolom op als tekst en schrijf 0612345678 of +31612345678, of maak de cel leeg.',
  ],
  POSTCODE_UNREADABLE: [
    'Dit is geen Nederlandse postcode.',
    'Schrijf vier cijfers en twee letters, als 1234 AB.',
  ],
  ROW_REPEATED: ['Deze rij is gelijk aan een eerdere rij.', 'Verwijder de dubbele rij.'],
  ROW_TOO_LONG: [
    'Deze rij heeft meer cellen dan er koppen zijn.',
    'Kijk of er een scheidingsteken midden in een gegeven staat; zet zo’n gegeven tussen aanhalingstekens.',
  ],
  TEXT_GARBLED: [
    'De letters in deze cel zijn verminkt: het bestand is eerder met de verkeerde tekenset geopend.',
    'Maak het bestand opnieuw, vanuit de bron.',
  ],
  TEXT_NOT_ALLOWED: [
    'Deze tekst is te lang of bevat tekens die niet mogen, zoals een regeleinde.',
    'Kort de tekst in of haal de tekens weg.',
  ],
  TRUTH_UNREADABLE: [
    'Hier hoort ja of nee.',
    'Schrijf ja of nee; een kruisje geldt niet als verklaring.',
  ],
  WORD_UNKNOWN: [
    'Dit woord is hier niet bekend.',
    'Gebruik een woord uit de handleiding voor verhuurders.',
  ],
  DELIVERED_BEFORE: [
    'Deze melding is deze maand al afgeleverd, met dezelfde inhoud.',
    'U hoeft niets te doen; zij wordt niet nogmaals verstuurd.',
  ],

  SCHEMA_INVALID: [
    'Dit gegeven voldoet niet aan de afgesproken vorm.',
    'Vergelijk de cel met het voorbeeld in het sjabloon.',
  ],
  NO_LEGAL_BASIS: [
    'Er is nu geen wettelijke grondslag om deze soort vaste last aan deze gemeente te melden.',
    'Verwijder de rij; zo’n achterstand mag niet worden gemeld.',
  ],
  NO_MANDATE: [
    'Er is geen overeenkomst voor deze schuldeiser, gemeente en soort vaste last.',
    'Sluit eerst een overeenkomst met de gemeente, of vraag de beheerder van de hub welke er zijn.',
  ],
  MUNICIPALITY_MISMATCH: [
    'De postcode ligt in een andere gemeente.',
    'Verbeter de gemeente of de postcode.',
  ],
  MUNICIPALITY_CHANGED: [
    'De eerdere melding was voor een andere gemeente.',
    'Trek de eerdere melding in en meld opnieuw.',
  ],
  UNKNOWN_MUNICIPALITY: [
    'Deze gemeente doet niet mee.',
    'Controleer de gemeente, of verwijder de rij.',
  ],
  SEALING_KEY_MISSING: [
    'De gemeente heeft nog geen sleutel om de gegevens voor te verzegelen.',
    'Lever later nogmaals aan, of vraag het de gemeente.',
  ],
  OBJECTION: ['Wie bezwaar maakt wordt niet gemeld.', 'Verwijder de rij.'],
  ATTESTATION_MISSING: [
    'Niet is verklaard dat alles is gedaan wat voor een melding nodig is.',
    'Doe eerst wat nog moet gebeuren, en vul dan in wanneer dat was.',
  ],
  AMOUNT_BELOW_LEGAL_MINIMUM: [
    'De achterstand is lager dan de grondslag toestaat.',
    'Verwijder de rij.',
  ],
  TOO_YOUNG: [
    'De achterstand is jonger dan de grondslag toestaat.',
    'Meld deze achterstand later.',
  ],
  TOO_OLD: [
    'De achterstand is ouder dan de grondslag toestaat.',
    'Controleer de vervaldatum, of verwijder de rij.',
  ],
  REPORTED_ON_OUT_OF_RANGE: [
    'De meldingsdatum is niet die van vandaag, of ligt niet na de vervaldatum.',
    'Laat de kolom meldingsdatum weg, of vul de dag van verzenden in.',
  ],
  FORMER_CUSTOMER: ['Achterstanden van vroegere klanten worden niet gemeld.', 'Verwijder de rij.'],
  RUNNING_ARRANGEMENT: [
    'Zolang een betalingsregeling wordt nagekomen, wordt de achterstand niet gemeld.',
    'Verwijder de rij, of vul in wanneer de regeling verbroken is.',
  ],
  LEGAL_PERSON: [
    'Alleen achterstanden van natuurlijke personen worden gemeld.',
    'Verwijder de rij.',
  ],
  DUPLICATE: [
    'Een melding met dit kenmerk is al eerder verstuurd.',
    'Geef een nieuwe melding een nieuw kenmerk.',
  ],
  ADDRESS_INVALID: [
    'Het adres voldoet niet aan de afgesproken vorm.',
    'Controleer postcode, huisnummer en toevoeging.',
  ],
  SIGNATURE_INVALID: [
    'Wie ondertekent mag niet voor deze schuldeiser aanleveren.',
    'Controleer het OIN van de schuldeiser en de gebruikte map met certificaten.',
  ],
  FIELD_NOT_ALLOWED: [
    'Dit gegeven mag hier niet worden verstuurd.',
    'Maak de cel leeg of laat de kolom weg.',
  ],
  NOT_FICTITIOUS: [
    'Een proefomgeving neemt alleen verzonnen mensen aan, en dit kan iemand zijn.',
    'Gebruik een telefoonnummer +31600…, een e-mailadres op .example, of een achternaam met Verzonnen.',
  ],
  CRISIS_GROUND_MISSING: [
    'Bij een crisis hoort de reden, en bij een reden hoort een crisis.',
    'Vul beide in, of geen van beide.',
  ],
  PREDECESSOR_REQUIRED: [
    'Het kenmerk van de eerdere melding ontbreekt.',
    'Neem het kenmerk over uit het verslag van de eerdere aanlevering.',
  ],
  PREDECESSOR_UNKNOWN: [
    'Deze schuldeiser heeft geen melding met dat kenmerk verstuurd.',
    'Neem het kenmerk over uit het verslag van de eerdere aanlevering.',
  ],
  PREDECESSOR_CLOSED: [
    'De eerdere melding is ingetrokken of wordt niet meer bewaard.',
    'Meld de achterstand als nieuw.',
  ],
  REDELIVERY_NOT_REQUESTED: [
    'De gemeente heeft niet om deze melding gevraagd.',
    'Verwijder de rij.',
  ],
  REDELIVERY_MISMATCH: [
    'Dit is niet dezelfde melding als de eerder aanvaarde.',
    'Stuur de melding zoals zij toen was.',
  ],

  AGE_OVER_100_DAYS: ['De achterstand is ouder dan honderd dagen.', 'Meld voortaan eerder.'],
  AGE_UNDER_30_DAYS: [
    'De achterstand is jonger dan dertig dagen.',
    'Controleer of de vervaldatum klopt.',
  ],
  NO_PHONE_OR_EMAIL: [
    'Er is geen telefoonnummer en geen e-mailadres.',
    'Vul ze in als u ze heeft: de gemeente bereikt de bewoner dan eerder.',
  ],
  END_OF_SUPPLY_WITHOUT_EARLY: [
    'Er is geen eerdere melding genoemd bij dit einde van de levering.',
    'Noem het kenmerk van het eerdere vroegsignaal, als dat er is.',
  ],
  AMOUNT_NOT_INCREASED: [
    'De achterstand is niet gegroeid sinds de vorige melding.',
    'Controleer het bedrag.',
  ],
  REPEAT_NOT_INCREASED: [
    'Deze achterstand van dezelfde klant is eerder gemeld en sindsdien niet gegroeid.',
    'Meld alleen opnieuw wat gegroeid is, en noem de eerdere melding als voorganger.',
  ],
  TERMINATION_WITHIN_20_WORKING_DAYS: [
    'De levering eindigt binnen twintig werkdagen.',
    'Meld voortaan ten minste twintig werkdagen van tevoren.',
  ],
  TERMINATION_DATE_MISSING: [
    'De datum waarop de levering eindigt ontbreekt.',
    'Vul de datum in als die bekend is.',
  ],
  MUNICIPALITY_NOT_IN_POSTCODE_TABLE: [
    'De hub kon niet nagaan of de postcode in deze gemeente ligt.',
    'Controleer de gemeente zelf.',
  ],
  BUSINESS_NAME_SUSPECTED: [
    'De naam lijkt die van een bedrijf.',
    'Controleer of dit een natuurlijk persoon is; zo niet, trek de melding in.',
  ],
  RIGHTS_REQUEST_OPEN: [
    'Bij de gemeente loopt een verzoek van deze persoon over diens gegevens.',
    'Ga bij de persoon na of klopt wat u meldt.',
  ],
}
