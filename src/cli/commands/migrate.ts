import { Command } from 'commander'
import { ConfigError, readConfig } from '../../config.js'
import { migrate, MigrationError } from '../../db/migrate.js'
import { HUB_LOGIN } from '../../db/roles.js'
import { CommandFailure } from '../failure.js'
import { printJson, terminal, type Output } from '../output.js'
import { runCommand } from '../run.js'

/**
 * `vroegsignaal migrate`: brings the database up to date as its owner. Any number of these may run
 * at once. Fails when the database does not fit these migrations.
 */
export function migrateCommand(): Command {
  return new Command('migrate')
    .description('apply the migrations that a database lacks, as its owner')
    .option('--json', 'print one JSON object as the last line')
    .action((options: { json?: boolean }) => {
      const json = options.json === true
      return runCommand(() => applyMigrations(json, terminal), json)
    })
}

async function applyMigrations(json: boolean, output: Output): Promise<void> {
  const { url, loginRole } = settings()
  try {
    const applied = await migrate({ url, loginRole })
    if (json) printJson(output, { applied })
    else if (applied.length === 0) output.line('Nothing to do: the database is up to date.')
    else output.line(`Applied ${applied.length}: ${applied.join(', ')}`)
  } catch (error) {
    if (error instanceof MigrationError) throw new CommandFailure('migration', error.message)
    throw error
  }
}

function settings(): { url: string; loginRole: string } {
  try {
    const { migrationDatabaseUrl: url, databaseUrl } = readConfig()
    if (url !== undefined) return { url, loginRole: loginRoleOf(databaseUrl) }
  } catch (error) {
    if (error instanceof ConfigError) throw new CommandFailure('config', error.message, 2)
    throw error
  }
  throw new CommandFailure(
    'config',
    'MIGRATION_DATABASE_URL is not set: the address of the database as its owner.',
    2,
  )
}

/** The hub's role is the one its own address names. */
function loginRoleOf(databaseUrl: string | undefined): string {
  const name = databaseUrl === undefined ? '' : decodeURIComponent(new URL(databaseUrl).username)
  return name === '' ? HUB_LOGIN : name
}
