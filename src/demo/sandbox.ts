import { existsSync, mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Validity } from '../../certs/authority.js'
import { trustAnchors } from '../../certs/authority.js'
import { loadAuthority } from '../../certs/folder.js'
import { fetchHubIdentity } from '../client/index.js'
import type { Config } from '../config.js'
import { identify } from '../db/process-identity.js'
import { systemClock } from '../kernel/clock.js'
import { loadShippedBases } from '../legal-basis/index.js'
import { loadProgramme, programmes } from '../programmes/index.js'
import { serve, type Serving } from '../serve.js'
import { OPERATOR, enrol, writeIdentity, type Enrolment } from './enrolment.js'
import { establishSealingKey } from './municipality.js'

const YEAR_MS = 365 * 86_400_000

/** The programme whose municipality a sandbox has: one, with every sector that may report to it. */
const PROGRAMME = programmes.find(({ id }) => id === 'almere-vroeg-eropaf')!

/** The municipality of a sandbox: its name is also that of its folder. */
export const SANDBOX_MUNICIPALITY = PROGRAMME.municipalities[0]!

/** Settings of a sandbox that are not those of any hub; the environment may say otherwise. */
export function sandboxSettings(folder: string): Readonly<Record<string, string>> {
  return {
    VS_SANDBOX: 'true',
    VS_DATA_DIR: folder,
    VS_HUB_ID: 'sandbox.vroegsignaal.example',
    VS_LOG_ORIGIN: 'sandbox.vroegsignaal.example/log',
    VS_DATA_HOST: '127.0.0.1',
    VS_PUBLIC_HOST: '127.0.0.1',
    VS_LOG_LEVEL: 'warn',
  }
}

/** Where the parts of a sandbox stand in its folder. */
export const SANDBOX_FILES = {
  /** Of whoever tries it. */
  creditor: 'creditor',
  identity: 'hub.json',
  anchors: 'ca.pem',
  process: 'process.json',
} as const

/**
 * Starts a hub to try against, and at the first start everything that a notification needs on the
 * other side: legal bases, and a municipality with a sealing key that a second person confirmed.
 *
 * @param write Takes each line of the operational log.
 */
export async function openSandbox(
  folder: string,
  config: Config,
  write: (line: string) => void,
): Promise<Serving> {
  const serving = await serve(config, { write })
  try {
    const { dataUrl, publicUrl, context } = serving
    const pki = join(folder, 'pki')
    const authority = loadAuthority(pki)
    const anchors = trustAnchors(authority)
    const identity = await fetchHubIdentity(publicUrl, dataUrl, anchors)
    const { key, code, name, sandboxId: id } = SANDBOX_MUNICIPALITY
    if (!existsSync(join(folder, key, 'sealing'))) {
      await loadShippedBases(context, OPERATOR)
      await loadProgramme(context, OPERATOR, PROGRAMME)
      const enrolment: Enrolment = { context, authority, validity: sandboxValidity(), pki: folder }
      const people = {
        coordinator: await enrol(enrolment, key, { id, name }),
        colleague: await enrol(enrolment, `${key}-colleague`, { id, name }),
      }
      for (const one of Object.values(people)) writeIdentity(one.folder, identity)
      const municipality = {
        ...people,
        code,
        name,
        months: new Map(),
        urgent: [],
        outcomes: new Map(),
      }
      await establishSealingKey(municipality, systemClock)
    }
    for (const slug of [key, `${key}-colleague`]) writeIdentity(join(folder, slug), identity)
    writeIdentity(folder, identity)
    writeFileSync(join(folder, SANDBOX_FILES.anchors), anchors)
    const self = JSON.stringify(identify(process.pid))
    writeFileSync(join(folder, SANDBOX_FILES.process), `${self}\n`)
    return serving
  } catch (error) {
    await serving.close()
    throw error
  }
}

/** Certificates of a sandbox: from an hour ago, for clocks that run behind, for a year. */
export function sandboxValidity(): Validity {
  const now = systemClock.now().getTime()
  return { validFrom: new Date(now - 3_600_000), validTo: new Date(now + YEAR_MS) }
}

/**
 * Makes the folder of a sandbox, with one in it for whoever tries it. The server of its database may be
 * another user, who must get in.
 */
export function makeSandboxFolder(folder: string): void {
  mkdirSync(folder, { recursive: true, mode: 0o755 })
  mkdirSync(join(folder, SANDBOX_FILES.creditor), { recursive: true, mode: 0o700 })
}
