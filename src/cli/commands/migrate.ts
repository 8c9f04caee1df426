import { Command } from 'commander'
import { readConfig } from '../../config.js'
import { migrate } from '../../db/migrate.js'
import { HUB_LOGIN } from '../../db/roles.js'

/**
 * `vroegsignaal migrate`: brings the database up to date as its owner. Any number of these may run
 * at once. Ends with an error when the database does not fit these migrations.
 */
export function migrateCommand(): Command {
  return new Command('migrate')
    .description('apply the migrations that a database lacks, as its owner')
    .option('--json', 'print one JSON object')
    .action(async (options: { json?: boolean }, command: Command) => {
      const config = readConfig()
      const url = config.migrationDatabaseUrl
      if (url === undefined) {
        command.error(
          'MIGRATION_DATABASE_URL is not set: the address of the database as its owner.',
        )
      }
      const applied = await migrate({ url, loginRole: loginRoleOf(config.databaseUrl) })
      if (options.json === true) {
        process.stdout.write(`${JSON.stringify({ applied })}\n`)
      } else if (applied.length === 0) {
        process.stdout.write('Nothing to do: the database is up to date.\n')
      } else {
        process.stdout.write(`Applied ${applied.length}: ${applied.join(', ')}\n`)
      }
    })
}

/** The hub's role is the one its own address names. */
function loginRoleOf(databaseUrl: string | undefined): string {
  const name = databaseUrl === undefined ? '' : decodeURIComponent(new URL(databaseUrl).username)
  return name === '' ? HUB_LOGIN : name
}
