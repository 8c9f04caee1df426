import type { Command } from 'commander'
import { creditorCommand } from './commands/creditor.js'
import { programWith } from './program-base.js'

/** `vroegsignaal` with nothing but what creditors call, which is loaded in a third of the memory. */
export function creditorAlone(): Command {
  return programWith([creditorCommand()])
}
