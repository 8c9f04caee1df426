/** What a resident may ask for (GDPR articles 21, 18, 16 and 17). */
export const RIGHT_KINDS = ['OBJECTION', 'RESTRICTION', 'RECTIFICATION', 'ERASURE'] as const

/** A right. */
export type RightKind = (typeof RIGHT_KINDS)[number]

/** What registering a right does at a municipality. */
export interface Effects {
  /** New notifications about the person are refused, accepted with a warning, or as ever. */
  readonly intake: 'BLOCK' | 'FLAG' | 'ACCEPT'
  /** What was received is no longer handed out, or goes on. */
  readonly delivery: 'HOLD' | 'CONTINUE'
  /** Whether a municipality that has the data already gets a signed correction. */
  readonly tellsMunicipality: boolean
  /** Whether creditors learn that their notification was stopped; never which right it was. */
  readonly tellsCreditor: boolean
  /** Months in which new notifications are compared with it; it can be registered anew. */
  readonly termMonths: number
}

/** Effects of every right; rows with validity, see `rights_policy`. */
export interface RightsPolicy {
  /** 0 for the default that nobody chose. */
  readonly version: number
  readonly effects: Readonly<Record<RightKind, Effects>>
}

/**
 * What applies to a municipality that chose nothing. Whoever objects is not reported (Bgs article 2,
 * under d); during a restriction data is kept and not used; what is disputed goes on with a notice.
 */
export const DEFAULT_POLICY: RightsPolicy = {
  version: 0,
  effects: {
    OBJECTION: effects('BLOCK', 'HOLD', true),
    RESTRICTION: effects('FLAG', 'HOLD', true),
    RECTIFICATION: effects('FLAG', 'CONTINUE', false),
    ERASURE: effects('ACCEPT', 'HOLD', true),
  },
}

function effects(
  intake: Effects['intake'],
  delivery: Effects['delivery'],
  tellsCreditor: boolean,
): Effects {
  return { intake, delivery, tellsMunicipality: true, tellsCreditor, termMonths: 12 }
}

/** Name and version of a policy, as it is kept with every decision. */
export function policyName({ version }: RightsPolicy): string {
  return version === 0 ? 'rights-default/1' : `rights/${version}`
}

const CHOICES = { intake: ['BLOCK', 'FLAG', 'ACCEPT'], delivery: ['HOLD', 'CONTINUE'] } as const

/** Reads effects as somebody wrote them; `undefined` unless every right has exactly these members. */
export function readEffects(value: unknown): RightsPolicy['effects'] | undefined {
  const given = membersOf(value)
  if (given === undefined || Object.keys(given).sort().join() !== [...RIGHT_KINDS].sort().join()) {
    return undefined
  }
  return Object.values(given).every(isEffects) ? (given as RightsPolicy['effects']) : undefined
}

function isEffects(value: unknown): value is Effects {
  const { intake, delivery, tellsMunicipality, tellsCreditor, termMonths, ...rest } =
    membersOf(value) ?? {}
  return (
    (CHOICES.intake as readonly unknown[]).includes(intake) &&
    (CHOICES.delivery as readonly unknown[]).includes(delivery) &&
    typeof tellsMunicipality === 'boolean' &&
    typeof tellsCreditor === 'boolean' &&
    Number.isInteger(termMonths) &&
    (termMonths as number) >= 1 &&
    (termMonths as number) <= 48 &&
    Object.keys(rest).length === 0
  )
}

function membersOf(value: unknown): Record<string, unknown> | undefined {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
    ? (value as Record<string, unknown>)
    : undefined
}
