import { accessSync, constants, statSync } from 'node:fs'
import { dirname, resolve } from 'node:path'
import type { Config } from './config.js'
import type { SettingReader } from './config-reader.js'
import { hubKeyMistakes } from './crypto/hub-keys.js'

/** Notes folders that the hub could not make or write to, and keys of the hub it could not use. */
export function checkFolders(read: SettingReader, config: Config): void {
  // With a server and certificates of its own a hub keeps nothing in the data folder itself.
  const needsData = config.databaseUrl === undefined || config.tls === undefined
  const isData = needsData ? checkFolder(read, 'VS_DATA_DIR', config.dataDir) : true
  const below = { VS_SECRETS_DIR: config.secretsDir, VS_CHECKPOINT_DIR: config.checkpointDir }
  for (const [name, folder] of Object.entries(below)) {
    const isDefault = read.text(name) === undefined
    // One mistake in the data folder is one mistake, not three.
    if (!isDefault || isData) checkFolder(read, name, folder)
  }
  for (const mistake of hubKeyMistakes(config.secretsDir)) read.mistake('VS_SECRETS_DIR', mistake)
}

function checkFolder(read: SettingReader, name: string, folder: string): boolean {
  const why = whyUnwritable(resolve(folder))
  if (why !== undefined) read.mistake(name, `(${resolve(folder)}) ${why}`)
  return why === undefined
}

/** Looks at the folder, or when it is not there at the nearest one above it; makes nothing. */
function whyUnwritable(folder: string): string | undefined {
  let nearest = folder
  try {
    nearest = nearestExisting(folder)
    if (!statSync(nearest).isDirectory()) {
      return nearest === folder ? 'is not a folder' : `lies below ${nearest}, which is no folder`
    }
    accessSync(nearest, constants.R_OK | constants.W_OK | constants.X_OK)
    return undefined
  } catch (error) {
    const code = codeOf(error)
    if (code === 'EROFS') return 'lies on a file system that is read-only; give one for writing'
    const what = nearest === folder ? 'cannot be written to' : 'cannot be made'
    return `${what} by the user of this process (${code}); change its owner or the setting`
  }
}

function nearestExisting(folder: string): string {
  let at = folder
  while (!exists(at) && dirname(at) !== at) at = dirname(at)
  return at
}

function exists(path: string): boolean {
  try {
    return statSync(path, { throwIfNoEntry: false }) !== undefined
  } catch (error) {
    if (codeOf(error) === 'ENOTDIR') return false
    throw error
  }
}

function codeOf(error: unknown): string {
  return error instanceof Error && 'code' in error ? String(error.code) : 'unknown'
}
