/** Texts around every page, and of signing in and of refusals: Dutch, then English. */
export const FRAME_TEXTS = {
  'frame.title': ['Vroegsignaal', 'Vroegsignaal'],
  'frame.skip': ['Naar de inhoud', 'Skip to the content'],
  'frame.pages': ['Pagina’s', 'Pages'],
  'frame.language': ['Taal', 'Language'],
  'frame.person': ['Aangemeld als {holder}, {party}', 'Signed in as {holder}, {party}'],
  'frame.sign_out': ['Afmelden', 'Sign out'],
  'frame.ends': [
    'De sessie eindigt na {minutes} minuten zonder gebruik.',
    'The session ends after {minutes} minutes without use.',
  ],
  'frame.footer': [
    'Wat u hier bekijkt wordt vastgelegd in het logboek.',
    'What you look at here is written down in the access log.',
  ],
  'nav.overview': ['Overzicht', 'Overview'],
  'nav.search': ['Zoeken in het logboek', 'Search the log'],
  'sign_in.title': ['Aanmelden', 'Sign in'],
  'sign_in.who': [
    'Uw certificaat is van {holder} bij {party}.',
    'Your certificate is that of {holder} at {party}.',
  ],
  'sign_in.how': [
    'U meldt zich aan met dit certificaat; een wachtwoord is er niet. De aanmelding wordt vastgelegd.',
    'You sign in with this certificate; there is no password. Signing in is written down.',
  ],
  'sign_in.button': ['Aanmelden', 'Sign in'],
  'sign_in.ended': [
    'U bent afgemeld, of de sessie is verlopen. Meld u opnieuw aan.',
    'You were signed out, or the session has ended. Sign in again.',
  ],
  'signed_out.title': ['U bent afgemeld', 'You are signed out'],
  'signed_out.text': [
    'Sluit de browser om ook de verbinding met uw certificaat te beëindigen.',
    'Close the browser to end the connection with your certificate too.',
  ],
  'refusal.internal': ['Er ging iets mis in de hub', 'Something went wrong in the hub'],
  'refusal.internal_text': [
    'Probeer het later opnieuw. De beheerder vindt dit voorval met het kenmerk hieronder.',
    'Try again later. The operator finds this incident by the reference below.',
  ],
  'refusal.retry': [
    'Probeer het over {seconds} seconden opnieuw.',
    'Try again in {seconds} seconds.',
  ],
  'refusal.reference': ['Kenmerk', 'Reference'],
  'refusal.code': ['Code', 'Code'],
  'refusal.back': ['Naar het begin', 'To the start'],
  'form.problem': ['Er is een fout in het formulier', 'There is a mistake in the form'],
  'form.required': ['Vul {field} in.', 'Fill in {field}.'],
  'form.day': ['Schrijf {field} als 31-12-2026 of 2026-12-31.', 'Write {field} as 2026-12-31.'],
  'form.malformed': ['{field} heeft niet de juiste vorm.', '{field} does not have the right form.'],
  'form.long': ['{field} is te lang.', '{field} is too long.'],
  'form.order': ['De einddatum ligt voor de begindatum.', 'The last day lies before the first.'],
} as const
