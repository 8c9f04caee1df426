import type { Config } from './config.js'
import type { HubKeys } from './crypto/hub-keys.js'
import type { Database } from './db/client.js'
import type { Metrics } from './http/metrics.js'
import type { KeyRing } from './identity/keys.js'
import type { Clock } from './kernel/clock.js'
import type { Logger } from './logger.js'

/** Everything that a feature may reach for; made once by the process, handed on as an argument. */
export interface Context {
  readonly config: Config
  readonly db: Database
  readonly clock: Clock
  /** Keys of the hub itself. */
  readonly keys: HubKeys
  /** Secrets of pseudonyms and log subjects; read again when an epoch is added, so never keep it. */
  readonly epochs: KeyRing
  /** Operational messages; not the access log. */
  readonly log: Logger
  readonly metrics: Metrics
}
