/** Texts of the page on which a landlord delivers a spreadsheet: Dutch, then English. */
export const DELIVER_TEXTS = {
  'nav.deliver': ['Meldingen aanleveren', 'Deliver notifications'],
  'deliver.title': ['Meldingen aanleveren', 'Deliver notifications'],
  'deliver.lead': [
    'Lever hier een rekenblad met betalingsachterstanden aan. Uw bestand wordt in uw browser gelezen en ondertekend; het gaat alleen ondertekend naar de hub, eerst op proef en daarna om te worden afgeleverd.',
    'Deliver a spreadsheet with arrears here. Your file is read and signed in your browser; it goes to the hub in signed form only, first for a trial and then for delivery.',
  ],
  'deliver.no_script': [
    'Voor deze pagina is JavaScript nodig, want ondertekenen gebeurt in uw browser. Zonder kan het met het programma voor de opdrachtregel.',
    'This page needs JavaScript, because signing happens in your browser. Without it the program for the command line will do.',
  ],
  'deliver.key': ['1. Uw ondertekensleutel', '1. Your signing key'],
  'deliver.key_print': ['Kenmerk van het certificaat', 'Fingerprint of the certificate'],
  'deliver.key_forget': [
    'Sleutel uit deze browser verwijderen',
    'Remove the key from this browser',
  ],
  'deliver.key_files': ['Bestand met uw ondertekensleutel', 'File with your signing key'],
  'deliver.key_files_hint': [
    'Eén bestand .p12, of de bestanden signing.key en signing.pem samen.',
    'One file .p12, or the files signing.key and signing.pem together.',
  ],
  'deliver.key_password': ['Wachtwoord van het .p12-bestand', 'Password of the .p12 file'],
  'deliver.key_load': ['Sleutel laden', 'Load the key'],
  'deliver.key_make_text': [
    'Heeft u nog geen sleutel? Maak er een in deze browser en stuur de aanvraag naar de beheerder van de hub.',
    'No key yet? Make one in this browser and send the request to the operator of the hub.',
  ],
  'deliver.key_make': ['Nieuwe sleutel maken', 'Make a new key'],
  'deliver.key_waiting': [
    'In deze browser wacht een sleutel op zijn certificaat. Stuur de aanvraag naar de beheerder van de hub en laad hier het certificaat dat u terugkrijgt.',
    'A key waits in this browser for its certificate. Send the request to the operator of the hub, and load the certificate that you get back here.',
  ],
  'deliver.key_request': ['Aanvraag bewaren', 'Save the request'],
  'deliver.key_certificate': ['Certificaat (.pem)', 'Certificate (.pem)'],
  'deliver.key_certificate_load': ['Certificaat laden', 'Load the certificate'],
  'deliver.file': ['2. Uw bestand', '2. Your file'],
  'deliver.file_label': ['Rekenblad (.xlsx of .csv)', 'Spreadsheet (.xlsx or .csv)'],
  'deliver.file_hint': [
    'Kies een bestand, of sleep het hierheen. Koppen mogen Nederlands of Engels zijn.',
    'Choose a file, or drag it here. Headings may be Dutch or English.',
  ],
  'deliver.sheet': ['Blad', 'Sheet'],
  'deliver.decimals': ['Bedragen', 'Amounts'],
  'deliver.dates': ['Datums als 03/04/2026', 'Dates such as 03/04/2026'],
  'deliver.as_shown': ['zoals het bestand laat zien', 'as the file shows'],
  'deliver.comma': ['1.234,56', '1.234,56'],
  'deliver.dot': ['1,234.56', '1,234.56'],
  'deliver.day_first': ['3 april', '3 April'],
  'deliver.month_first': ['4 maart', '4 March'],
  'deliver.check': ['Alle rijen controleren', 'Check all rows'],
  'deliver.checked': ['3. Wat de controle vond', '3. What the check found'],
  'deliver.report': ['Verslag bewaren (CSV)', 'Save the report (CSV)'],
  'deliver.history': ['Aanleveringen vanuit deze browser', 'Deliveries from this browser'],
} as const

/** What the script of that page says as well: Dutch, then English. */
export const DELIVERING_TEXTS = {
  'deliver.no_storage': [
    'Deze browser bewaart niets, ook geen sleutel. Gebruik een gewoon venster, geen privévenster.',
    'This browser keeps nothing, no key either. Use an ordinary window, not a private one.',
  ],
  'deliver.key_ready': [
    'De sleutel staat in deze browser, kan er niet uit worden gekopieerd en geldt tot en met {day}.',
    'The key is in this browser, cannot be copied out of it, and is valid until {day}.',
  ],
  'deliver.key.password': [
    'Met dit wachtwoord gaat het bestand niet open.',
    'This password does not open the file.',
  ],
  'deliver.key.unreadable': [
    'Dit bestand is geen .p12 zoals hedendaagse programma’s het schrijven.',
    'This file is no .p12 as programs of today write it.',
  ],
  'deliver.key.no_key': [
    'In deze bestanden staat geen geheime sleutel die hier gebruikt kan worden.',
    'These files hold no private key that can be used here.',
  ],
  'deliver.key.no_certificate': [
    'Bij de sleutel hoort een certificaat; kies beide bestanden samen.',
    'A certificate belongs to the key; choose both files together.',
  ],
  'deliver.key.misfit': [
    'Het certificaat hoort niet bij de sleutel.',
    'The certificate does not belong to the key.',
  ],
  'deliver.reading': ['Het bestand wordt gelezen…', 'The file is being read…'],
  'deliver.understood': ['Zo zijn de kolommen begrepen', 'This is how the columns are understood'],
  'deliver.column': ['Kolom', 'Column'],
  'deliver.heading': ['Kop', 'Heading'],
  'deliver.means': ['Betekenis', 'Meaning'],
  'deliver.written': ['Geschreven als', 'Written as'],
  'deliver.not_sent': ['wordt niet verstuurd', 'is not sent'],
  'deliver.meaning_of': ['Betekenis van kolom {column}', 'Meaning of column {column}'],
  'deliver.rows': ['{form}, {rows} rijen', '{form}, {rows} rows'],
  'deliver.number': ['datums van een werkblad', 'dates of a workbook'],
  'deliver.both': ['op verschillende manieren', 'in several ways'],
  'deliver.given': ['Voor rijen die het niet zeggen', 'For rows that do not say'],
  'deliver.missing': [
    'Deze gegevens zijn verplicht en hebben geen kolom. Wijs hierboven een kolom aan, of geef één waarde voor alle rijen. Verklaar alleen wat voor elke rij waar is.',
    'These are required and have no column. Choose a column above, or give one value for all rows. Declare only what is true of every row.',
  ],
  'deliver.needs_key': ['Laad eerst uw ondertekensleutel.', 'Load your signing key first.'],
  'deliver.checking': ['Controleren: {rows} van {total}', 'Checking: {rows} of {total}'],
  'deliver.counts': [
    '{ready} rijen kunnen worden afgeleverd, waarvan {noted} met een opmerking. Geweigerd: {refused}. Eerder afgeleverd: {before}.',
    '{ready} rows can be delivered, {noted} of them with a remark. Refused: {refused}. Delivered before: {before}.',
  ],
  'deliver.findings': [
    'Rijen waarover iets te zeggen is',
    'Rows about which there is something to say',
  ],
  'deliver.row': ['Rij', 'Row'],
  'deliver.outcome': ['Uitkomst', 'Outcome'],
  'deliver.says': ['Wat er is', 'What it is'],
  'deliver.remedy': ['Wat te doen', 'What to do'],
  'deliver.more': ['Nog {count} staan in het verslag.', '{count} more are in the report.'],
  'deliver.status.refused': ['geweigerd', 'refused'],
  'deliver.status.noted': ['opmerking', 'remark'],
  'deliver.status.before': ['eerder afgeleverd', 'delivered before'],
  'deliver.status.accepted': ['aanvaard', 'accepted'],
  'deliver.status.open': ['nog niet afgeleverd', 'not delivered yet'],
  'deliver.status.ready': ['kan worden afgeleverd', 'can be delivered'],
  'deliver.partial': [
    'Lever de goede rijen af, ook al worden {refused} rijen geweigerd',
    'Deliver the good rows although {refused} rows are refused',
  ],
  'deliver.send': [
    '{ready} meldingen ondertekenen en afleveren',
    'Sign and deliver {ready} notifications',
  ],
  'deliver.sending': ['Afleveren: {rows} van {total}', 'Delivering: {rows} of {total}'],
  'deliver.done': [
    'Afgeleverd: {accepted} meldingen aanvaard, {refused} geweigerd. Bewaar het ontvangstbewijs.',
    'Delivered: {accepted} notifications accepted, {refused} refused. Keep the receipt.',
  ],
  'deliver.receipt': ['Ontvangstbewijs bewaren (HTML)', 'Save the receipt (HTML)'],
  'deliver.again': ['Verder gaan', 'Go on'],
  'deliver.begun': ['Begonnen', 'Begun'],
  'deliver.name': ['Bestand', 'File'],
  'deliver.state': ['Stand', 'State'],
  'deliver.state_done': ['{rows} rijen afgeleverd', '{rows} rows delivered'],
  'deliver.state_open': ['{rows} van {total} rijen afgeleverd', '{rows} of {total} rows delivered'],
  'deliver.forget': ['Vergeten', 'Forget'],
  'deliver.unfinished': [
    'De aanlevering van {name} is niet voltooid. Kies hetzelfde bestand opnieuw: zij gaat verder waar zij was, en niets wordt dubbel afgeleverd.',
    'The delivery of {name} is not complete. Choose the same file again: it goes on where it stopped, and nothing is delivered twice.',
  ],
  'deliver.other_file': [
    'Dit is een ander bestand dan waarmee de aanlevering begon. Kies het oorspronkelijke bestand om haar te voltooien, of vergeet haar eerst. Rijen die zijn afgeleverd worden herkend.',
    'This is another file than the delivery began with. Choose the original one to complete it, or forget the delivery first. Rows that were delivered are recognised.',
  ],
  'deliver.interrupted': [
    'De hub is niet bereikbaar. Ga later verder: ook na herladen van de pagina gaat de aanlevering verder waar zij was, en niets wordt dubbel afgeleverd.',
    'The hub cannot be reached. Go on later: also after reloading the page the delivery continues where it stopped, and nothing is delivered twice.',
  ],
  'deliver.changed': [
    'Het bestand wordt niet meer gelezen zoals bij het begin van de aanlevering; er is niets meer verstuurd.',
    'The file is not read as when its delivery began; nothing more was sent.',
  ],
  'deliver.changed_rows': [
    'Het bestand wordt niet meer gelezen zoals bij het begin van de aanlevering; er is niets meer verstuurd. Anders zijn de rijen {rows}.',
    'The file is not read as when its delivery began; nothing more was sent. Rows that differ: {rows}.',
  ],
  'deliver.stale': [
    'Deze aanlevering is meer dan een week geleden begonnen en niet voltooid. Vergeet haar en lever opnieuw aan; wat al is afgeleverd wordt herkend.',
    'This delivery was begun more than a week ago and was not completed. Forget it and deliver anew; rows that were delivered are recognised.',
  ],
  'deliver.unverified': [
    'Wat de hub antwoordde klopt niet; bewaar niets en vraag het de beheerder.',
    'What the hub answered does not verify; keep nothing and ask its operator.',
  ],
  'deliver.refused': [
    'De hub weigert dit ({code}). Waarom, en wat te doen, staat op {page}.',
    'The hub refuses this ({code}). Why, and what to do, is on {page}.',
  ],
  'deliver.unexpected': [
    'Er ging iets mis op deze pagina; herlaad haar.',
    'Something went wrong on this page; reload it.',
  ],
  'deliver.headings_none': [
    'Er is geen rij met koppen gevonden. Zet koppen boven de kolommen, zoals Achternaam, Postcode en Achterstand.',
    'No row with headings was found. Put headings above the columns, such as Surname, Postal code and Arrears.',
  ],
  'deliver.headings_twice': [
    'De kolommen {columns} bevatten hetzelfde ({fields}). Geef hieronder alle op één na een andere betekenis.',
    'Columns {columns} hold the same ({fields}). Give all but one another meaning below.',
  ],
  'deliver.say_decimals': [
    'Kies hierboven bij Bedragen hoe zij geschreven zijn.',
    'Choose above under Amounts how they are written.',
  ],
  'deliver.say_dates': [
    'Kies hierboven bij Datums welke volgorde geldt, of schrijf de datum als 2026-12-31.',
    'Choose above under Dates which order applies, or write the date as 2026-12-31.',
  ],
} as const

/** Texts of the receipt that a landlord keeps: Dutch, then English. */
export const RECEIPT_TEXTS = {
  title: ['Ontvangstbewijs van meldingen', 'Receipt for notifications'],
  lead: [
    'De hub bevestigt hiermee wat hij heeft ontvangen en wat daarvan is aanvaard. Dit bewijs bevat geen persoonsgegevens van huurders.',
    'With this the hub confirms what it has received and what of it was accepted. This receipt holds no personal data of tenants.',
  ],
  hub: ['Hub', 'Hub'],
  deliverer: ['Aanleveraar', 'Deliverer'],
  file: ['SHA-256 van het bestand', 'SHA-256 of the file'],
  received: ['Ontvangen', 'Received'],
  month: ['Telt in maand', 'Counts in month'],
  counts: ['Aanvaard en geweigerd', 'Accepted and rejected'],
  batch: ['Partij', 'Batch'],
  row: ['Rij', 'Row'],
  outcome: ['Uitkomst', 'Outcome'],
  codes: ['Codes', 'Codes'],
  id: ['Meldingkenmerk', 'Notification id'],
  ACCEPTED: ['aanvaard', 'accepted'],
  ACCEPTED_WITH_WARNINGS: ['aanvaard met waarschuwing', 'accepted with warning'],
  REJECTED: ['geweigerd', 'rejected'],
  check: ['Controle', 'Check'],
  no_script: [
    'Open dit bestand met JavaScript aan om de handtekening van de hub na te rekenen.',
    'Open this file with JavaScript on to compute the signature of the hub.',
  ],
  valid: [
    'Nagerekend: de handtekeningen onder dit bewijs zijn gezet met de sleutel hieronder, wat u leest is wat er ondertekend is, en het gaat over precies de meldingen die zijn verstuurd.',
    'Computed: the signatures under this receipt were made with the key below, what you read is what was signed, and it is about exactly the notifications that were sent.',
  ],
  invalid: [
    'De handtekening klopt niet: dit bewijs is veranderd.',
    'The signature does not hold: this receipt was changed.',
  ],
  invalid_rows: [
    'Deze rijen zeggen iets anders dan wat de hub ondertekende:',
    'These rows say something else than what the hub signed:',
  ],
  key: ['Sleutel van de hub', 'Key of the hub'],
  key_text: [
    'Vergelijk dit kenmerk met dat van de hub, op {url}. Onafhankelijk van dit bestand controleert u het zo:',
    'Compare this thumbprint with that of the hub, at {url}. Independently of this file you check it like this:',
  ],
} as const
