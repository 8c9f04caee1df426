/** One version of a processing activity (GDPR article 30): what entries of the log refer to. */
export interface Activity {
  readonly id: string
  /** From 1; whatever changes in the description of an activity gives it a new version. */
  readonly version: number
  readonly nl: { readonly title: string; readonly text: string }
  readonly en: { readonly title: string; readonly text: string }
}

const ALL = [
  {
    id: 'intake',
    version: 1,
    nl: {
      title: 'Meldingen ontvangen',
      text: 'Signalen over betalingsachterstanden van schuldeisers toetsen, pseudonimiseren, verzegelen en bewaren tot de gemeente ze heeft opgehaald.',
    },
    en: {
      title: 'Receiving notifications',
      text: 'Checking, pseudonymising and sealing signals about arrears that creditors deliver, and keeping them until the municipality has pulled them.',
    },
  },
  {
    id: 'matching',
    version: 1,
    nl: {
      title: 'Meldingen samenbrengen',
      text: 'Meldingen op één adres met gepseudonimiseerde kenmerken samenbrengen tot zaken voor de gemeente.',
    },
    en: {
      title: 'Bringing notifications together',
      text: 'Bringing the notifications on one address together into cases for the municipality, by pseudonymous characteristics.',
    },
  },
  {
    id: 'feeds',
    version: 1,
    nl: {
      title: 'Zaken aan gemeenten geven',
      text: 'Maandelijkse en spoedeisende zaken sluiten, vrijgeven, laten bevestigen en de verzegelde identiteiten op tijd verwijderen.',
    },
    en: {
      title: 'Giving cases to municipalities',
      text: 'Closing, releasing and acknowledging monthly and urgent cases, and removing the sealed identities on time.',
    },
  },
  {
    id: 'retention',
    version: 1,
    nl: {
      title: 'Bewaren en vergeten',
      text: 'Gegevens waarvan de termijn voorbij is verwijderen, en bewaren waarvoor een bewaarplicht of geschil dat vraagt.',
    },
    en: {
      title: 'Keeping and forgetting',
      text: 'Removing data whose term is over, and keeping what a duty or a dispute asks to keep.',
    },
  },
  {
    id: 'outcomes',
    version: 1,
    nl: {
      title: 'Terugmelden',
      text: 'Vastleggen wat gemeenten over zaken terugmelden, en schuldeisers laten weten wat beleid en toestemming toelaten.',
    },
    en: {
      title: 'Reporting back',
      text: 'Keeping what municipalities report about cases, and letting creditors know what policy and consent allow.',
    },
  },
  {
    id: 'workbench',
    version: 1,
    nl: {
      title: 'Aan zaken werken',
      text: 'Mensen van een gemeente zaken laten bekijken, de verzegelde identiteit in hun eigen browser laten openen, en laten vastleggen wat zij deden.',
    },
    en: {
      title: 'Working on cases',
      text: 'Letting people of a municipality look at cases, open the sealed identity in their own browser, and record what they did.',
    },
  },
  {
    id: 'registry',
    version: 1,
    nl: {
      title: 'Deelname beheren',
      text: 'Partijen, certificaten, mandaten, grondslagen en sleutels van deelnemers vastleggen en raadplegen; bevat geen gegevens van inwoners.',
    },
    en: {
      title: 'Keeping the register of participants',
      text: 'Registering and consulting parties, certificates, mandates, legal bases and keys of participants; holds no data about residents.',
    },
  },
  {
    id: 'key-management',
    version: 1,
    nl: {
      title: 'Geheimen beheren',
      text: 'De geheimen waaruit pseudoniemen ontstaan maken en vernietigen.',
    },
    en: {
      title: 'Managing secrets',
      text: 'Making and destroying the secrets that pseudonyms are derived from.',
    },
  },
  {
    id: 'access-log',
    version: 1,
    nl: {
      title: 'Toezicht op toegang',
      text: 'Vastleggen wie wat waarom deed, die vastlegging bewijsbaar houden, en toezichthouders en inwoners daaruit antwoord geven.',
    },
    en: {
      title: 'Oversight of access',
      text: 'Recording who did what and why, keeping that record provable, and answering officers and residents from it.',
    },
  },
  {
    id: 'data-subject-rights',
    version: 1,
    nl: {
      title: 'Verzoeken van inwoners',
      text: 'Bezwaar, beperking, rectificatie en wissing onder pseudoniem registreren, verstrekking stoppen, ontvangers corrigeren en nieuwe meldingen daarmee vergelijken.',
    },
    en: {
      title: 'Requests of residents',
      text: 'Registering objections, restrictions, rectifications and erasures by pseudonym, stopping delivery, correcting recipients, and comparing new notifications with them.',
    },
  },
  {
    id: 'access-control',
    version: 1,
    nl: {
      title: 'Toegang weigeren',
      text: 'Pogingen waarvoor de beller niet bevoegd was herkennen, weigeren en vastleggen.',
    },
    en: {
      title: 'Refusing access',
      text: 'Recognising, refusing and recording attempts that the caller had no right to.',
    },
  },
] as const satisfies readonly Activity[]

type Known = (typeof ALL)[number]

/** An activity with its version, as entries write it: `intake@1`. */
export type ActivityName = `${Known['id']}@${Known['version']}`

/** Every version of every activity. A version that entries name is never removed or reworded. */
export const ACTIVITIES: readonly Activity[] = ALL

/** Where one version of an activity is described, below the address of the public listener. */
export function activityPath(name: string): string {
  const [id = '', version = ''] = name.split('@')
  return `/processing-activities/${id}/versions/${version}`
}
