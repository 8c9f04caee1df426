import type { NamedBin } from '../../../triage/index.js'
import type { Speaker } from '../../text.js'

/** What a municipality's rules call a work bin, in the language of the page; else its code. */
export function binName({ language }: Speaker, workBin: string, bins: readonly NamedBin[]): string {
  return bins.find(({ name }) => name === workBin)?.[language] ?? workBin
}

/** What a work bin proposes to do, in words; nothing when it proposes nothing or is not known. */
export function binProposal(
  { say, word }: Speaker,
  workBin: string,
  bins: readonly NamedBin[],
): string | undefined {
  const action = bins.find(({ name }) => name === workBin)?.action
  return action && `${say('bin.proposal')}: ${word('approach', action)}`
}
