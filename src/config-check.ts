import { collectConfig, ConfigError, ownSettings, type Config } from './config.js'
import { checkFiles } from './config-files.js'
import { checkFolders } from './config-folders.js'
import { SettingReader } from './config-reader.js'

/** Settings that a hub can start with. */
export interface CheckedConfig {
  readonly config: Config
  /** What does not keep the hub from starting and needs an operator all the same. */
  readonly warnings: readonly string[]
}

/**
 * The settings of this process, for a hub that is about to start: also what they point at is looked
 * at. Nothing is started or written. Apart from `config.ts`, because it loads far more.
 *
 * @param now The machine's clock, which OpenSSL compares certificates with.
 * @throws {ConfigError} With the mistakes of settings, files and folders together; paths are named,
 *   contents never.
 */
export function checkConfig(
  now: Date,
  settings: Readonly<Record<string, string | undefined>> = ownSettings(),
): CheckedConfig {
  const read = new SettingReader(settings)
  const config = collectConfig(read)
  const warnings = checkFiles(read, now)
  checkFolders(read, config)
  if (read.mistakes.length > 0) throw new ConfigError(read.mistakes)
  return { config, warnings }
}
