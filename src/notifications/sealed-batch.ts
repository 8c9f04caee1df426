import type { Protected, Resident } from '../identity/index.js'
import type { Day, Month } from '../kernel/calendar.js'
import { ITEMS_PER_TURN, type Assessed } from './assess.js'
import { committedText, itemDigest, type ItemSalts } from './commitment.js'
import { envelopeDigest, envelopeText } from './envelope-content.js'
import { ItemTree } from './item-tree.js'
import type { Report, ReportItem, Withdrawal } from './notification.js'
import type { EnvelopeRow, NotificationRow } from './rows/row.js'
import type { Grounds } from './rules.js'

/** Does what `identity` does for one resident; handed in, because it holds keys. */
export type Protect = (input: {
  readonly municipality: string
  readonly creditor: string
  readonly notificationId: string
  readonly resident: Resident
  readonly customerReference: string | undefined
  readonly content: string
  readonly epoch?: number | undefined
}) => Protected

/** One accepted item without its person: what is stored, and by what the log can find it. */
export interface Sealed {
  readonly item: Assessed
  readonly row: NotificationRow
  /** Missing for a withdrawal, which has no person. */
  readonly envelope: EnvelopeRow | undefined
  readonly subject: Protected['subject'] | undefined
  /** Month of the notification whose envelope this re-delivery replaces. */
  readonly redelivers: Month | undefined
}

/** Digests of all items of a batch, with what envelopes need of them. */
export interface Digested {
  readonly tree: ItemTree
  readonly digests: readonly Buffer[]
  /** Committed texts, emptied item by item when sealed: they hold everything personal. */
  readonly texts: string[]
  readonly salts: readonly ItemSalts[]
}

/**
 * Digests every item as it was sent, the rejected ones too: the receipt's root covers them all.
 *
 * @throws {TypeError} When an item holds text that no JSON can carry (a lone surrogate).
 */
export function* digestItems(
  items: readonly object[],
  saltsOf: (index: number) => ItemSalts,
): Generator<undefined, Digested> {
  const digests: Buffer[] = []
  const texts: string[] = []
  const salts: ItemSalts[] = []
  for (const [index, item] of items.entries()) {
    const salt = saltsOf(index)
    const text = committedText(item, salt.reference)
    salts.push(salt)
    texts.push(text)
    digests.push(itemDigest(salt.item, text))
    if (index % ITEMS_PER_TURN === ITEMS_PER_TURN - 1) yield
  }
  return { tree: new ItemTree(digests), digests, texts, salts }
}

/**
 * Turns accepted items into rows and envelopes. Afterwards neither `items` nor `digested` holds a
 * person any more.
 *
 * @param items The items as sent; emptied one by one.
 */
export function* sealItems(
  items: unknown[],
  assessed: readonly Assessed[],
  digested: Digested,
  batchId: string,
  protect: Protect,
): Generator<undefined, Sealed[]> {
  const sealed: Sealed[] = []
  const itemsRoot = digested.tree.root.toString('hex')
  for (const one of assessed) {
    const { position, notification, grounds } = one
    if (notification !== undefined && grounds !== undefined) {
      if (notification.kind === 'WITHDRAWAL') {
        sealed.push(withdrawalOf(one, notification, grounds, digested.digests[position]!))
      } else {
        const item = items[position] as ReportItem
        sealed.push(
          reportOf(one, notification, grounds, item, digested, batchId, itemsRoot, protect),
        )
      }
    }
    items[position] = null
    digested.texts[position] = ''
    if (position % ITEMS_PER_TURN === ITEMS_PER_TURN - 1) yield
  }
  return sealed
}

function reportOf(
  item: Assessed,
  report: Report,
  grounds: Grounds,
  sent: ReportItem,
  { tree, digests, texts, salts }: Digested,
  batchId: string,
  itemsRoot: string,
  protect: Protect,
): Sealed {
  const { position } = item
  const { municipality, creditor, notificationId } = report
  const { customerReference } = sent
  const salt = salts[position]!
  const redelivered = report.kind === 'REDELIVERY' ? grounds.earlier : undefined
  const kept = protect({
    municipality,
    creditor,
    notificationId,
    resident: residentOf(sent),
    customerReference,
    epoch: redelivered?.epoch ?? undefined,
    content: envelopeText({
      v: 1,
      creditorId: creditor,
      notificationId,
      batchId,
      item: texts[position]!,
      salt: salt.item.toString('base64url'),
      index: position,
      count: tree.size,
      path: tree.pathOf(position),
      itemsRoot,
      reference:
        customerReference === undefined || grounds.withholdsReference
          ? undefined
          : { value: customerReference, salt: salt.reference.toString('base64url') },
    }),
  })
  const { pseudonyms, next, jwe, deliveryKey } = kept
  return {
    item,
    subject: kept.subject,
    redelivers: redelivered?.month,
    envelope: {
      municipality,
      creditor,
      notificationId,
      deliveryKey,
      jwe,
      digest: envelopeDigest(jwe),
    },
    row: {
      ...sharedColumns(item, grounds, digests[position]!),
      municipality,
      creditor,
      notificationId,
      kind: report.kind,
      crisis: report.crisis,
      crisisGround: report.crisisGround ?? null,
      plannedTerminationOn: report.plannedTerminationOn ?? null,
      warmHandover: report.warmHandover,
      arrearsCents: report.arrearsCents,
      oldestDueOn: report.oldestDueOn,
      reportedOn: report.reportedOn,
      predecessorId: report.predecessorId ?? null,
      withdrawalReason: null,
      epoch: pseudonyms.epoch,
      addressPseudonym: pseudonyms.address,
      additionPseudonym: kept.addition,
      subjectPseudonym: pseudonyms.subject,
      customerPseudonym: pseudonyms.customer,
      nextEpoch: next?.epoch ?? null,
      nextAddressPseudonym: next?.address ?? null,
      nextSubjectPseudonym: next?.subject ?? null,
      nextCustomerPseudonym: next?.customer ?? null,
      evidence: kept.evidence,
      presence: kept.presence,
      tags: kept.tags,
      hasPhone: kept.hasPhone,
      hasEmail: kept.hasEmail,
      quality: item.warnings.includes('BUSINESS_NAME_SUSPECTED') ? BUSINESS_NAME : NONE,
    },
  }
}

function withdrawalOf(
  item: Assessed,
  withdrawal: Withdrawal,
  grounds: Grounds,
  digest: Buffer,
): Sealed {
  return {
    item,
    subject: undefined,
    redelivers: undefined,
    envelope: undefined,
    row: {
      ...sharedColumns(item, grounds, digest),
      municipality: withdrawal.municipality,
      creditor: withdrawal.creditor,
      notificationId: withdrawal.notificationId,
      kind: withdrawal.kind,
      crisis: false,
      crisisGround: null,
      plannedTerminationOn: null,
      warmHandover: false,
      arrearsCents: null,
      oldestDueOn: null as Day | null,
      reportedOn: withdrawal.reportedOn,
      predecessorId: withdrawal.predecessorId,
      withdrawalReason: withdrawal.withdrawalReason,
      epoch: null,
      addressPseudonym: null,
      additionPseudonym: null,
      subjectPseudonym: null,
      customerPseudonym: null,
      nextEpoch: null,
      nextAddressPseudonym: null,
      nextSubjectPseudonym: null,
      nextCustomerPseudonym: null,
      evidence: null,
      presence: 0,
      tags: 0,
      hasPhone: false,
      hasEmail: false,
      quality: NONE,
    },
  }
}

const NONE: readonly string[] = []
const BUSINESS_NAME: readonly string[] = ['BUSINESS_NAME_SUSPECTED']

function sharedColumns(item: Assessed, grounds: Grounds, digest: Buffer) {
  return {
    position: item.position,
    sector: grounds.sector,
    mandateId: grounds.mandateId,
    legalBasis: grounds.legalBasis,
    legalBasisVersion: grounds.legalBasisVersion,
    warnings: item.warnings,
    district: grounds.district,
    itemDigest: digest,
  }
}

/** The personal part of an item, as `identity` takes it. */
export function residentOf({ person, address, phone, email }: ReportItem): Resident {
  return { person: { ...person, initials: person.initials ?? '' }, address, phone, email }
}
