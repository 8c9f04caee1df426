// Why something that the hub sent is not taken: by a name for which the page has words.

/**
 * @typedef {'signature' | 'environment' | 'statement' | 'cases' | 'log' | 'envelope' | 'batch' |
 *   'browser'} RefusalName
 */

/** What does not hold of an answer; nothing of it is shown. */
export class Refusal extends Error {
  /** @param {RefusalName} code @param {string} [caseId] The case that it is about, where it is one. */
  constructor(code, caseId = '') {
    super(code)
    this.code = code
    this.caseId = caseId
  }
}

/**
 * Runs a check; whatever it trips over is this refusal.
 *
 * @template Result
 * @param {RefusalName} code @param {() => Promise<Result> | Result} check
 * @returns {Promise<Result>}
 */
export async function refusing(code, check) {
  try {
    return await check()
  } catch (error) {
    throw error instanceof Refusal ? error : new Refusal(code)
  }
}
