import { Command } from 'commander'
import { packageVersion } from '../package-root.js'
import { unshield } from './dashed.js'

/** The `vroegsignaal` command with some commands below it. */
export function programWith(commands: readonly Command[]): Command {
  const program = new Command('vroegsignaal')
    .description('Clearing hub for the early detection of debts (vroegsignalering)')
    .version(packageVersion(), '--version', 'say which version this is')
    // An option after a command is that command's own.
    .enablePositionalOptions()
    .showHelpAfterError('(--help shows what there is)')
    .configureOutput({ outputError: (text, write) => write(`vroegsignaal: ${text}`) })
    .hook('preAction', (_program, command) => unshield(command))
    .exitOverride((error) => {
      // Called wrongly is 2 everywhere; asking for help is no mistake.
      process.exit(error.exitCode === 0 ? 0 : 2)
    })
  for (const command of commands) program.addCommand(inheriting(command, program))
  return program
}

/** Settings also reach the commands below, which were made before they had a parent. */
function inheriting(command: Command, parent: Command): Command {
  command.copyInheritedSettings(parent)
  for (const below of command.commands) inheriting(below, command)
  return command
}
