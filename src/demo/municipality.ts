import { createPrivateKey, type JsonWebKey } from 'node:crypto'
import {
  makeSealingKey,
  openFeed,
  openUrgent,
  readPartyFolder,
  writeSealingKey,
  type HubConnection,
  type OpenedCase,
  type OpenedFeed,
  type OpenedUrgent,
} from '../client/index.js'
import { answerKeyChallenge } from '../crypto/key-challenge.js'
import type { components } from '../generated/openapi.js'
import type { Clock } from '../kernel/clock.js'
import type { Month } from '../kernel/calendar.js'
import type { TriageProfile } from '../parties/index.js'
import { connect, type Enrolled } from './enrolment.js'

/** A municipality of the demonstration: two people, one sealing key, what it opened so far. */
export interface DemoMunicipality {
  readonly code: string
  /** Of the data of its programme, `almere`. */
  readonly key: string
  readonly name: string
  /** How it weighs its cases and approaches people now. */
  triage: TriageProfile
  readonly coordinator: Enrolled
  readonly colleague: Enrolled
  readonly months: Map<Month, OpenedFeed>
  readonly urgent: OpenedUrgent[]
  /** What it reported last about each case, by case id. */
  readonly outcomes: Map<string, components['schemas']['CaseOutcome']>
  /** What executors reported about the cases that they had in hand, by case id. */
  readonly visits: Map<string, components['schemas']['ContactAttempt']>
}

/** Cases in an order that does not depend on their ids, which chance gives anew in every run. */
export function inOrder(cases: readonly OpenedCase[]): readonly OpenedCase[] {
  const first = ({ notifications }: OpenedCase) =>
    notifications.map(({ notificationId }) => notificationId).sort()[0] ?? ''
  return [...cases].sort((left, right) => (first(left) < first(right) ? -1 : 1))
}

/** Makes a sealing key, offers it as one person and confirms it as the other. */
export async function establishSealingKey(
  { coordinator, colleague }: Pick<DemoMunicipality, 'coordinator' | 'colleague'>,
  clock: Clock,
): Promise<void> {
  const { keyId, publicKey, privateJwk } = makeSealingKey()
  writeSealingKey(coordinator.folder, keyId, privateJwk)
  writeSealingKey(colleague.folder, keyId, privateJwk)
  const challenge = await using(coordinator.folder, clock, (hub) =>
    hub.offerSealingKey(1, publicKey),
  )
  const privateKey = createPrivateKey({ key: privateJwk as JsonWebKey, format: 'jwk' })
  const answer = answerKeyChallenge(challenge.challenge, privateKey)
  await using(colleague.folder, clock, (hub) => hub.confirmSealingKey(keyId, answer))
}

/** Pulls, checks, opens and acknowledges the urgent lane. @returns What was new. */
export async function takeUrgent(
  municipality: Pick<DemoMunicipality, 'coordinator' | 'urgent'>,
  clock: Clock,
): Promise<readonly OpenedUrgent[]> {
  const { folder } = municipality.coordinator
  const { sealingKeys } = readPartyFolder(folder)
  return using(folder, clock, async (hub) => {
    const { document } = await hub.urgentPage()
    const items = openUrgent(document, sealingKeys)
    if (items.length > 0) await hub.acknowledgeUrgent(items.map(({ urgentId }) => urgentId))
    municipality.urgent.push(...items)
    return items
  })
}

/** Pulls, checks, opens and acknowledges a closed month. */
export async function takeMonth(
  municipality: Pick<DemoMunicipality, 'coordinator' | 'months'>,
  month: Month,
  clock: Clock,
): Promise<OpenedFeed> {
  const { folder } = municipality.coordinator
  const { sealingKeys, identity } = readPartyFolder(folder)
  return using(folder, clock, async (hub) => {
    const pages = await hub.feedPages(month)
    const documents = pages.map(({ document }) => document)
    const feed = await openFeed(identity, documents, sealingKeys, clock.now())
    await hub.acknowledge(feed.statement)
    municipality.months.set(month, feed)
    return feed
  })
}

/** Does something over a party's connection and closes it. */
export async function using<Result>(
  folder: string,
  clock: Clock,
  work: (hub: HubConnection) => Promise<Result>,
): Promise<Result> {
  const hub = connect(folder, clock)
  try {
    return await work(hub)
  } finally {
    await hub.close()
  }
}
