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
    tables: ['feed_item'],
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
    tables: ['statistic_month'],
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
  agency: 'register of participants',
  agreement: 'register of participants',
  certificate: 'register of participants',
  conformance_report: 'register of participants',
  console_session: 'ends within ten hours; of people who sign in, not of residents',
  delivery_quality: 'counts of a creditor; nothing of a resident, nor of single notifications',
  counted_month: 'figures of a month, kept for publication',
  enrolment: 'register of participants',
  environment: 'what the database is for',
  epoch: 'register of keys: that there was one, and that it was destroyed',
  feedback_policy: 'rule of a municipality',
  invitation: 'register of participants',
  job_lease: 'which job ran last',
  legal_basis: 'published law',
  legal_hold: 'decision of the hub, with its reason',
  log_checkpoint: 'public proof, says nothing of anybody',
  log_denial: 'becomes an entry of the log within minutes',
  log_head: 'public proof, says nothing of anybody',
  log_leaf: 'public proof: what it stands for is forgotten with its entry',
  log_node: 'public proof, says nothing of anybody',
  log_partition: 'how many entries a partition had',
  log_pending: 'becomes a leaf within a minute',
  log_subject_year: 'register of keys: that there was one, and that it was destroyed',
  mandate: 'register of participants',
  organisation_register: 'public register',
  partition_decision: 'decision about a part of the log, with its reason',
  partition_rewrite: 'housekeeping of the database',
  party: 'register of participants',
  party_role: 'register of participants',
  postcode_area: 'public register',
  postcode_import: 'public register',
  programme: 'public covenants',
  publication: 'public figures',
  quota_use: 'counts of one day of a party',
  retention_kind: 'the schedule itself',
  retention_progress: 'how far the schedule was followed',
  retention_term: 'the schedule itself',
  revocation_list: 'public lists of authorities',
  review_item: 'work of officers, in which no resident appears',
  review_own_address: 'of people who sign in; each pseudonym ends with the key of its year',
  review_plan: 'work of officers, in which no resident appears',
  review_question: 'work of officers, in which no resident appears',
  review_step: 'work of officers, in which no resident appears',
  rights_clock: 'proof of when a request was received and answered; no resident appears',
  rights_hold: 'identifiers of notifications that a request reaches; no resident appears',
  rights_notice: 'corrections to a municipality, by identifiers of notifications',
  rights_policy: 'rule of a municipality',
  rights_request:
    'proof of how a request was handled; its pseudonyms end with the key of their year',
  rights_step: 'proof of how a request was handled; no resident appears',
  sealing_key: 'public keys of municipalities',
  shipment: 'how far a collector has the log',
  triage_draft: 'rule of a municipality, before it was approved',
  triage_profile: 'rule of a municipality',
  work_duty: 'register of participants: who works for which municipality',
  work_text: 'texts of a municipality, about nobody',
  executor_key: 'public keys of executors',
  executor_admission: 'register of participants: who visits for which municipality',
}
