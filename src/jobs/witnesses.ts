import { readFileSync } from 'node:fs'
import type { Context } from '../context.js'
import { Cosigning } from '../log-tree/index.js'
import { parsePolicy, type Asked } from '../witness/index.js'

/**
 * Prepares asking the witnesses of the policy. The work tells the operational log whenever what a
 * witness says becomes another thing than before: a refusal means that it saw another history.
 */
export function askWitnesses(context: Context, signal: AbortSignal): () => Promise<void> {
  const { config, log, metrics } = context
  const text = (path: string | undefined) =>
    path === undefined ? undefined : readFileSync(path, 'utf8')
  const policy = parsePolicy(text(config.witnessPolicy) ?? 'quorum none')
  const cosigning = new Cosigning(policy, { ca: text(config.witnessCa), signal })
  const told = new Map<string, string>()
  return async () => {
    const { size, answers, quorum } = await cosigning.run(context)
    for (const [witness, answer] of answers) {
      const said = describe(answer)
      if (told.get(witness) === said) continue
      told.set(witness, said)
      if (answer.outcome === 'cosigned') log.info('a witness signs', { witness })
      else log.error('a witness does not sign', { witness, said, size })
    }
    if (quorum && size !== undefined) metrics.witnessedLeaves.set(size)
  }
}

function describe(answer: Asked): string {
  if (answer.outcome === 'unreachable') return `unreachable (${answer.code})`
  if (answer.outcome !== 'refused') return answer.outcome
  const isOtherHistory = answer.status === 409 || answer.status === 422
  return `refused (${answer.status})${isOtherHistory ? ': it has seen another history' : ''}`
}
