import { createPrivateKey, type JsonWebKey } from 'node:crypto'
import {
  makeSealingKey,
  openFeed,
  openUrgent,
  readPartyFolder,
  VerificationError,
  writeSealingKey,
  type HubConnection,
  type SignedBody,
} from '../client/index.js'
import { answerKeyChallenge } from '../crypto/key-challenge.js'
import { addWorkingDays, dayOf } from '../kernel/calendar.js'
import { randomId } from '../kernel/identifiers.js'
import { runCases, type CaseResult, type Watcher } from './case.js'
import { goodItem, type AnyItem } from './creditor/subject.js'
import { CREDITOR_SOFTWARE, creditorScript } from './simulated/creditor.js'
import { MUNICIPAL_SOFTWARE, municipalityScript } from './simulated/municipality.js'
import { openFront } from './simulated/open.js'
import { clientOf, HERE, POSTCODE, type ThrowAway } from './throw-away.js'
import { Wire } from './wire.js'

type Submitted = Parameters<HubConnection['signBatch']>[1]

/** Lets the client of the product work through a front that spoils things, and judges what was seen. */
export async function proveOwnSoftware(
  away: ThrowAway,
  watch: Watcher,
): Promise<readonly CaseResult[]> {
  const next = await away.enrolAgain('creditor', 'creditor-last')
  const creditors = await openFront(away, [away.parties.creditor, next], creditorScript)
  try {
    await deliverEverything(away, away.parties.creditor, next)
    const delivered = await runCases([CREDITOR_SOFTWARE], creditors.exchanges, watch)
    const { municipality, colleague } = away.parties
    const feeds = await openFront(away, [municipality, colleague], municipalityScript)
    try {
      await takeEverything(away)
      const taken = await runCases([MUNICIPAL_SOFTWARE], feeds.exchanges, watch)
      return [...delivered, ...taken]
    } finally {
      await feeds.close()
    }
  } finally {
    await creditors.close()
  }
}

/**
 * What a creditor does in a month, with our client: everything that the played hub looks for.
 *
 * @param away Whose clock its client reads.
 * @param folder Of the creditor; `nextFolder` holds its next certificates.
 */
export async function deliverEverything(
  away: Pick<ThrowAway, 'clock'>,
  folder: string,
  nextFolder: string,
): Promise<void> {
  const wire = new Wire(folder)
  const client = clientOf(away, folder)
  try {
    const mandates = await client.mandates()
    const item = (changes: AnyItem = {}) =>
      goodItem({ wire, mandates, home: HERE, postcode: POSTCODE }, changes)
    const following = (earlier: AnyItem, kind: string, changes: AnyItem = {}) => ({
      ...earlier,
      notificationId: randomId(),
      kind,
      predecessorId: earlier['notificationId'],
      ...changes,
    })
    const energy = item({ sector: 'ENERGY_ELECTRICITY' })
    const [first, second, third] = [item(), item(), item()]
    const ending = addWorkingDays(dayOf(away.clock.now()), 25)
    const { creditorId, municipalityCode, reportedOn, notificationId } = third
    const withdrawal = {
      ...{ notificationId: randomId(), creditorId, municipalityCode, kind: 'WITHDRAWAL' },
      ...{ predecessorId: notificationId, withdrawalReason: 'PAID', reportedOn },
    }
    const batches: readonly (readonly AnyItem[])[] = [
      [first, second, third, energy, item({ arrearsCents: -1 })],
      [following(first, 'UPDATE', { arrearsCents: 60_000 })],
      [following(energy, 'END_OF_SUPPLY', { plannedTerminationOn: ending })],
      [following(second, 'CORRECTION', { arrearsCents: 30_000 })],
      [withdrawal],
      [item()],
    ]
    const sent: string[] = []
    for (const items of batches) {
      const batchId = randomId()
      await insist(client, client.signBatch(batchId, items as unknown as Submitted))
      sent.push(batchId)
    }
    await client.batchStatus(sent[0]!)
    await client.feedbackPage()
    const next = clientOf(away, nextFolder)
    try {
      await insist(next, next.signBatch(randomId(), [item()] as unknown as Submitted))
    } finally {
      await next.close()
    }
  } finally {
    wire.close()
    await client.close()
  }
}

/** Delivers, and asks once more when the receipt does not verify. */
async function insist(client: HubConnection, body: SignedBody): Promise<void> {
  try {
    await client.submit(body)
  } catch (error) {
    if (!(error instanceof VerificationError)) throw error
    await client.submit(body)
  }
}

/** What a municipality does in a month, with our client. */
async function takeEverything(away: ThrowAway): Promise<void> {
  const { municipality, colleague } = away.parties
  const client = clientOf(away, municipality)
  const second = clientOf(away, colleague)
  try {
    await client.feeds()
    const feed = await pull(away, client).catch((error: unknown) => {
      if (!(error instanceof VerificationError)) throw error
      return pull(away, client)
    })
    await client.acknowledge(feed.statement)
    const { document } = await client.urgentPage()
    const urgent = openUrgent(document, readPartyFolder(municipality).sealingKeys)
    await client.acknowledgeUrgent(urgent.map(({ urgentId }) => urgentId))
    const [one] = feed.cases
    await client.reportOutcomes([
      {
        caseId: one!.caseId,
        month: away.month,
        notifications: one!.notifications.map(({ creditorId, notificationId }) => ({
          creditorId,
          notificationId,
          status: 'NT_OTHER',
        })),
        contactAttempts: [],
        outcome: 'NT_OTHER',
        closedOn: dayOf(away.clock.now()),
      },
    ])
    const { keyId, publicKey, privateJwk } = makeSealingKey()
    writeSealingKey(municipality, keyId, privateJwk)
    const versions = (await client.sealingKeys()).map(({ version }) => version)
    const offered = await client.offerSealingKey(1 + Math.max(...versions), publicKey)
    const key = createPrivateKey({ key: privateJwk as JsonWebKey, format: 'jwk' })
    await second.confirmSealingKey(keyId, answerKeyChallenge(offered.challenge, key))
  } finally {
    await client.close()
    await second.close()
  }
}

async function pull(away: ThrowAway, client: HubConnection) {
  const { sealingKeys, identity } = readPartyFolder(away.parties.municipality)
  const pages = await client.feedPages(away.month)
  const documents = pages.map(({ document }) => document)
  return openFeed(identity, documents, sealingKeys, away.clock.now())
}
