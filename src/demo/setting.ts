import { appendFileSync, mkdirSync, renameSync } from 'node:fs'
import { join } from 'node:path'
import { createAuthority, type Validity } from '../../certs/authority.js'
import { saveAuthority, saveCredential, writeRevocationLists, FILES } from '../../certs/folder.js'
import { issueServer } from '../../certs/issue.js'
import { parseConfig } from '../config.js'
import { systemClock, type Clock } from '../kernel/clock.js'
import { serve, type Serving } from '../serve.js'
import { freePort } from './free-port.js'
import type { Context } from '../context.js'
import type { Enrolment } from './enrolment.js'

/** A running sandbox hub with the authority that its parties' certificates come from. */
export interface Setting extends Enrolment {
  readonly context: Context
  readonly serving: Serving
  /** Settings of the hub by name, to start it again. */
  readonly environment: Readonly<Record<string, string>>
}

const YEAR_MS = 365 * 86_400_000

/**
 * Makes an authority, the hub's certificate and revocation lists, and starts a hub with all its
 * listeners on free ports of this machine.
 *
 * @param folder Where everything lies; must be empty.
 * @param clock The hub's; certificates are valid on it and on that of this machine.
 * @param settings Settings that differ from those of the demonstration.
 */
export async function openSetting(
  folder: string,
  clock: Clock,
  settings: Readonly<Record<string, string>> = {},
): Promise<Setting> {
  const now = Math.max(systemClock.now().getTime(), clock.now().getTime())
  const validity: Validity = {
    validFrom: new Date(Date.parse('2025-01-01T00:00:00Z')),
    validTo: new Date(now + 3 * YEAR_MS),
  }
  const pki = join(folder, 'pki')
  const own = join(pki, 'authority')
  const authority = await createAuthority('Vroegsignaal demonstration', validity)
  saveAuthority(own, authority)
  saveCredential(own, 'server', await issueServer(authority, ['localhost', '127.0.0.1'], validity))
  const lists = await writeRevocationLists(own, authority, validity)
  mkdirSync(join(own, 'lists'))
  renameSync(lists, join(own, 'lists', FILES.lists))
  const [data, reader, metrics] = [await freePort(), await freePort(), await freePort()]
  const environment = {
    VS_SANDBOX: 'true',
    VS_DATA_DIR: folder,
    VS_PUBLIC_URL: `https://localhost:${reader}`,
    VS_HUB_ID: 'demo.vroegsignaal.example',
    VS_LOG_ORIGIN: 'demo.vroegsignaal.example/log',
    VS_DATA_HOST: '127.0.0.1',
    VS_DATA_PORT: String(data),
    VS_PUBLIC_HOST: '127.0.0.1',
    VS_PUBLIC_PORT: String(reader),
    VS_METRICS_PORT: String(metrics),
    VS_TLS_CERT: join(own, 'server.pem'),
    VS_TLS_KEY: join(own, 'server.key'),
    VS_TLS_CLIENT_CA: join(own, FILES.anchors),
    VS_TLS_SIGNING_CA: join(own, FILES.anchors),
    VS_TLS_CRL_DIR: join(own, 'lists'),
    VS_JOBS: 'off',
    VS_LOG_LEVEL: 'warn',
    ...settings,
  }
  const config = parseConfig(environment)
  const log = join(folder, 'hub.log')
  const write = (line: string) => appendFileSync(log, `${line}\n`)
  const serving = await serve(config, { clock, write })
  return { serving, context: serving.context, authority, validity, pki, environment }
}
