import type { Command } from 'commander'
import { adminCommand } from './commands/admin.js'
import { conformanceCommand } from './commands/conformance.js'
import { connectCommand } from './commands/connect.js'
import { contractCommand } from './commands/contract.js'
import { creditorCommand } from './commands/creditor.js'
import { demoCommand } from './commands/demo.js'
import { evidenceCommand } from './commands/evidence.js'
import { executorCommand } from './commands/executor.js'
import { logCommand } from './commands/log.js'
import { matchCommand } from './commands/match.js'
import { migrateCommand } from './commands/migrate.js'
import { municipalityCommand } from './commands/municipality.js'
import { officerCommand } from './commands/officer.js'
import { pkiCommand } from './commands/pki.js'
import { sandboxCommand } from './commands/sandbox.js'
import { serveCommand } from './commands/serve.js'
import { witnessCommand } from './commands/witness.js'
import { programWith } from './program-base.js'

/** The `vroegsignaal` command with everything below it. */
export function vroegsignaal(): Command {
  return programWith([
    serveCommand(),
    demoCommand(),
    sandboxCommand(),
    migrateCommand(),
    adminCommand(),
    pkiCommand(),
    connectCommand(),
    creditorCommand(),
    municipalityCommand(),
    executorCommand(),
    officerCommand(),
    logCommand(),
    contractCommand(),
    matchCommand(),
    witnessCommand(),
    conformanceCommand(),
    evidenceCommand(),
  ])
}
