/** A kind of data with a term of its own; the database has the same list, which a test compares. */
export interface RetentionKind {
  readonly kind: string
  /** For whom a term of its own may be set. */
  readonly per: 'municipality' | 'controller' | 'hub'
  /** Days from the event, or whole calendar months after the month itself. */
  readonly unit: 'day' | 'month'
  /** What holds while nothing was set. */
  readonly standard: number
  readonly least: number
  readonly most: number
  /** Tables that hold it; after a point only that column. */
  readonly tables: readonly string[]
  readonly nl: string
  readonly en: string
}

/** Every kind, in the order in which people read them. */
export const RETENTION_KINDS = [
  {
    kind: 'ACKNOWLEDGED_IDENTITY',
    per: 'municipality',
    unit: 'day',
    standard: 14,
    least: 1,
    most: 35,
    tables: ['envelope.jwe', 'delivery_key'],
    nl: 'Verzegelde identiteit na ontvangstbevestiging; om na een storing opnieuw op te halen.',
    en: 'Sealed identity after its acknowledgement; to pull again after a failure.',
  },
  {
    kind: 'UNFETCHED_IDENTITY',
    per: 'municipality',
    unit: 'day',
    standard: 35,
    least: 7,
    most: 92,
    tables: ['envelope.jwe', 'delivery_key'],
    nl: 'Verzegelde identiteit die niemand ophaalde, vanaf het sluiten van de maand.',
    en: 'Sealed identity that nobody fetched, from the closing of its month.',
  },
  {
    kind: 'MATCH_DATA',
    per: 'municipality',
    unit: 'month',
    standard: 6,
    least: 4,
    most: 6,
    tables: [
      'notification',
      'envelope',
      'delivery_key',
      'matched_case',
      'urgent_item',
      'redelivery',
      'redelivery_request',
      'intake',
      'feed_item.item',
      'assignment',
    ],
    nl: 'Pseudonieme meldingen en zaken; om opeenvolgende meldingen te herkennen.',
    en: 'Pseudonymous notifications and cases; to recognise consecutive notifications.',
  },
  {
    kind: 'DELIVERED_CASE',
    per: 'municipality',
    unit: 'month',
    standard: 12,
    least: 4,
    most: 24,
    tables: ['feed_item', 'transfer', 'transfer_notification', 'collection_pause'],
    nl: 'Uit welke meldingen een geleverde zaak bestond; om terugmeldingen te kunnen ontvangen.',
    en: 'Which notifications a delivered case was made of; to take reports about it.',
  },
  {
    kind: 'OUTCOME',
    per: 'municipality',
    unit: 'month',
    standard: 24,
    least: 6,
    most: 24,
    tables: [
      'outcome',
      'outcome_notification',
      'outcome_report',
      'feedback_item',
      'match_run',
      'feed',
    ],
    nl: 'Terugmeldingen zonder identiteit; daarna blijven de cijfers van de maand.',
    en: 'Outcomes without identity; afterwards the figures of the month remain.',
  },
  {
    kind: 'STATISTICS',
    per: 'municipality',
    unit: 'month',
    standard: 120,
    least: 24,
    most: 120,
    tables: ['statistic_month', 'counted_month'],
    nl: 'Cijfers van een maand.',
    en: 'Figures of a month.',
  },
  {
    kind: 'RECEIPT',
    per: 'hub',
    unit: 'month',
    standard: 3,
    least: 1,
    most: 12,
    tables: ['batch.receipt'],
    nl: 'Ontvangstbewijzen, met de redenen van geweigerde meldingen. De handtekening eronder blijft.',
    en: 'Receipts, with the reasons of notifications that were refused. Their signatures stay.',
  },
  {
    kind: 'LEDGER',
    per: 'hub',
    unit: 'month',
    standard: 24,
    least: 13,
    most: 24,
    tables: ['notification_key', 'batch'],
    nl: 'Kenmerken van leveringen en meldingen, en wat een levering bewijst zonder iemand erin; zodat geen melding dubbel telt, en voor geschillen.',
    en: 'Ids of batches and notifications, and what proves a delivery with nobody in it; so that no notification counts twice, and for disputes.',
  },
  {
    kind: 'SAVED_SEARCH',
    per: 'hub',
    unit: 'month',
    standard: 12,
    least: 1,
    most: 24,
    tables: ['console_search'],
    nl: 'Zoekvragen die toezichthouders bewaren.',
    en: 'Searches that officers keep.',
  },
  {
    kind: 'ACCESS_LOG',
    per: 'controller',
    unit: 'month',
    standard: 60,
    least: 36,
    most: 120,
    tables: ['log_entry', 'log_subject'],
    nl: 'Het logboek van een verantwoordelijke, met de bewoners die het noemt als pseudoniem.',
    en: 'The log of a controller, with the residents that it names as pseudonyms.',
  },
  {
    kind: 'RIGHTS',
    per: 'municipality',
    unit: 'month',
    standard: 24,
    least: 12,
    most: 60,
    tables: ['rights_request', 'rights_hold', 'rights_notice', 'rights_step', 'rights_clock'],
    nl: 'Hoe een verzoek van een inwoner is afgehandeld, vanaf het einde; de pseudoniemen gaan dan meteen.',
    en: 'How a request of a resident was handled, from its end; its pseudonyms go at once then.',
  },
  {
    kind: 'REVIEW',
    per: 'controller',
    unit: 'month',
    standard: 60,
    least: 36,
    most: 120,
    tables: ['review_plan', 'review_item', 'review_step', 'review_question'],
    nl: 'Maandelijkse controles van een deel van het logboek.',
    en: 'Monthly reviews of a part of the log.',
  },
  {
    kind: 'QUALITY',
    per: 'hub',
    unit: 'month',
    standard: 24,
    least: 6,
    most: 60,
    tables: ['delivery_quality'],
    nl: 'Tellingen van hoe goed leveringen van een schuldeiser waren.',
    en: 'Counts of how good the deliveries of a creditor were.',
  },
  {
    kind: 'APPLICATION',
    per: 'hub',
    unit: 'month',
    standard: 12,
    least: 3,
    most: 24,
    tables: ['enrolment', 'invitation'],
    nl: 'Aanmeldingen en uitnodigingen die voorbij zijn.',
    en: 'Applications and invitations that are over.',
  },
  {
    kind: 'REGISTER',
    per: 'hub',
    unit: 'month',
    standard: 60,
    least: 36,
    most: 120,
    tables: ['agreement', 'agency', 'certificate', 'work_duty', 'review_own_address', 'party.name'],
    nl: 'Wat geregistreerd was en is afgelopen: overeenkomsten, certificaten, taken, namen van partijen.',
    en: 'What was registered and has ended: agreements, certificates, duties, names of parties.',
  },
  {
    kind: 'ENDED_HOLD',
    per: 'hub',
    unit: 'month',
    standard: 12,
    least: 3,
    most: 60,
    tables: ['legal_hold'],
    nl: 'Wat werd vastgehouden en voorbij is; het kan een inwoner bij pseudoniem noemen.',
    en: 'Holds that are over; one may name a resident by pseudonym.',
  },
] as const satisfies readonly RetentionKind[]

/** Name of a kind. */
export type KindName = (typeof RETENTION_KINDS)[number]['kind']

/** Kinds that are forgotten for each municipality, month by month, in this order. */
export const MONTHLY_KINDS = ['MATCH_DATA', 'DELIVERED_CASE', 'OUTCOME', 'STATISTICS'] as const

/** Kinds of the hub as a whole. */
export const HUB_KINDS = ['RECEIPT', 'LEDGER', 'SAVED_SEARCH'] as const

/** The kind of a name; `undefined` for none. */
export function kindOf(name: string): RetentionKind | undefined {
  return RETENTION_KINDS.find(({ kind }) => kind === name)
}

/** Why tables that could seem to need a term have none. */
export const WITHOUT_TERM: Readonly<Record<string, string>> = {
  conformance_report: 'what software of an organisation passed: nobody stands in it',
  console_session: 'over within ten hours, and gone the next night; of people who sign in',
  environment: 'what the database is for',
  epoch: 'register of keys: that there was one, and that it was destroyed',
  executor_admission: 'goes when the municipality ends it: who visits for it, an organisation',
  executor_key: 'public keys of organisations that visit',
  feedback_policy: 'rule of a municipality: what it decided must be shown afterwards',
  hub_key: 'register of keys: that there was one, and that it was destroyed',
  job_lease: 'which job ran last',
  legal_basis: 'published law',
  log_checkpoint: 'public proof, says nothing of anybody',
  log_denial: 'becomes an entry of the log within minutes',
  log_head: 'public proof, says nothing of anybody',
  log_leaf: 'public proof: what it stands for is forgotten with its entry',
  log_node: 'public proof, says nothing of anybody',
  log_partition: 'how many entries a partition had: without it a gap could not be told',
  log_pending: 'becomes a leaf within a minute',
  log_subject_year: 'register of keys: that there was one, and that it was destroyed',
  organisation_register: 'public register of organisations, replaced as a whole when it is loaded',
  partition_decision: 'decision about a part of the log, by role pseudonyms, with its reason',
  partition_rewrite: 'housekeeping of the database',
  party:
    'numbers of organisations, which the log names; the name of one that ended goes (REGISTER)',
  party_role: 'what an organisation takes part as; numbers only',
  lookup: 'what was looked up within a day, by marks that only tell one subject from another',
  postcode_area: 'public register',
  postcode_import: 'public register',
  programme: 'public covenants',
  publication:
    'published figures: later ones are tested against them, so that nobody can be derived',
  quota_use: 'counts of one day of a party, overwritten by those of the next',
  retention_kind: 'the schedule itself',
  retention_progress: 'how far the schedule was followed',
  retention_term: 'the schedule itself',
  revocation_list: 'public lists of authorities, replaced by the next',
  rights_policy: 'rule of a municipality: what it decided must be shown afterwards',
  sealing_key: 'public keys of municipalities',
  shipment: 'how far a collector has the log',
  signed_command:
    'which signed bodies were carried out, by id and digest; over within eight days, and gone the next night',
  triage_draft: 'rule of a municipality, before it was approved',
  triage_profile: 'rule of a municipality: what it decided must be shown afterwards',
  work_text: 'texts of a municipality, about nobody',
}
