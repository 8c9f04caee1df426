import { existsSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { createAuthority, type Validity } from '../certs/authority.js'
import {
  FILES,
  loadAuthority,
  saveAuthority,
  saveCredential,
  writeRevocationLists,
} from '../certs/folder.js'
import { issueServer } from '../certs/issue.js'
import type { Config, TlsFiles } from './config.js'
import type { Clock } from './kernel/clock.js'

const DAY_MS = 86_400_000

/** What a sandbox hub without certificates of its own listens with. */
export interface SandboxAuthority {
  readonly folder: string
  readonly tls: TlsFiles
  readonly revocationFiles: readonly string[]
  /** Whether this call made it. */
  readonly made: boolean
}

/**
 * Makes a development authority and the hub's own certificate in the data folder, or takes up the
 * ones that are there, and renews its revocation lists.
 *
 * @param clock The machine's clock: OpenSSL compares certificates with that, also in a sandbox whose
 *   own time is stepped.
 */
export async function sandboxAuthority(config: Config, clock: Clock): Promise<SandboxAuthority> {
  const folder = join(config.dataDir, 'pki')
  const made = !existsSync(join(folder, FILES.anchors))
  if (made) saveAuthority(folder, await createAuthority('Vroegsignaal sandbox', years(clock, 10)))
  const authority = loadAuthority(folder)
  if (!existsSync(join(folder, 'server.pem'))) {
    const host = new URL(config.publicUrl).hostname
    const names = [...new Set([host, 'localhost', '127.0.0.1'])]
    saveCredential(folder, 'server', await issueServer(authority, names, years(clock, 2)))
  }
  const lists = await writeRevocationLists(folder, authority, years(clock, 1))
  const anchors = join(folder, FILES.anchors)
  const tls: TlsFiles = {
    cert: join(folder, 'server.pem'),
    key: join(folder, 'server.key'),
    clientCa: anchors,
    signingCa: anchors,
  }
  return { folder, tls, revocationFiles: [lists], made }
}

/** From an hour ago, so that a peer whose clock is behind does not refuse a fresh certificate. */
function years(clock: Clock, count: number): Validity {
  const now = clock.now().getTime()
  return {
    validFrom: new Date(now - 3_600_000),
    validTo: new Date(now + count * 365 * DAY_MS),
  }
}

/** The files with revocation lists that the settings name; none without a folder. */
export function revocationFilesOf({ crlDir }: Pick<Config, 'crlDir'>): readonly string[] {
  if (crlDir === undefined) return []
  return readdirSync(crlDir)
    .filter((name) => /[.](pem|crl)$/.test(name))
    .sort()
    .map((name) => join(crlDir, name))
}
