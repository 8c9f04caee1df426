import type { FieldName } from './fields.js'

/**
 * For each field its Dutch heading, its English heading, and what people write otherwise. Case,
 * spaces, accents and signs do not count, so `Huis nr.` is `huisnr`. What could mean something else as
 * well, such as `Nr` or `Saldo`, is not among them: it is named with `--map`.
 */
export const HEADINGS: Readonly<Record<FieldName, readonly [string, string, ...string[]]>> = {
  notificationId: [
    ...(['Meldingkenmerk', 'Notification id', 'meldingsid', 'melding id'] as const),
    ...['kenmerk melding'],
  ],
  creditorId: [
    ...(['OIN schuldeiser', 'Creditor OIN', 'schuldeiser', 'creditor', 'oin'] as const),
    ...['schuldeiser id'],
  ],
  municipalityCode: [
    ...(['Gemeente', 'Municipality', 'gemeentecode', 'cbs code', 'cbscode'] as const),
    ...['gemeentenaam', 'gemeente code', 'gemeentenummer', 'code gemeente'],
  ],
  sector: ['Soort vaste last', 'Sector', 'vaste last', 'soort schuld', 'soort kosten'],
  kind: [
    ...(['Soort melding', 'Kind', 'kind of notification', 'soort signaal'] as const),
    ...['meldingsoort', 'signaalsoort'],
  ],
  predecessorId: [
    ...(['Kenmerk eerdere melding', 'Earlier notification id', 'voorganger'] as const),
    ...['eerdere melding', 'predecessor', 'vorige melding'],
  ],
  withdrawalReason: [
    ...(['Reden intrekking', 'Withdrawal reason', 'reden van intrekking', 'intrekreden'] as const),
  ],
  crisis: [...(['Crisis', 'Crisis', 'crisis yes no', 'crisissignaal', 'crisis ja nee'] as const)],
  crisisGround: [
    ...(['Reden crisis', 'Crisis ground', 'grond crisis', 'crisisgrond', 'dreiging'] as const),
    ...['soort crisis'],
  ],
  plannedTerminationOn: [
    ...(['Geplande einddatum levering', 'Planned termination on', 'afsluitdatum'] as const),
    ...[
      'datum afsluiting',
      'geplande afsluiting',
      'einddatum levering',
      'planned termination date',
    ],
    ...['geplande ontruiming', 'ontruimingsdatum', 'datum ontruiming'],
  ],
  warmHandover: ['Warme overdracht', 'Warm handover', 'warme overdracht gewenst'],
  arrears: [
    ...([
      'Achterstand',
      'Arrears',
      'bedrag',
      'amount',
      'amount in euros',
      'bedrag achterstand',
    ] as const),
    ...[
      'achterstand in euro',
      'achterstand euro',
      'bedrag in euro',
      'bedrag eur',
      'openstaand bedrag',
    ],
    ...['openstaand', 'huurachterstand', 'betalingsachterstand', 'achterstandsbedrag'],
    ...['arrears in euros', 'arrears eur', 'amount eur', 'outstanding amount', 'outstanding'],
  ],
  arrearsCents: [
    ...(['Achterstand in centen', 'Arrears in cents', 'bedrag in centen'] as const),
    ...['amount in cents'],
  ],
  oldestDueOn: [
    ...([
      'Oudste vervaldatum',
      'Oldest due date',
      'oudste openstaande datum',
      'achterstand sinds',
    ] as const),
    ...['vervaldatum', 'ontstaansdatum', 'datum oudste factuur', 'oudste factuurdatum', 'due date'],
    ...['in arrears since', 'due since', 'startdatum achterstand', 'datum ontstaan'],
  ],
  reportedOn: [
    ...(['Meldingsdatum', 'Reported on', 'datum melding', 'signaaldatum', 'meldatum'] as const),
    ...['report date', 'datum signaal'],
  ],
  initials: ['Voorletters', 'Initials', 'voorletter', 'initialen'],
  prefix: [
    ...(['Tussenvoegsel', 'Prefix', 'tussenvoegsels', 'voorvoegsel', 'voorvoegsels'] as const),
    ...['surname prefix', 'tussenv'],
  ],
  surname: [
    ...(['Achternaam', 'Surname', 'naam', 'last name', 'family name'] as const),
    ...['achternaam huurder', 'naam huurder', 'geslachtsnaam', 'name', 'familienaam'],
  ],
  birthDate: [
    ...(['Geboortedatum', 'Date of birth', 'geb datum', 'birthday', 'dob', 'geboren op'] as const),
    ...['gebdat'],
  ],
  bsn: ['BSN', 'Citizen service number', 'burgerservicenummer', 'sofinummer'],
  street: ['Straat', 'Street', 'straatnaam', 'street name', 'adres straat', 'openbare ruimte'],
  postcode: ['Postcode', 'Postal code', 'zip', 'zip code', 'post code'],
  houseNumber: [...(['Huisnummer', 'House number', 'huisnr', 'house no'] as const), ...['hnr']],
  addition: [
    ...([
      'Toevoeging',
      'House number addition',
      'addition',
      'huisnummertoevoeging',
      'toev',
    ] as const),
    ...['huisletter', 'huisnr toevoeging', 'huisnr toev', 'nummer toevoeging', 'suffix'],
  ],
  city: ['Plaats', 'City', 'woonplaats', 'plaatsnaam', 'town', 'stad', 'place'],
  phone: [
    ...([
      'Telefoon',
      'Phone',
      'telefoonnummer',
      'tel',
      'telnr',
      'telefoonnr',
      'mobiel',
      'gsm',
    ] as const),
    ...[
      'mobiel nummer',
      'mobielnummer',
      'telefoon mobiel',
      'telefoon vast',
      'telefoon thuis',
      'mobile',
    ],
    ...[
      'phone number',
      'telephone',
      'mobile phone',
      'telefoon 1',
      'telefoon 2',
      'telefoon 3',
      'phone 1',
    ],
    ...['phone 2', 'phone 3', '06 nummer', 'mobiele telefoon'],
  ],
  email: [
    ...(['E-mail', 'Email address', 'mail', 'emailadres', 'mailadres', 'e mail adres'] as const),
    ...['email 1', 'email 2'],
  ],
  customerReference: [
    ...([
      'Klantnummer',
      'Customer reference',
      'klantkenmerk',
      'debiteurnummer',
      'debiteurnr',
    ] as const),
    ...[
      'huurdernummer',
      'contractnummer',
      'customer number',
      'relatienummer',
      'klantnr',
      'customer no',
    ],
    ...['contract number', 'huurdersnummer', 'tenant number'],
  ],
  personalContactOn: [
    ...(['Persoonlijk contact op', 'Personal contact on', 'datum persoonlijk contact'] as const),
    ...['persoonlijk contact', 'date of personal contact'],
  ],
  pointedToDebtHelpOn: [
    ...(['Gewezen op schuldhulp op', 'Pointed to debt help on', 'gewezen op schuldhulp'] as const),
    ...[
      'gewezen op schuldhulpverlening',
      'gewezen op schuldhulpverlening op',
      'datum gewezen op schuldhulp',
    ],
    ...['pointed to debt help'],
  ],
  writtenRemindersSent: [
    ...([
      'Aantal herinneringen',
      'Written reminders sent',
      'herinneringen',
      'aantal aanmaningen',
    ] as const),
    ...[
      'aanmaningen',
      'schriftelijke herinneringen',
      'aantal schriftelijke herinneringen',
      'reminders',
    ],
    ...['number of reminders', 'written reminders'],
  ],
  offeredToShareOn: [
    ...(['Aangeboden te delen op', 'Offered to share on', 'aanbod doorgeven gegevens op'] as const),
    ...['delen aangeboden op', 'aanbod gegevens delen', 'offered to share'],
  ],
  noObjection: [
    ...(['Geen bezwaar', 'No objection', 'geen bezwaar tegen doorgeven'] as const),
    ...['geen bezwaar ontvangen'],
  ],
  currentCustomer: [
    ...(['Huidige klant', 'Current customer', 'huidige huurder', 'zittende huurder'] as const),
    ...['current tenant', 'nog klant', 'lopend contract'],
  ],
  noRunningArrangement: [
    ...(['Geen lopende regeling', 'No running arrangement', 'geen betalingsregeling'] as const),
    ...['geen lopende betalingsregeling', 'no payment arrangement'],
  ],
  arrangementBreachedOn: [
    ...(['Regeling verbroken op', 'Arrangement breached on', 'datum regeling verbroken'] as const),
    ...['betalingsregeling verbroken op', 'regeling niet nagekomen op'],
  ],
  naturalPerson: [
    ...(['Natuurlijk persoon', 'Natural person', 'particulier', 'natuurlijke persoon'] as const),
    ...['private person'],
  ],
}
