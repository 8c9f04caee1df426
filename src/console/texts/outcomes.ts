/** Contact kinds, statuses and outcomes of the national data standard, with what they mean. */
export const OUTCOME_TEXTS = {
  'contact.ADMINISTRATIVE': ['administratief', 'administrative'],
  'contact.APPOINTMENT': ['afspraak op locatie', 'appointment at a location'],
  'contact.LETTER': ['brief', 'letter'],
  'contact.HOME_VISIT': ['huisbezoek', 'home visit'],
  'contact.CARD': ['kaartje', 'card'],
  'contact.E_MAIL': ['e-mail', 'e-mail'],
  'contact.TEXT_MESSAGE': ['sms of WhatsApp', 'text message'],
  'contact.TELEPHONE': ['telefoon', 'telephone'],
  'contact.OTHER': ['overige', 'other'],
  'contact.UNKNOWN': ['onbekend', 'unknown'],
  'standing.NOT_TAKEN_UP_YET': ['nog niet opgepakt', 'not taken up yet'],
  'standing.TAKEN_UP': ['opgepakt', 'taken up'],
  'standing.KNOWN_DEBT_HELP': ['al bekend bij schuldhulpverlening', 'known to debt help already'],
  'standing.DECEASED': ['inwoner is overleden', 'resident has died'],
  'standing.NOT_RESIDENT': ['geen inwoner (meer)', 'not a resident (any more)'],
  'standing.NT_REPEAT': ['niet opgepakt: herhaalde melding', 'not taken up: repeated'],
  'standing.NT_INCORRECT': ['niet opgepakt: onterecht signaal', 'not taken up: incorrect'],
  'standing.NT_OTHER': ['niet opgepakt: andere reden', 'not taken up: other reason'],
  'outcome.NT_REPEAT': ['Niet opgepakt: herhaalde melding', 'Not taken up: repeated'],
  'definition.NT_REPEAT': [
    'Dezelfde achterstand bij dezelfde schuldeiser is kort geleden behandeld en is niet gegroeid.',
    'The same arrears with the same creditor were handled recently and have not grown.',
  ],
  'outcome.NT_INCORRECT': ['Niet opgepakt: onterecht signaal', 'Not taken up: incorrect'],
  'definition.NT_INCORRECT': [
    'Onder de grens van de gemeente, te jong of te oud, of over een rechtspersoon.',
    'Below the limit of the municipality, too young or too old, or about a legal person.',
  ],
  'outcome.DECEASED': ['Inwoner is overleden', 'Resident has died'],
  'definition.DECEASED': [
    'De inwoner leeft niet meer; misschien is een aanbod aan nabestaanden nodig.',
    'The resident is no longer alive; an offer to survivors may be needed.',
  ],
  'outcome.NOT_RESIDENT': ['Geen inwoner (meer) van de gemeente', 'Not a resident (any more)'],
  'definition.NOT_RESIDENT': [
    'De inwoner staat elders ingeschreven; de zaak kan naar die gemeente worden overgedragen.',
    'The resident is registered elsewhere; the case can be transferred to that municipality.',
  ],
  'outcome.NT_OTHER': ['Niet opgepakt: andere reden', 'Not taken up: other reason'],
  'definition.NT_OTHER': [
    'Bijvoorbeeld detentie, onbekende verblijfplaats, of de gemeente kon het signaal niet oppakken.',
    'For example detention, whereabouts unknown, or the municipality could not take it up.',
  ],
  'outcome.KNOWN_DEBT_HELP': ['Al bekend bij schuldhulpverlening', 'Known to debt help already'],
  'definition.KNOWN_DEBT_HELP': [
    'Schuldhulpverlening loopt al; de hulpverlener neemt het signaal mee.',
    'Debt help is under way; whoever helps takes the notification along.',
  ],
  'outcome.OTHER_TRAJECTORY': ['Er loopt al een ander traject', 'Another trajectory is under way'],
  'definition.OTHER_TRAJECTORY': [
    'Een andere hulpverlener neemt het na afstemming over. Een bewindvoerder geldt hier niet als hulpverlener.',
    'Somebody else who helps takes over, by agreement. An administrator does not count as one.',
  ],
  'outcome.NO_CONTACT': ['Definitief geen contact gekregen', 'No contact in the end'],
  'definition.NO_CONTACT': [
    'Op geen enkele poging kwam een reactie.',
    'No attempt got a reaction.',
  ],
  'outcome.LOST_CONTACT': ['Geen reactie na eerder contact', 'No reaction after earlier contact'],
  'definition.LOST_CONTACT': [
    'Er was contact; daarna kwam er geen reactie meer.',
    'There was contact; after that no reaction came any more.',
  ],
  'outcome.SELF_OR_NO_HELP': [
    'Regelt het zelf of hoeft geen hulp',
    'Arranges it alone or wants no help',
  ],
  'definition.SELF_OR_NO_HELP': [
    'Er was contact; de inwoner lost het zelf op of wil geen hulp.',
    'There was contact; the resident solves it or wants no help.',
  ],
  'outcome.ALREADY_PAID': ['Heeft al betaald of regeling getroffen', 'Paid already or arranged it'],
  'definition.ALREADY_PAID': [
    'De achterstand was voor het contact al betaald, of er was een regeling.',
    'The arrears were paid before the contact, or there was an arrangement.',
  ],
  'outcome.QUICK_FIX': ['Advies of snelle oplossing', 'Advice or quick fix'],
  'definition.QUICK_FIX': [
    'Met advies of korte hulp is de achterstand binnen 30 dagen na aanvaarding opgelost.',
    'With advice or short help the arrears are solved within 30 days of acceptance.',
  ],
  'outcome.FOLLOW_UP': ['Vervolghulp of verwijzing', 'Follow-up help or referral'],
  'definition.FOLLOW_UP': [
    'De inwoner aanvaardt verdere hulp; welke soort staat bij de verwijzing.',
    'The resident accepts further help; of which kind stands with the referral.',
  ],
  'outcome.FOLLOW_UP_FIN': ['Vervolghulp of verwijzing, financieel', 'Follow-up help, financial'],
  'definition.FOLLOW_UP_FIN': [
    'Langere financiële hulp, zoals schuldhulpverlening of budgetbeheer.',
    'Longer financial help, such as debt help or budget management.',
  ],
  'outcome.FOLLOW_UP_NONFIN': [
    'Vervolghulp of verwijzing, niet financieel',
    'Follow-up help, not financial',
  ],
  'definition.FOLLOW_UP_NONFIN': [
    'Andere hulp, zoals maatschappelijk werk of verslavingszorg.',
    'Other help, such as social work or addiction care.',
  ],
  'outcome.REFERRED_WITHOUT_RESIDENT': [
    'Verwijzing zonder tussenkomst van de inwoner',
    'Referred without the resident',
  ],
  'definition.REFERRED_WITHOUT_RESIDENT': [
    'Alleen in uiterste gevallen, zoals bemoeizorg. Dit wordt nooit teruggekoppeld.',
    'In extreme cases only, such as outreach care. This is never told to a creditor.',
  ],
  'remark.CASE_UNKNOWN': ['De zaak is er niet.', 'There is no such case.'],
  'remark.CASE_IN_TRANSFER': [
    'De zaak is aangeboden of overgedragen aan een andere gemeente.',
    'The case is offered to another municipality, or was handed over to it.',
  ],
  'remark.CASE_TWICE': ['De zaak staat er twee keer.', 'The case stands there twice.'],
  'remark.VERSION_CHANGED': [
    'Iemand anders meldde intussen over de zaak. Lees haar opnieuw.',
    'Somebody else reported about the case meanwhile. Read it anew.',
  ],
  'remark.NOTIFICATION_UNKNOWN': [
    'De zaak heeft deze melding niet.',
    'The case does not hold this notification.',
  ],
  'remark.NOTIFICATION_TWICE': [
    'Een melding staat er twee keer.',
    'A notification stands there twice.',
  ],
  'remark.DATE_IN_FUTURE': ['Een dag ligt in de toekomst.', 'A day lies in the future.'],
  'remark.DATE_ORDER': [
    'Een dag ligt voor de maand van de zaak, of het afsluiten voor het oppakken.',
    'A day lies before the month of the case, or the closing before the taking up.',
  ],
  'remark.CLOSING_INCOMPLETE': [
    'Een uitkomst en de dag van afsluiten horen bij elkaar.',
    'An outcome and the day of closing come together.',
  ],
  'remark.TAKEN_UP_MISSING': [
    'Bij deze uitkomst hoort de dag waarop de zaak is opgepakt.',
    'This outcome needs the day on which the case was taken up.',
  ],
  'remark.REFERRAL_MISSING': [
    'Vervolghulp vraagt toestemming: waarheen, welke hulp, en wanneer de inwoner instemde.',
    'Follow-up help asks for consent: to whom, which help, and when the resident agreed.',
  ],
  'remark.REFERRAL_NOT_ALLOWED': [
    'Een verwijzing hoort alleen bij vervolghulp.',
    'A referral belongs to follow-up help only.',
  ],
  'remark.REFERRAL_KIND': [
    'De uitkomst zegt iets anders over financieel of niet.',
    'The outcome says otherwise about whether the help is financial.',
  ],
  'remark.CONSENT_OTHER_CREDITOR': [
    'Toestemming noemt een schuldeiser die niet bij de zaak hoort.',
    'Consent names a creditor that the case does not hold.',
  ],
  'remark.REACHED_WITHOUT_CONTACT': [
    'Let op: geen poging zegt dat iemand is bereikt.',
    'Mind: no attempt says that somebody was reached.',
  ],
  'remark.NOT_REACHED_WITH_CONTACT': [
    'Let op: een poging zegt dat er wel contact was.',
    'Mind: an attempt says that there was contact.',
  ],
  'remark.NOT_DECIDED': [
    'Let op: er staat niet bij wat een mens vóór de eerste benadering besliste.',
    'Mind: what a person decided before the first approach is missing.',
  ],
  'remark.REOPENED': [
    'Let op: de zaak was afgesloten en is weer open; schuldeisers hoorden iets anders.',
    'Mind: the case was closed and is open again; creditors were told otherwise.',
  ],
  'remark.REPORTED_LATE': [
    'Let op: de zaak is langer dan een maand geleden afgesloten; de cijfers zijn zonder haar geteld.',
    'Mind: the case was closed more than a month ago; numbers were counted without it.',
  ],
  'remark.PLAN_DENIED': [
    'Een plan kan geen dag hebben en niet zijn gemaakt.',
    'A plan cannot have a day and not have been made.',
  ],
  'remark.PLAN_UNSAID': [
    'Er staat een dag bij het plan: zeg ook of het is gemaakt.',
    'The plan has a day: say whether it was made.',
  ],
  'remark.OFFER_MISSING': [
    'Een eerste gesprek volgt op een aanvaard aanbod: zeg op welke dag dat was.',
    'A first conversation follows on an offer that was accepted: say on which day.',
  ],
  'remark.HELP_DENIED': [
    'De uitkomst zegt dat er geen hulp is aanvaard.',
    'The outcome says that no help was accepted.',
  ],
  'remark.FORM': [
    'Zeg welke soort poging het was, en op welke dag.',
    'Say which kind of attempt it was, and on which day.',
  ],
  'remark.DAY': ['Dit is geen dag: schrijf 2026-09-01.', 'This is not a day: write 2026-09-01.'],
  'remark.CHOICE': ['Dit is geen keuze van de lijst.', 'This is not a choice of the list.'],
  'remark.DECISION_HALF': [
    'Een besluit is wat u besliste en wanneer: vul beide in, of geen van beide.',
    'A decision is what you decided and when: fill in both, or neither.',
  ],
  'remark.REFERRAL_HALF': [
    'Waarheen, welke hulp en wanneer de inwoner instemde horen bij elkaar.',
    'To whom, which help and when the resident agreed belong together.',
  ],
  'remark.CONSENT_UNSAID': [
    'Zeg of de inwoner instemt, of maak de toestemming leeg.',
    'Say whether the resident consents, or empty the consent.',
  ],
  'remark.CONSENT_DAY': [
    'Zonder dag is er geen toestemming vast te leggen: wanneer is het gevraagd?',
    'Without a day no consent can be recorded: when was it asked?',
  ],
  'remark.CONSENT_WHAT': [
    'Kruis aan wat de schuldeiser mag weten.',
    'Tick what the creditor may know.',
  ],
  'remark.CONSENT_TO_NOBODY': [
    'Kruis aan welke schuldeiser het mag weten.',
    'Tick which creditor may know it.',
  ],
} as const
