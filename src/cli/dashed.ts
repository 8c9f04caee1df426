import type { Command } from 'commander'

/**
 * Names of keys and answers to challenges are 43 characters of base64url: one in 64 begins with a dash, and
 * would be read as an option. Options are words in small letters, so a capital or digit tells them apart.
 */
const DASHED = /^-(?=.*[A-Z0-9])[\w-]{42}$/

/** Stands before such a value while arguments are read; nobody can type it. */
const SHIELD = '\0'

/** Arguments in which no name of a key looks like an option. */
export function shielded(args: readonly string[]): string[] {
  return args.map((arg) => (DASHED.test(arg) ? SHIELD + arg : arg))
}

/** Gives a command, and those above it, back what was typed, before it acts. */
export function unshield(command: Command): void {
  const { processedArgs } = command
  for (const [at, value] of processedArgs.entries()) processedArgs[at] = bare(value)
  for (let one: Command | null = command; one !== null; one = one.parent) {
    for (const [name, value] of Object.entries(one.opts<Record<string, unknown>>())) {
      const typed = bare(value)
      if (typed !== value) one.setOptionValueWithSource(name, typed, one.getOptionValueSource(name))
    }
  }
}

function bare(value: unknown): unknown {
  if (Array.isArray(value)) return value.some(isShielded) ? value.map(bare) : value
  return isShielded(value) ? value.slice(SHIELD.length) : value
}

function isShielded(value: unknown): value is string {
  return typeof value === 'string' && value.startsWith(SHIELD)
}
