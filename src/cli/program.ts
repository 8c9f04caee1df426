import { Command } from 'commander'
import { adminCommand } from './commands/admin.js'
import { connectCommand } from './commands/connect.js'
import { creditorCommand } from './commands/creditor.js'
import { demoCommand } from './commands/demo.js'
import { logCommand } from './commands/log.js'
import { matchCommand } from './commands/match.js'
import { migrateCommand } from './commands/migrate.js'
import { municipalityCommand } from './commands/municipality.js'
import { officerCommand } from './commands/officer.js'
import { pkiCommand } from './commands/pki.js'
import { serveCommand } from './commands/serve.js'

/** The `vroegsignaal` command with everything below it. */
export function vroegsignaal(): Command {
  const program = new Command('vroegsignaal')
    .description('Clearing hub for the early detection of debts (vroegsignalering)')
    .showHelpAfterError('(--help shows what there is)')
    .configureOutput({ outputError: (text, write) => write(`vroegsignaal: ${text}`) })
    .exitOverride((error) => {
      // Called wrongly is 2 everywhere; asking for help is no mistake.
      process.exit(error.exitCode === 0 ? 0 : 2)
    })
  for (const command of [
    serveCommand(),
    demoCommand(),
    migrateCommand(),
    adminCommand(),
    pkiCommand(),
    connectCommand(),
    creditorCommand(),
    municipalityCommand(),
    officerCommand(),
    logCommand(),
    matchCommand(),
  ]) {
    program.addCommand(inheriting(command, program))
  }
  return program
}

/** Settings also reach the commands below, which were made before they had a parent. */
function inheriting(command: Command, parent: Command): Command {
  command.copyInheritedSettings(parent)
  for (const below of command.commands) inheriting(below, command)
  return command
}
