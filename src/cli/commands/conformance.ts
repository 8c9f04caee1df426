import { Command } from 'commander'
import { conformSelf, reportOf, type CaseResult } from '../../conformance/index.js'
import { systemClock } from '../../kernel/clock.js'
import { packageVersion } from '../../package-root.js'
import { terminal } from '../output.js'
import { runCommand } from '../run.js'
import { againstCommand } from './conformance/against.js'
import { finish, watchCases, type Side } from './conformance/finish.js'
import { onInterruption } from '../interruption.js'
import { verifyCommand } from './conformance/verify.js'

interface Options {
  readonly self?: boolean
  readonly json?: boolean
  readonly output?: string
}

/** `vroegsignaal conformance …`: does a hub, or somebody's software, do what the contract says. */
export function conformanceCommand(): Command {
  const conformance = new Command('conformance')
    .description('try a hub, or the software of a party, against the contract')
    .option('--self', 'our own hub and our own software, on a hub that is gone afterwards')
    .option('--json', 'one JSON object as the last line: {"passed", "failed", "cases"}')
    .option('--output <file>', 'write the whole report there as JSON')
    .action((options: Options, command: Command) => {
      if (options.self !== true) return command.help({ error: true })
      return runCommand(() => self(options), options.json === true)
    })
  for (const side of ['creditor', 'municipality'] as const satisfies readonly Side[]) {
    conformance.addCommand(againstCommand(side))
  }
  return conformance.addCommand(verifyCommand())
}

async function self(options: Options): Promise<void> {
  const startedAt = systemClock.now().toISOString()
  const say = (text: string) => terminal.note(`· ${text}`)
  const watch = watchCases()
  const interruption = onInterruption()
  let results: readonly CaseResult[]
  try {
    results = await conformSelf({ say, watch, opened: interruption.opened })
  } catch (error) {
    await interruption.settled()
    throw error
  } finally {
    interruption.end()
  }
  const endedAt = systemClock.now().toISOString()
  const hub = 'conformance.vroegsignaal.example'
  const head = { kitVersion: packageVersion(), tested: 'hub', hub, startedAt, endedAt } as const
  // Nobody has to prove anything with it, so nobody signs it.
  await finish(reportOf(head, results), options)
}
