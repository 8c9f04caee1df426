import { Command } from 'commander'
import { ConfigError } from '../../config.js'
import { checkConfig, type CheckedConfig } from '../../config-check.js'
import { systemClock } from '../../kernel/clock.js'
import { serve, type Serving } from '../../serve.js'
import { CommandFailure } from '../failure.js'
import { terminal } from '../output.js'
import { runCommand } from '../run.js'
import { closeBroken, endOf } from '../serving-end.js'

/** `vroegsignaal serve`: run the hub until it is told to stop. */
export function serveCommand(): Command {
  return new Command('serve')
    .description('run the hub; everything is set by the environment (see OPERATORS.md)')
    .option('--check', 'only check the settings, and the files and folders they name')
    .action(({ check }: { check?: boolean }) => runCommand(() => run(check === true), false))
}

async function run(checkOnly: boolean): Promise<void> {
  const { config, warnings } = settings()
  for (const warning of warnings) terminal.note(`vroegsignaal: ${warning}`)
  if (checkOnly) {
    terminal.line('The settings can be used.')
    return
  }
  const serving = await serve(config, { write: (line) => process.stdout.write(`${line}\n`) })
  introduce(serving)
  const failure = await endOf(serving)
  terminal.note('stopping')
  if (failure === undefined) return serving.close()
  await closeBroken(serving)
  throw failure
}

function settings(): CheckedConfig {
  try {
    return checkConfig(systemClock.now())
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error
    throw new CommandFailure('config.invalid', error.message, 2)
  }
}

/** Says on standard error what was made and what to do next, so that the log stays a log. */
function introduce({ made, dataUrl, publicUrl, metricsUrl, context: { config } }: Serving): void {
  const say = (text = '') => terminal.note(text)
  if (made.length > 0) {
    say('This start made:')
    for (const one of made) say(`  - ${one}`)
    say()
  }
  say(
    `Hub ${config.hubId}${config.sandbox ? ' (sandbox: test numbers and invented people only)' : ''}`,
  )
  say(`  data listener    ${dataUrl}`)
  say(`  public listener  ${publicUrl}`)
  if (metricsUrl !== undefined) say(`  metrics          ${metricsUrl}`)
  if (made.length > 0) {
    say()
    say('Next: register legal bases and parties, in another terminal with the same settings:')
    say('  npx vroegsignaal admin legal-basis load-shipped')
    say('  npx vroegsignaal admin party add --help')
    say('or see it all at work first: npm run demo')
  }
}
