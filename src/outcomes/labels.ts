import type { components } from '../generated/openapi.js'

type Schemas = components['schemas']

/** A code of the national data standard (DDAS 1.2): its Dutch value, and what it means. */
export interface Labelled {
  /** Exactly as the standard writes it. */
  readonly label: string
  readonly nl: string
  readonly en: string
}

/** How a notification stands: the eight values of the standard. */
export const STATUS_LABELS: Readonly<Record<Schemas['NotificationStatus'], Labelled>> = {
  NOT_TAKEN_UP_YET: {
    label: 'Nog niet opgepakt',
    nl: 'De gemeente is er nog niet mee begonnen.',
    en: 'The municipality has not begun with it.',
  },
  TAKEN_UP: {
    label: 'Opgepakt',
    nl: 'De gemeente werkt eraan, of heeft eraan gewerkt.',
    en: 'The municipality works on it, or has.',
  },
  KNOWN_DEBT_HELP: {
    label: 'Inwoner al bekend bij schuldhulpverlening',
    nl: 'Er loopt al schuldhulp; de schuldhulpverlener neemt contact op met schuldeiser en inwoner.',
    en: 'Debt help is running; the counsellor contacts creditor and resident.',
  },
  DECEASED: {
    label: 'Inwoner is overleden',
    nl: 'De inwoner is overleden; soms is een aanbod aan de nabestaanden nodig.',
    en: 'The resident has died; an offer to those left behind may be needed.',
  },
  NOT_RESIDENT: {
    label: 'Persoon is geen inwoner (meer) in de gemeente',
    nl: 'De persoon staat in een andere gemeente ingeschreven; geef de melding door.',
    en: 'The person is registered in another municipality; pass the notification on.',
  },
  NT_REPEAT: {
    label: 'Niet opgepakt: herhaalde melding',
    nl: 'Dezelfde achterstand van dezelfde schuldeiser is pas nog opgepakt en niet gegroeid.',
    en: 'The same arrears of the same creditor were handled shortly before and did not grow.',
  },
  NT_INCORRECT: {
    label: 'Niet opgepakt: onterecht signaal',
    nl: 'De achterstand is lager dan de grens van de gemeente, of te kort of te lang geleden ontstaan.',
    en: 'The arrears lie below the threshold of the municipality, or are too recent or too old.',
  },
  NT_OTHER: {
    label: 'Niet opgepakt: andere reden',
    nl: 'Een andere reden, die de schuldeiser niet te horen krijgt.',
    en: 'Another reason, which the creditor is not told.',
  },
}

/** How a case ended: the sixteen values of the standard. */
export const OUTCOME_LABELS: Readonly<Record<Schemas['OutcomeCode'], Labelled>> = {
  NT_REPEAT: STATUS_LABELS.NT_REPEAT,
  NT_INCORRECT: STATUS_LABELS.NT_INCORRECT,
  DECEASED: STATUS_LABELS.DECEASED,
  NOT_RESIDENT: STATUS_LABELS.NOT_RESIDENT,
  NT_OTHER: STATUS_LABELS.NT_OTHER,
  KNOWN_DEBT_HELP: STATUS_LABELS.KNOWN_DEBT_HELP,
  OTHER_TRAJECTORY: {
    label: 'Inwoner heeft al een ander lopend traject',
    nl: 'Een andere hulpverlener neemt het na overleg over. Een bewindvoerder is geen hulpverlener.',
    en: 'Another helper takes over, as was agreed. An administrator is not a helper.',
  },
  NO_CONTACT: {
    label: 'Definitief geen contact kunnen krijgen',
    nl: 'Op geen enkele poging kwam een reactie.',
    en: 'No attempt was answered.',
  },
  LOST_CONTACT: {
    label: 'Geen reactie na eerder contact',
    nl: 'Er was contact, en daarna niet meer.',
    en: 'There was contact, and then there was none.',
  },
  SELF_OR_NO_HELP: {
    label: 'Inwoner regelt het zelf/hoeft geen hulp vanuit vroegsignalering',
    nl: 'Er is gesproken; de inwoner lost het zelf op of wil geen hulp.',
    en: 'There was a conversation; the resident solves it alone or wants no help.',
  },
  ALREADY_PAID: {
    label: 'Inwoner heeft zelf al betaald/betalingsregeling getroffen',
    nl: 'Voor het contact was er al betaald of een regeling getroffen.',
    en: 'Before the contact it was paid, or an arrangement was made.',
  },
  QUICK_FIX: {
    label: '(Budget)advies en/of quick fix',
    nl: 'Zo geholpen dat de achterstand binnen 30 dagen na hulpacceptatie oplosbaar is.',
    en: 'Helped so that the arrears can be solved within 30 days after accepting help.',
  },
  FOLLOW_UP: {
    label: 'Vervolghulp en/of verwijzing',
    nl: 'Er komt langere hulp; of die financieel is staat er niet bij.',
    en: 'Longer help follows; whether it is financial is not said.',
  },
  FOLLOW_UP_FIN: {
    label: 'Vervolghulp en/of verwijzing financieel',
    nl: 'Er komt langere financiële hulp, zoals schuldhulp of budgetcoaching.',
    en: 'Longer financial help follows, such as debt help or budget coaching.',
  },
  FOLLOW_UP_NONFIN: {
    label: 'Vervolghulp en/of verwijzing niet financieel',
    nl: 'Er komt langere andere hulp, zoals maatschappelijk werk of verslavingszorg.',
    en: 'Longer help of another kind follows, such as social work or addiction care.',
  },
  REFERRED_WITHOUT_RESIDENT: {
    label: 'Verwijzing zonder tussenkomst inwoner',
    nl: 'Alleen in het uiterste geval: aangemeld bij bijvoorbeeld bemoeizorg, zonder toestemming.',
    en: 'Only in extreme cases: referred, for example to outreach care, without consent.',
  },
}

/** Ways of contact: the ten values of the standard. */
export const CONTACT_LABELS: Readonly<Record<Schemas['ContactKind'], string>> = {
  ADMINISTRATIVE: 'Administratief',
  APPOINTMENT: 'Afspraak op locatie',
  LETTER: 'Brief',
  HOME_VISIT: 'Huisbezoek',
  CARD: 'Kaartje',
  E_MAIL: 'Mail',
  UNKNOWN: 'Onbekend',
  OTHER: 'Overige',
  TEXT_MESSAGE: 'SMS/Whatsapp',
  TELEPHONE: 'Telefoon',
}

/** Parts of the day: until noon, until six, later. */
export const PART_OF_DAY_LABELS: Readonly<
  Record<NonNullable<Schemas['ContactAttempt']['partOfDay']>, string>
> = { MORNING: 'Ochtend', AFTERNOON: 'Middag', EVENING: 'Avond' }

/** Kinds of signal partner: eleven values, of which each sector is one. */
export const PARTNER_LABELS: Readonly<Record<Schemas['Sector'], string>> = {
  RENT: 'Huur',
  ENERGY_ELECTRICITY: 'Energie',
  ENERGY_GAS: 'Energie',
  ENERGY_HEAT: 'Energie',
  WATER: 'Water',
  HEALTH_INSURANCE: 'Zorg',
  MORTGAGE: 'Hypotheek',
  DUO: 'DUO',
  TAX_NATIONAL: 'Belastingdienst',
  BENEFITS_RECLAIM: 'Dienst Toeslagen',
  CAK_CONTRIBUTION: 'CAK Eigen bijdrage',
  CAK_PREMIUM: 'CAK Zorgverzekeringen',
  // The standard has no value of its own for these.
  MUNICIPAL_TAX: 'Overige',
  OTHER: 'Overige',
}
