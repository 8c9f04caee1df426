/** A text in both languages of the hub. */
export interface Bilingual {
  readonly en: string
  readonly nl: string
}

/** A kind of refusal, as its page explains it. */
export interface ProblemKind {
  readonly status: number
  readonly title: Bilingual
  /** What to do. */
  readonly remedy: Bilingual
  /** Seconds after which trying again makes sense; absent when it never does. */
  readonly retryAfterSeconds?: number
}

/** Why a refusal happens, English and Dutch. */
export function cause(en: string, nl: string): Bilingual {
  return { en, nl }
}

/**
 * Describes one kind of refusal.
 *
 * @param title English and Dutch, in that order; so are the two texts after it.
 */
export function kind(
  status: number,
  [en, nl]: readonly [string, string],
  remedyEn: string,
  remedyNl: string,
  retryAfterSeconds?: number,
): ProblemKind {
  return {
    status,
    title: { en, nl },
    remedy: { en: remedyEn, nl: remedyNl },
    ...(retryAfterSeconds !== undefined && { retryAfterSeconds }),
  }
}
