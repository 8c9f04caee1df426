import { DETECTION, SUPPORT, type LogEvent } from './event.js'

const HANDED = { activity: 'feeds@1', ground: SUPPORT, by: ['party'], subjects: false } as const

/** Cases that go to the municipality where the household lives; in the partitions of both. */
export const TRANSFER_EVENTS = [
  {
    ...HANDED,
    operation: 'prepareTransfer',
    action: 'PULL',
    objects: ['municipality', 'month', 'cases', 'receiver'],
    subjects: true,
    nl: 'Een gemeente vroeg wat een andere gemeente van een zaak mag krijgen, en haalde dat op om het opnieuw te verzegelen.',
    en: 'A municipality asked what of a case another may have, and took that to seal it anew.',
  },
  {
    ...HANDED,
    operation: 'prepareTransfer',
    action: 'VIEW',
    objects: ['municipality', 'month', 'cases', 'receiver'],
    subjects: true,
    nl: 'Een persoon bekeek wat een andere gemeente van een zaak mag krijgen, zonder enveloppen.',
    en: 'A person looked at what of a case another municipality may have, without envelopes.',
  },
  {
    ...HANDED,
    operation: 'offerTransfer',
    action: 'TRANSFER',
    objects: [
      ...['municipality', 'month', 'cases', 'receiver', 'sender', 'transferId'],
      ...['notifications', 'stays', 'body'],
    ],
    subjects: true,
    nl: 'Een gemeente bood een zaak aan de gemeente aan waar het huishouden woont, voor die verzegeld.',
    en: 'A municipality offered a case to the one where the household lives, sealed for that.',
  },
  {
    ...HANDED,
    operation: 'listTransfers',
    action: 'VIEW',
    objects: ['municipality', 'transfers'],
    nl: 'Een gemeente bekeek welke zaken zijn aangeboden of overgedragen, zonder inhoud.',
    en: 'A municipality looked at which cases are offered or handed over, without their content.',
  },
  {
    ...HANDED,
    operation: 'getTransfer',
    action: 'PULL',
    objects: ['municipality', 'sender', 'receiver', 'cases', 'transferId', 'notifications'],
    subjects: true,
    nl: 'De ontvangende gemeente haalde op wat haar wordt aangeboden of is overgedragen.',
    en: 'The receiving municipality took what is offered to it or was handed over.',
  },
  {
    ...HANDED,
    operation: 'getTransfer',
    action: 'VIEW',
    objects: ['municipality', 'sender', 'receiver', 'cases', 'transferId', 'notifications'],
    subjects: true,
    nl: 'Een persoon bij de ontvangende gemeente bekeek wat wordt aangeboden, zonder enveloppen.',
    en: 'A person at the receiving municipality looked at what is offered, without envelopes.',
  },
  {
    ...HANDED,
    operation: 'decideTransfer',
    action: 'TRANSFER',
    objects: [
      ...['municipality', 'sender', 'receiver', 'month', 'cases', 'transferId', 'decision'],
      ...['refusal', 'notifications', 'body'],
    ],
    subjects: true,
    nl: 'Een aangeboden zaak is aanvaard of geweigerd, of het aanbod is ingetrokken.',
    en: 'An offered case was accepted or refused, or the offer was withdrawn.',
  },
  {
    ...HANDED,
    operation: 'decideTransfer',
    action: 'FEEDBACK',
    activity: 'outcomes@1',
    ground: DETECTION,
    // In the partition of the creditor that is told.
    objects: ['municipality', 'policy', 'notifications'],
    nl: 'Voor een schuldeiser is klaargezet wat het beleid over een overdracht laat weten.',
    en: 'What policy lets a creditor learn of a transfer was put ready for it.',
  },
  {
    ...HANDED,
    operation: 'job.purge',
    action: 'TRANSFER',
    by: ['job'],
    objects: ['municipality', 'transfers'],
    nl: 'Aanbiedingen waarover niemand op tijd besloot zijn vervallen; wat verzegeld was, is verwijderd.',
    en: 'Offers that nobody decided about in time lapsed; what was sealed was removed.',
  },
] as const satisfies readonly LogEvent[]
