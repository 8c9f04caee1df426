import { Command } from 'commander'
import { matchEvaluateCommand } from './match-evaluate.js'

/** `vroegsignaal match …`: look at the matching rules. */
export function matchCommand(): Command {
  return new Command('match')
    .description('look at the matching rules')
    .addCommand(matchEvaluateCommand())
}
