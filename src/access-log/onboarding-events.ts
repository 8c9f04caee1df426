import { REGISTRY, type LogEvent } from './event.js'

const KEPT = { activity: 'registry@1', ground: REGISTRY, subjects: false } as const
const CHANGED = { ...KEPT, action: 'CONFIG', by: ['operator'] } as const
const LISTED = { ...KEPT, action: 'VIEW', by: ['operator'] } as const

/** How organisations come in and agree with municipalities. */
export const ONBOARDING_EVENTS = [
  {
    ...CHANGED,
    operation: 'offerAgreement',
    by: ['party', 'operator'],
    objects: ['operator', 'agreementId', 'creditor', 'municipality', 'sector', 'state'],
    commands: ['admin agreement offer'],
    nl: 'Een schuldeiser, of een beheerder namens hem, bood een gemeente een overeenkomst aan.',
    en: 'A creditor, or an operator in its name, offered a municipality an agreement.',
  },
  {
    ...CHANGED,
    operation: 'answerAgreement',
    by: ['party', 'operator'],
    objects: [
      ...['operator', 'agreementId', 'creditor', 'municipality', 'sector', 'state'],
      ...['answer', 'from', 'authority'],
    ],
    commands: [
      ...['admin agreement accept', 'admin agreement suspend', 'admin agreement resume'],
      'admin agreement end',
    ],
    nl: 'Een overeenkomst werd aanvaard, opgeschort, hervat of beëindigd; door de gemeente, door een beheerder met haar machtiging, of beëindigd door de schuldeiser.',
    en: 'An agreement was accepted, suspended, resumed or ended; by the municipality, by an operator on its authority, or ended by the creditor.',
  },
  {
    ...LISTED,
    operation: 'listAgreements',
    by: ['party', 'operator'],
    objects: ['operator', 'agreements', 'rows'],
    commands: ['admin agreement list'],
    nl: 'Een schuldeiser, gemeente of beheerder bekeek overeenkomsten.',
    en: 'A creditor, a municipality or an operator looked up agreements.',
  },
  {
    ...LISTED,
    operation: 'listExpiries',
    by: ['party'],
    objects: ['expiries'],
    nl: 'Een partij bekeek wanneer haar certificaten, overeenkomsten en sleutels aflopen.',
    en: 'A party looked up when its certificates, agreements and keys come to their end.',
  },
  {
    ...CHANGED,
    operation: 'issueCertificates',
    by: ['party'],
    objects: ['party', 'transport', 'signing'],
    nl: 'De uitgever van de hub gaf een geregistreerde partij certificaten voor sleutels die zij zelf maakte.',
    en: 'The authority of the hub gave a registered party certificates for keys that it made itself.',
  },
  {
    ...CHANGED,
    operation: 'requestEnrolment',
    by: ['anybody'],
    objects: ['enrolment', 'organisation', 'wishes', 'repeated'],
    nl: 'Een organisatie van buiten meldde zich aan, met bewijs dat zij de sleutels heeft.',
    en: 'An organisation from outside applied to take part, with proof that it holds the keys.',
  },
  {
    ...LISTED,
    operation: 'getEnrolment',
    by: ['anybody'],
    objects: ['enrolment', 'state'],
    nl: 'Wie het geheim van een aanmelding heeft vroeg hoe het ermee staat.',
    en: 'Whoever has the secret of an application asked how it stands.',
  },
  {
    ...CHANGED,
    operation: 'acceptEnrolment',
    objects: [
      ...['operator', 'enrolment', 'party', 'transport', 'signing', 'agreements', 'doubts'],
      'checked',
    ],
    commands: ['admin enrolment accept'],
    nl: 'Een beheerder aanvaardde een aanmelding: partij, certificaten en aangeboden overeenkomsten.',
    en: 'An operator accepted an application: party, certificates and offered agreements.',
  },
  {
    ...CHANGED,
    operation: 'refuseEnrolment',
    objects: ['operator', 'enrolment'],
    commands: ['admin enrolment refuse'],
    nl: 'Een beheerder wees een aanmelding af, met een reden voor de aanmelder.',
    en: 'An operator refused an application, with a reason for the applicant.',
  },
  {
    ...LISTED,
    operation: 'listEnrolments',
    objects: ['operator', 'rows'],
    commands: ['admin enrolment list', 'admin enrolment show'],
    nl: 'Een beheerder bekeek aanmeldingen.',
    en: 'An operator looked at applications.',
  },
  {
    ...CHANGED,
    operation: 'loadOrganisationRegister',
    objects: ['operator', 'rows'],
    commands: ['admin enrolment register'],
    nl: 'Een beheerder las het register van organisaties in waarmee aanmeldingen worden vergeleken.',
    en: 'An operator loaded the register of organisations that applications are compared with.',
  },
] as const satisfies readonly LogEvent[]
