import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import { Command } from 'commander'
import { writePrivate } from '../../../client/index.js'
import { findBreach, sealPackages, type BreachQuestion } from '../../../breaches/index.js'
import { instantOf, isDay } from '../../../kernel/calendar.js'
import { table } from '../../output.js'
import { act, asParty, common, usage, type Common } from './act.js'

interface FindOptions extends Common {
  readonly party?: string
  readonly certificate?: string
  readonly from?: string
  readonly until?: string
  readonly reason: string
  readonly out: string
}

/** `admin breach …`: whom a breach concerns, for the notices of GDPR articles 33 and 34. */
export function breachCommand(): Command {
  const breach = new Command('breach').description('whom a breach concerns, by municipality')
  common(breach.command('find'))
    .description('count households by municipality, and seal for each what it needs to find them')
    .option('--party <id>', 'who acted: an OIN, or VS- and 12')
    .option('--certificate <fingerprint>', 'SHA-256 of the certificate that was used')
    .option('--from <instant>', 'begin, as 2026-08-31 or 2026-08-31T10:00:00Z')
    .option('--until <instant>', 'end, not included')
    .requiredOption('--reason <text>', 'why; stands in the log of every party concerned')
    .option('--out <folder>', 'where the sealed packages are written', '.')
    .action((options: FindOptions) =>
      act(options, async (context, operator) => {
        const found = await findBreach(context, operator, questionOf(options), options.reason)
        const sealed = await sealPackages(context, found.packages)
        await mkdir(options.out, { recursive: true, mode: 0o700 })
        const municipalities = []
        for (const { municipality, households, jwe } of sealed) {
          const file = jwe === null ? null : join(options.out, fileName(found.breach, municipality))
          if (file !== null && jwe !== null) writePrivate(file, `${jwe}\n`)
          municipalities.push({ municipality, households, file })
        }
        const households = municipalities.reduce((total, row) => total + row.households, 0)
        const rows = municipalities.map((row) => [
          row.municipality,
          row.households,
          row.file ?? 'no active sealing key',
        ])
        const lines = [
          ...table(['municipality', 'households', 'package'], rows),
          `${households} households in ${rows.length} municipalities. Each opens its own package with:`,
          'vroegsignaal municipality breach <package>',
        ]
        return { json: { breach: found.breach, households, municipalities }, lines }
      }),
    )
  return breach
}

function fileName(breach: string, municipality: string): string {
  return `breach-${breach}-${municipality || 'unknown'}.jwe`
}

function questionOf({ party, certificate, from, until }: FindOptions): BreachQuestion {
  return {
    ...(party !== undefined && { party: asParty(party, '--party') }),
    ...(certificate !== undefined && { certificate: certificate.toLowerCase() }),
    ...(from !== undefined && { from: asInstant(from, '--from') }),
    ...(until !== undefined && { until: asInstant(until, '--until') }),
  }
}

function asInstant(text: string, option: string): Date {
  if (isDay(text)) return instantOf(text, 0)
  const instant = /^\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d)?Z$/.test(text) ? new Date(text) : undefined
  if (instant === undefined || Number.isNaN(instant.getTime())) {
    throw usage(`${option} is a day or an instant in UTC, as 2026-08-31T10:00:00Z.`)
  }
  return instant
}
