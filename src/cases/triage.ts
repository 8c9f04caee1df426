import type { Sector } from '../kernel/sector.js'
import type { BinCriteria, TriageProfile } from '../parties/triage-profile.js'
import type { MatchClass } from './case.js'
import type { Urgency } from './urgency.js'

/** What a municipality's own rules look at. */
export interface TriageFacts {
  readonly matchClass: MatchClass
  readonly sectors: readonly Sector[]
  readonly totalArrearsCents: number
  readonly consecutiveMonths: number
  readonly urgency: Urgency
  readonly isPhoneKnown: boolean
  readonly isEmailKnown: boolean
  /** Euro cents that are more than when they were reported before; 0 where nothing was. */
  readonly growthCents: number
  readonly district: string | null
  /** Every notification was taken back. */
  readonly isWithdrawn: boolean
}

/** One reason of a proposal, in words that a resident could be told (GDPR articles 13 to 15, 22). */
export interface Explanation {
  readonly code: string
  readonly nl: string
  readonly en: string
}

/** Where a case is put, and why. */
export interface Triage {
  readonly workBin: string
  readonly reasons: readonly Explanation[]
}

/**
 * Puts a case in the first work bin whose criteria hold. The trigger rule ("two sectors, an imminent
 * disconnection always") puts other cases in the bin of low priority: every notification deserves an
 * offer, so nothing is dropped. It is a proposal; a person decides.
 */
export function triage(facts: TriageFacts, profile: TriageProfile): Triage {
  if (facts.isWithdrawn) return { workBin: profile.lowPriorityBin, reasons: [WITHDRAWN] }
  const isTriggered = facts.sectors.length >= profile.minSectors
  const bypasses = profile.disconnectionBypasses && facts.urgency !== 'NORMAL'
  if (!isTriggered && !bypasses) {
    return { workBin: profile.lowPriorityBin, reasons: [tooFewSectors(facts, profile)] }
  }
  const { thresholdCents } = profile
  const isBelow = thresholdCents !== undefined && facts.totalArrearsCents < thresholdCents
  if (isBelow && facts.urgency === 'NORMAL') {
    return { workBin: profile.lowPriorityBin, reasons: [BELOW_THRESHOLD] }
  }
  const trigger = isTriggered || profile.minSectors === 1 ? [] : [THREAT]
  for (const { name, criteria } of profile.bins) {
    const reasons = reasonsWhy(facts, criteria)
    if (reasons === undefined) continue
    return { workBin: name, reasons: [...trigger, ...(reasons.length > 0 ? reasons : [REST])] }
  }
  return { workBin: profile.lowPriorityBin, reasons: [...trigger, REST] }
}

/** One reason for each criterion given, or `undefined` when one does not hold. */
function reasonsWhy(facts: TriageFacts, criteria: BinCriteria): Explanation[] | undefined {
  const reasons: Explanation[] = []
  for (const weigh of WEIGHED) {
    const weighed = weigh(facts, criteria)
    if (weighed === 'NOT_ASKED') continue
    if (weighed === 'NO') return undefined
    reasons.push(weighed)
  }
  return reasons
}

type Weigh = (facts: TriageFacts, criteria: BinCriteria) => Explanation | 'NO' | 'NOT_ASKED'

const WEIGHED: readonly Weigh[] = [
  ({ urgency }, { urgencies }) =>
    judge(
      urgencies,
      (given) => given.includes(urgency),
      () => URGENCY[urgency],
    ),
  ({ sectors }, { minSectors }) =>
    judge(
      minSectors,
      (least) => sectors.length >= least,
      () => ({
        code: 'MULTIPLE_SECTORS',
        nl: `Achterstand bij ${sectors.length} soorten vaste lasten.`,
        en: `Arrears on ${sectors.length} kinds of fixed costs.`,
      }),
    ),
  ({ sectors }, { sectors: wanted }) =>
    judge(
      wanted,
      (given) => sectors.some((sector) => given.includes(sector)),
      () => ({
        code: 'SECTOR',
        nl: 'Achterstand op een soort vaste lasten waar de gemeente voorrang aan geeft.',
        en: 'Arrears on a kind of fixed costs to which the municipality gives priority.',
      }),
    ),
  ({ matchClass }, { matchKinds }) =>
    judge(
      matchKinds,
      (given) => given.some((kind) => matchClass.split('_').includes(kind)),
      () => CLASS[matchClass],
    ),
  ({ consecutiveMonths }, { minConsecutiveMonths }) =>
    judge(
      minConsecutiveMonths,
      (least) => consecutiveMonths >= least,
      () => ({
        code: 'CONSECUTIVE_MONTHS',
        nl: `Meldingen in ${consecutiveMonths} maanden op rij.`,
        en: `Notifications in ${consecutiveMonths} months in a row.`,
      }),
    ),
  ({ totalArrearsCents: total }, { minTotalArrearsCents }) =>
    judge(
      minTotalArrearsCents,
      (least) => total >= least,
      () => ({
        code: 'AMOUNT_HIGH',
        nl: 'De achterstand ligt boven de grens van de gemeente.',
        en: 'The arrears lie above the limit of the municipality.',
      }),
    ),
  ({ totalArrearsCents: total }, { maxTotalArrearsCents }) =>
    judge(
      maxTotalArrearsCents,
      (most) => total <= most,
      () => ({
        code: 'AMOUNT_LOW',
        nl: 'De achterstand ligt onder de grens van de gemeente.',
        en: 'The arrears lie below the limit of the municipality.',
      }),
    ),
  ({ isPhoneKnown }, { phoneKnown }) =>
    judge(
      phoneKnown,
      (asked) => asked === isPhoneKnown,
      () => ({
        code: isPhoneKnown ? 'PHONE_KNOWN' : 'PHONE_UNKNOWN',
        nl: isPhoneKnown ? 'Er is een telefoonnummer bekend.' : 'Er is geen telefoonnummer bekend.',
        en: isPhoneKnown ? 'A telephone number is known.' : 'No telephone number is known.',
      }),
    ),
  ({ isEmailKnown }, { emailKnown }) =>
    judge(
      emailKnown,
      (asked) => asked === isEmailKnown,
      () => ({
        code: isEmailKnown ? 'EMAIL_KNOWN' : 'EMAIL_UNKNOWN',
        nl: isEmailKnown ? 'Er is een e-mailadres bekend.' : 'Er is geen e-mailadres bekend.',
        en: isEmailKnown ? 'An e-mail address is known.' : 'No e-mail address is known.',
      }),
    ),
  ({ growthCents }, { minGrowthCents }) =>
    judge(
      minGrowthCents,
      (least) => growthCents >= least,
      () => ({
        code: 'ARREARS_GREW',
        nl: 'De achterstand is gegroeid sinds de vorige melding.',
        en: 'The arrears grew since they were reported before.',
      }),
    ),
  ({ district }, { districts }) =>
    judge(
      districts,
      (given) => district !== null && given.includes(district),
      () => ({
        code: 'DISTRICT',
        nl: 'Het adres ligt in een wijk waar de gemeente voorrang aan geeft.',
        en: 'The address lies in a district to which the municipality gives priority.',
      }),
    ),
]

function judge<Asked>(
  asked: Asked | undefined,
  holds: (asked: Asked) => boolean,
  reason: () => Explanation,
): Explanation | 'NO' | 'NOT_ASKED' {
  if (asked === undefined) return 'NOT_ASKED'
  return holds(asked) ? reason() : 'NO'
}

const URGENCY: Readonly<Record<Urgency, Explanation>> = {
  CRISIS: {
    code: 'CRISIS',
    nl: 'Er dreigt ontruiming, afsluiting of beëindiging van de zorgverzekering.',
    en: 'Eviction, disconnection or the end of health insurance threatens.',
  },
  HIGH: {
    code: 'END_OF_SUPPLY',
    nl: 'De levering dreigt te eindigen.',
    en: 'Supply is about to end.',
  },
  NORMAL: { code: 'NOT_URGENT', nl: 'Er is geen spoed.', en: 'There is no urgency.' },
}

const CLASS: Readonly<Record<MatchClass, Explanation>> = {
  SINGLE: {
    code: 'SINGLE',
    nl: 'Een enkele melding, zonder eerdere in zes maanden.',
    en: 'A single notification, none earlier in six months.',
  },
  MULTIPLE: {
    code: 'MULTIPLE',
    nl: 'Meer dan een melding in deze maand.',
    en: 'More than one notification this month.',
  },
  CONSECUTIVE: {
    code: 'CONSECUTIVE',
    nl: 'Ook in de zes maanden hiervoor was er een melding.',
    en: 'There was a notification in the six months before as well.',
  },
  MULTIPLE_CONSECUTIVE: {
    code: 'MULTIPLE_CONSECUTIVE',
    nl: 'Meer dan een melding in deze maand, en ook in de zes maanden hiervoor.',
    en: 'More than one notification this month, and in the six months before as well.',
  },
}

const REST: Explanation = {
  code: 'NO_OTHER_BIN',
  nl: 'Geen van de andere werkbakjes past.',
  en: 'None of the other work bins applies.',
}

const BELOW_THRESHOLD: Explanation = {
  code: 'BELOW_THRESHOLD',
  nl: 'De achterstand ligt onder het drempelbedrag van de gemeente: lage prioriteit, niet vervallen.',
  en: 'The arrears lie below the threshold of the municipality: low priority, not dropped.',
}

const WITHDRAWN: Explanation = {
  code: 'WITHDRAWN',
  nl: 'Alle meldingen zijn ingetrokken: geen bezoek.',
  en: 'Every notification was withdrawn: no visit.',
}

const THREAT: Explanation = {
  code: 'DISCONNECTION_BYPASSES',
  nl: 'Een dreigende beëindiging telt altijd, ook bij een enkele soort vaste lasten.',
  en: 'A threatening termination always counts, also with one kind of fixed costs.',
}

function tooFewSectors({ sectors }: TriageFacts, { minSectors }: TriageProfile): Explanation {
  return {
    code: 'TOO_FEW_SECTORS',
    nl: `Meldingen over ${sectors.length} van de ${minSectors} soorten vaste lasten die de gemeente vraagt.`,
    en: `Notifications on ${sectors.length} of the ${minSectors} kinds of fixed costs that the municipality asks for.`,
  }
}
