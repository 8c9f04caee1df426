import { recordAccess, type AccessEntry } from '../access-log/index.js'
import { DEFAULT_PROFILE, previewProfile, type WeighedCase } from '../cases/index.js'
import type { Context } from '../context.js'
import type { Tx } from '../db/client.js'
import { inTransaction } from '../db/transaction.js'
import { logReference, municipalEntry, municipalScope, type Municipality } from '../feeds/index.js'
import type { components } from '../generated/openapi.js'
import { dayOf, type Day } from '../kernel/calendar.js'
import { canonicalText } from '../kernel/canonical.js'
import { HubError } from '../kernel/errors.js'
import {
  assertPersonal,
  isSamePerson,
  readTriageProfile,
  type TriageProfile,
} from '../parties/index.js'
import * as store from './store.js'

type Schemas = components['schemas']

/** Months that a preview looks at unless told. */
export const PREVIEW_MONTHS = 3

/** The profile in force, those that follow, and drafts. The reading is logged. */
export function showTriageProfile(
  context: Context,
  caller: Municipality,
): Promise<Schemas['TriageProfiles']> {
  const { municipality } = caller
  return inTransaction(context.db, 'triage.show', municipalScope(caller), async (tx) => {
    const rows = await store.selectProfiles(tx, municipality)
    const drafts = await store.selectWaiting(tx, municipality)
    const today = dayOf(context.clock.now())
    // Two that start on one day: the later version counts, as in a match run.
    const current = rows.findLast(({ valid_from }) => valid_from <= today)
    const later = rows.filter(({ valid_from }) => valid_from > today)
    const entry = await logged(tx, context, caller, 'VIEW', 'getTriageProfile', { municipality })
    return {
      current:
        current === undefined
          ? { version: 0, profile: rulesOf(DEFAULT_PROFILE) }
          : versionView(current),
      later: later.map(versionView),
      drafts: drafts.map(draftView),
      logEntry: entry,
    }
  })
}

/** An offer of a profile, signed. */
export interface TriageOffer {
  readonly draftId: string
  readonly validFrom: Day
  readonly profile: Schemas['TriageRules']
  /** Fingerprint of the certificate that signed. */
  readonly signer: string
}

/**
 * Keeps a draft that waits for a second person. The same again is the same offer.
 *
 * @throws {HubError} `triage.invalid` with every mistake, `triage.conflict` for other content under
 *   its id or a day that has passed, `certificate.not_personal` for a signer without a holder.
 */
export async function offerTriageProfile(
  context: Context,
  caller: Municipality,
  offer: TriageOffer,
): Promise<Schemas['TriageDraft']> {
  const { municipality } = caller
  const profile = checked(offer.profile)
  const now = context.clock.now()
  if (offer.validFrom < dayOf(now)) {
    throw new HubError('triage.conflict', 'A profile holds from today on, or from a later day.')
  }
  await assertPersonal(context, offer.signer)
  return inTransaction(context.db, 'triage.offer', municipalScope(caller), async (tx) => {
    await store.lockProfiles(tx, municipality)
    const row = {
      draft_id: offer.draftId.toLowerCase(),
      offered_at: now,
      offered_by: offer.signer,
      valid_from: offer.validFrom,
      profile,
    }
    await store.insertDraft(tx, municipality, row)
    const kept = (await store.selectDraft(tx, municipality, row.draft_id))!
    const isSame =
      kept.valid_from === row.valid_from && canonicalText(kept.profile) === canonicalText(profile)
    if (!isSame) {
      throw new HubError('triage.conflict', 'This draftId was used for another profile before.')
    }
    const objects = { municipality, draftId: kept.draft_id, validFrom: kept.valid_from }
    await logged(tx, context, caller, 'CONFIG', 'putTriageProfile', objects, offer.signer)
    return draftView(kept)
  })
}

/**
 * Puts a draft in force, as another person than the one who offered it. Approving it again changes
 * nothing.
 *
 * @throws {HubError} `triage.unknown`, `certificate.not_personal`, `triage.second_person`.
 */
export async function approveTriageProfile(
  context: Context,
  caller: Municipality,
  draftId: string,
  signer: string,
): Promise<Schemas['TriageDraft']> {
  const { municipality } = caller
  const scope = municipalScope(caller)
  const found = await inTransaction(context.db, 'triage.draft', scope, (tx) =>
    store.selectDraft(tx, municipality, draftId.toLowerCase()),
  )
  if (found === undefined) throw new HubError('triage.unknown', 'There is no such draft.')
  await assertPersonal(context, signer)
  if (await isSamePerson(context, found.offered_by, signer)) {
    const detail =
      'A profile is offered and approved by two people, each with a certificate that names its holder.'
    throw new HubError('triage.second_person', detail)
  }
  return inTransaction(context.db, 'triage.approve', scope, async (tx) => {
    await store.lockProfiles(tx, municipality)
    const draft = (await store.selectDraft(tx, municipality, found.draft_id))!
    const approved =
      draft.approved_at === null
        ? await store.approveDraft(tx, municipality, draft.draft_id, signer, context.clock.now())
        : draft
    const { draft_id, version, valid_from } = approved
    const objects = { municipality, draftId: draft_id, version, validFrom: valid_from }
    await logged(tx, context, caller, 'CONFIG', 'approveTriageProfile', objects, signer)
    return draftView(approved)
  })
}

/** What a profile would have done with the last closed months; nothing is kept. */
export function previewTriageProfile(
  context: Context,
  caller: Municipality,
  rules: Schemas['TriageRules'],
  count = PREVIEW_MONTHS,
): Promise<Schemas['TriagePreview']> {
  const { municipality } = caller
  const profile = checked(rules)
  return inTransaction(context.db, 'triage.preview', municipalScope(caller), async (tx) => {
    const months = (await store.selectClosedMonths(tx, municipality, count)).reverse()
    const cases: WeighedCase[] = []
    for (const month of months) cases.push(...(await store.selectWeighed(tx, municipality, month)))
    const objects = { municipality, months }
    const entry = await logged(tx, context, caller, 'VIEW', 'previewTriageProfile', objects)
    return { months, ...previewProfile(cases, profile), logEntry: entry }
  })
}

/** @throws {HubError} `triage.invalid` */
function checked(rules: Schemas['TriageRules']): TriageProfile {
  const read = readTriageProfile({ ...rules, version: 1 })
  if ('profile' in read) return read.profile
  throw new HubError('triage.invalid', 'This profile cannot hold; see every place.', {
    places: read.mistakes.map((mistake) => {
      const [place = '', ...what] = mistake.split(': ')
      const pointer = place === 'profile' ? '/profile' : `/profile/${place}`
      return { pointer, code: 'triage.invalid', detail: what.join(': ') }
    }),
  })
}

async function logged(
  tx: Tx,
  context: Context,
  caller: Municipality,
  action: 'VIEW' | 'CONFIG',
  operation: Parameters<typeof municipalEntry>[2],
  objects: AccessEntry['objects'],
  signer?: string,
): Promise<Schemas['LogReference']> {
  const [entry] = await recordAccess(tx, context, [
    {
      ...municipalEntry(caller, action, operation),
      ...(signer !== undefined && { actorKey: signer }),
      objects,
      count: 1,
      at: context.clock.now(),
    },
  ])
  return logReference(entry!)
}

/** Without the version, which is not somebody's to write. */
function rulesOf({ version: _, ...rules }: TriageProfile): Schemas['TriageRules'] {
  return rules as Schemas['TriageRules']
}

function versionView({ version, valid_from, profile }: store.ProfileRow): Schemas['TriageVersion'] {
  return { version, validFrom: valid_from, profile: rulesOf(profile) }
}

function draftView(row: store.DraftRow): Schemas['TriageDraft'] {
  const { draft_id: draftId, valid_from: validFrom, approved_at: approvedAt, version } = row
  return {
    draftId,
    status: version === null ? 'OFFERED' : 'APPROVED',
    validFrom,
    offeredAt: new Date(row.offered_at).toISOString(),
    ...(approvedAt !== null && { approvedAt: new Date(approvedAt).toISOString() }),
    ...(version !== null && { version }),
    profile: rulesOf(row.profile),
  }
}
