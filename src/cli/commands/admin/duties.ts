import { Command } from 'commander'
import { list } from '../../../registry/index.js'
import { DUTIES, endDuty, grantDuty, selectAllDuties } from '../../../workbench/index.js'
import { table } from '../../output.js'
import { act, asMunicipality, common, usage, type Common } from './act.js'

interface GrantOptions extends Common {
  readonly duty: string
}

/** `admin duty …`: who works on the cases of which municipality. */
export function dutyCommand(): Command {
  const duty = new Command('duty').description(
    'what the person of a certificate may do at the workbench, for each municipality',
  )
  common(duty.command('grant'))
    .description('give a person a duty, in place of the one before')
    .argument('<fingerprint>', 'SHA-256 of the personal certificate, hexadecimal')
    .argument('<municipality>', 'CBS code')
    .requiredOption('--duty <duty>', DUTIES.join(', '))
    .action((fingerprint: string, municipality: string, options: GrantOptions) =>
      act(options, async (context, operator) => {
        const wanted = DUTIES.find((each) => each === options.duty)
        if (wanted === undefined) throw usage(`A duty is one of ${DUTIES.join(', ')}.`)
        const code = asMunicipality(municipality, '<municipality>')
        await grantDuty(context, operator, fingerprint, code, wanted)
        const lines = [`${fingerprint.slice(0, 12)} is ${wanted} for ${municipality}`]
        return { json: { fingerprint, municipality, duty: wanted }, lines }
      }),
    )
  common(duty.command('end'))
    .description('take a duty away, from the next request on')
    .argument('<fingerprint>', 'SHA-256 of the personal certificate, hexadecimal')
    .argument('<municipality>', 'CBS code')
    .action((fingerprint: string, municipality: string, options: Common) =>
      act(options, async (context, operator) => {
        const code = asMunicipality(municipality, '<municipality>')
        await endDuty(context, operator, fingerprint, code)
        return { json: { fingerprint, municipality }, lines: ['Ended.'] }
      }),
    )
  common(duty.command('list'))
    .description('who has which duty')
    .action((options: Common) =>
      act(options, async (context, operator) => {
        const found = await list(context, operator, 'listDuties', selectAllDuties)
        const rows = found.map((one) => [
          one.municipality,
          one.holder ?? '',
          one.duty,
          one.party,
          one.fingerprint,
        ])
        const head = ['municipality', 'person', 'duty', 'organisation', 'certificate']
        return { json: { duties: found }, lines: table(head, rows) }
      }),
    )
  return duty
}
