import { readPartyFolder, writeSealingKey } from '../client/index.js'
import { runCases, type CaseResult, type Watcher } from './case.js'
import { CREDITOR_CASES } from './creditor/cases.js'
import type { CreditorSubject } from './creditor/subject.js'
import { MUNICIPALITY_CASES } from './municipality/cases.js'
import { monthsOf, richest, type MunicipalitySubject } from './municipality/subject.js'
import { populateMonth, populateToday } from './population.js'
import { proveOwnSoftware } from './own-software.js'
import { clientOf, HERE, KEYLESS, openThrowAway, POSTCODE, type ThrowAway } from './throw-away.js'
import { Wire } from './wire.js'

/** What a run on a throw-away hub is told of as it goes. */
export interface SelfWatch {
  readonly say: (text: string) => void
  readonly watch: Watcher
  /** Told how to close, for whoever interrupts it. */
  readonly opened?: (close: () => Promise<void>) => void
}

/**
 * Puts our own hub and our own client to every case, on a hub that is started for it and gone
 * afterwards.
 */
export async function conformSelf({
  say,
  watch,
  opened,
}: SelfWatch): Promise<readonly CaseResult[]> {
  const away = await openThrowAway(say, opened)
  try {
    say('a month of invented arrears is delivered, matched and closed')
    await populateMonth(away)
    await populateToday(away)
    say('the hub is tried as a creditor tries it')
    const asCreditor = await creditorCases(away, watch)
    say('the hub is tried as a municipality tries it')
    const asMunicipality = await municipalityCases(away, watch)
    say('our own software is tried on a hub that loses answers')
    const software = await proveOwnSoftware(away, watch)
    return [
      ...within('hub for creditors', asCreditor),
      ...within('hub for municipalities', asMunicipality),
      ...software,
    ]
  } finally {
    await away.close()
  }
}

function within(part: string, results: readonly CaseResult[]): readonly CaseResult[] {
  return results.map((result) => ({ ...result, group: `${part}, ${result.group}` }))
}

async function creditorCases(away: ThrowAway, watch: Watcher) {
  const { parties } = away
  const wires = {
    wire: new Wire(parties.creditor),
    next: new Wire(parties.creditorNext),
    expired: new Wire(parties.creditorExpired),
    other: new Wire(parties.otherCreditor),
    stranger: new Wire(parties.stranger),
  }
  const municipality = clientOf(away, parties.municipality)
  const reader = clientOf(away, parties.creditor)
  try {
    const subject: CreditorSubject = {
      ...wires,
      mandates: await reader.mandates(),
      home: HERE,
      postcode: POSTCODE,
      keyless: KEYLESS,
      helper: {
        revoke: away.revoke,
        async askAgain(creditorId, notificationId) {
          await municipality.requestRedelivery('KEY_LOST', [{ creditorId, notificationId }])
        },
      },
    }
    return await runCases(CREDITOR_CASES, subject, watch)
  } finally {
    for (const wire of Object.values(wires)) wire.close()
    await municipality.close()
    await reader.close()
  }
}

async function municipalityCases({ parties }: ThrowAway, watch: Watcher) {
  const wires = {
    wire: new Wire(parties.municipality),
    colleague: new Wire(parties.colleague),
    other: new Wire(parties.neighbour),
    stranger: new Wire(parties.stranger),
  }
  try {
    const subject: MunicipalitySubject = {
      ...wires,
      month: richest(await monthsOf(wires.wire)),
      keep: (keyId, jwk) => void writeSealingKey(parties.municipality, keyId, jwk),
      keys: () => readPartyFolder(parties.municipality).sealingKeys,
    }
    return await runCases(MUNICIPALITY_CASES, subject, watch)
  } finally {
    for (const wire of Object.values(wires)) wire.close()
  }
}
