/** Texts of the public page on which somebody with an invitation makes keys: Dutch, then English. */
export const JOIN_TEXTS = {
  title: ['Meedoen met een uitnodiging', 'Join with an invitation'],
  lead: [
    'Heeft u van de beheerder van deze hub een code gekregen? Dan maakt uw browser hier uw twee sleutels, één voor de verbinding en één voor ondertekenen. De sleutels verlaten uw computer niet; de hub krijgt alleen de aanvraag en geeft er certificaten voor uit.',
    'Did the operator of this hub give you a code? Then your browser makes your two keys here, one for the connection and one for signing. The keys do not leave your computer; the hub gets the requests only and issues certificates for them.',
  ],
  no_script: [
    'Voor deze pagina is JavaScript nodig, want de sleutels worden in uw browser gemaakt.',
    'This page needs JavaScript, because the keys are made in your browser.',
  ],
  code: ['Code van de uitnodiging', 'Code of the invitation'],
  code_hint: [
    'Vier groepen van vijf tekens; hoofdletters en streepjes doen er niet toe.',
    'Four groups of five characters; capitals and hyphens do not matter.',
  ],
  make: ['Sleutels maken en certificaten ophalen', 'Make keys and get certificates'],
  working: ['De sleutels worden gemaakt…', 'The keys are being made…'],
  made: [
    'Uw certificaten zijn uitgegeven. Bewaar nu beide bestanden en het wachtwoord: na het sluiten van deze pagina zijn de sleutels weg.',
    'Your certificates are issued. Save both files and the password now: when this page is closed the keys are gone.',
  ],
  party: ['Uw nummer bij de hub', 'Your number at the hub'],
  until: ['Geldig tot', 'Valid until'],
  password: ['Wachtwoord van beide bestanden', 'Password of both files'],
  password_hint: [
    'Schrijf het op, en bewaar het niet bij de bestanden.',
    'Write it down, and do not keep it with the files.',
  ],
  save_transport: ['Verbinding: transport.p12 bewaren', 'Connection: save transport.p12'],
  save_signing: ['Ondertekenen: signing.p12 bewaren', 'Signing: save signing.p12'],
  unknown: [
    'Met deze code is er geen uitnodiging die gebruikt kan worden. Controleer haar, of vraag de beheerder om een andere.',
    'There is no invitation with this code that can be used. Check it, or ask the operator for another.',
  ],
  failed: [
    'Dat lukte niet ({code}). Probeer het opnieuw: met dezelfde code krijgt u hetzelfde antwoord zolang deze pagina open is.',
    'That did not work ({code}). Try again: the same code gets you the same answer as long as this page is open.',
  ],
  next: ['En dan', 'And then'],
  import_windows: [
    'Windows (Chrome, Edge): dubbelklik op transport.p12, kies “Huidige gebruiker”, vul het wachtwoord in en laat Windows de opslagplaats kiezen. Start de browser opnieuw.',
    'Windows (Chrome, Edge): double-click transport.p12, choose “Current user”, fill in the password and let Windows choose the store. Start the browser again.',
  ],
  import_firefox: [
    'Firefox: Instellingen, Privacy en beveiliging, Certificaten bekijken, Uw certificaten, Importeren; kies transport.p12 en vul het wachtwoord in.',
    'Firefox: Settings, Privacy and security, View certificates, Your certificates, Import; choose transport.p12 and fill in the password.',
  ],
  import_linux: [
    'Chrome onder Linux: Instellingen, Privacy en beveiliging, Beveiliging, Certificaten beheren, Uw certificaten, Importeren.',
    'Chrome on Linux: Settings, Privacy and security, Security, Manage certificates, Your certificates, Import.',
  ],
  import_mac: [
    'macOS (Safari, Chrome): dubbelklik op transport.p12 en zet het in de sleutelhanger “Inloggen”. Lukt dat niet, gebruik dan Firefox.',
    'macOS (Safari, Chrome): double-click transport.p12 and put it into the keychain “login”. If that does not work, use Firefox.',
  ],
  open: [
    'Open daarna de pagina om aan te leveren, kies het certificaat, meld u aan en laad daar één keer signing.p12:',
    'Then open the page for deliveries, choose the certificate, sign in, and load signing.p12 there once:',
  ],
  languages: ['Taal', 'Language'],
} as const
