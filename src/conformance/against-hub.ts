import { readPartyFolder, writeSealingKey } from '../client/index.js'
import type { components } from '../generated/openapi.js'
import { expectStatus, jsonOf } from './answers.js'
import { runCases, Unfulfilled, type CaseResult, type Watcher } from './case.js'
import { CREDITOR_CASES } from './creditor/cases.js'
import { MUNICIPALITY_CASES } from './municipality/cases.js'
import { monthsOf, richest } from './municipality/subject.js'
import { Wire } from './wire.js'

/** Folders of those in whose name a hub is tried; each further one allows more cases. */
export interface HubRun {
  readonly party: string
  /** The same party with its next certificates. */
  readonly next?: string | undefined
  /** A second party of the same kind. */
  readonly other?: string | undefined
  /** A second person of the municipality. */
  readonly colleague?: string | undefined
  /** Certificates of the right authority that nobody registered. */
  readonly stranger?: string | undefined
  /** Municipality that is reported to, a postcode in it, and a municipality without a key. */
  readonly home?: string | undefined
  readonly postcode?: string | undefined
  readonly keyless?: string | undefined
}

/** Postcodes of which nobody could live at one: their letters are never given out. */
const NOWHERE = '9999SS'

/** Tries a hub in the name of a creditor. @throws {Unfulfilled} When it cannot be begun. */
export async function tryHubAsCreditor(
  run: HubRun,
  watch: Watcher,
): Promise<readonly CaseResult[]> {
  return withWires(run, ['next', 'other', 'stranger'], async (wires) => {
    const mandates = await mandatesOf(wires.wire)
    const { home = mandates[0]?.municipalityCode, postcode = NOWHERE, keyless } = run
    if (home === undefined) throw new Unfulfilled('the party has no mandate at this hub')
    const subject = { ...wires, mandates, home, postcode, ...(keyless && { keyless }) }
    return runCases(CREDITOR_CASES, subject, watch)
  })
}

/** Tries a hub in the name of a municipality. */
export async function tryHubAsMunicipality(
  run: HubRun,
  watch: Watcher,
): Promise<readonly CaseResult[]> {
  return withWires(run, ['colleague', 'other', 'stranger'], async (wires) => {
    const subject = {
      ...wires,
      month: richest(await monthsOf(wires.wire)),
      keys: () => readPartyFolder(run.party).sealingKeys,
      keep(keyId: string, privateJwk: object) {
        for (const folder of [run.party, run.colleague]) {
          if (folder !== undefined) writeSealingKey(folder, keyId, privateJwk)
        }
      },
    }
    return runCases(MUNICIPALITY_CASES, subject, watch)
  })
}

type Further = 'next' | 'other' | 'stranger' | 'colleague'

async function withWires<Result>(
  run: HubRun,
  further: readonly Further[],
  work: (wires: { readonly wire: Wire } & Partial<Record<Further, Wire>>) => Promise<Result>,
): Promise<Result> {
  const wire = new Wire(run.party)
  const wires: { wire: Wire } & Partial<Record<Further, Wire>> = { wire }
  try {
    for (const name of further) {
      const folder = run[name]
      if (folder !== undefined) wires[name] = new Wire(folder)
    }
    return await work(wires)
  } finally {
    for (const one of Object.values(wires)) one.close()
  }
}

async function mandatesOf(wire: Wire): Promise<readonly components['schemas']['Mandate'][]> {
  const mandates: components['schemas']['Mandate'][] = []
  for (let path: string | undefined = '/mandates'; path !== undefined;) {
    const answer = await wire.ask(path)
    expectStatus(answer, 200)
    const page = jsonOf(answer) as components['schemas']['MandatePage']
    mandates.push(...page.mandates)
    path = page.nextCursor === null ? undefined : `/mandates?cursor=${page.nextCursor}`
  }
  return mandates
}
