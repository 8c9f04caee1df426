import type { Answers } from '../../../src/cli/delivery/ask.js'
import { submitFile, type Submitted, type SubmitOptions } from '../../../src/cli/delivery/submit.js'
import { asParty } from '../../../src/cli/party.js'

/** What was printed, and how it ended. */
export interface Said extends Submitted {
  readonly lines: readonly string[]
}

/** Somebody who says the same to every question; `given` said it with the command. */
export function saying(word: 'yes' | 'no' | 'given' | 'nobody'): Answers & { asked: string[] } {
  const asked: string[] = []
  return {
    asked,
    isThere: word === 'yes' || word === 'no',
    isGivenBefore: word === 'given',
    agree: async (question) => {
      asked.push(question)
      return word === 'yes'
    },
  }
}

/** Delivers a file as the command does, in this process. */
export async function submit(
  file: string,
  party: string,
  options: Partial<SubmitOptions> = {},
  answers: Answers = saying('given'),
): Promise<Said> {
  const lines: string[] = []
  const output = { line: (text = '') => void lines.push(text), note: () => undefined }
  const ended = await asParty(
    party,
    (session) =>
      submitFile(
        file,
        {
          language: 'en',
          json: false,
          reading: { map: new Map(), given: {} },
          batchSize: 1000,
          receipts: `${file}.receipts`,
          dryRun: false,
          acceptPartial: false,
          asksHub: true,
          isNew: false,
          patienceMs: 0,
          ...options,
        },
        { session, output, answers },
      ),
    { attempts: 1, pauseMs: 5 },
  )
  return { ...ended, lines }
}
