import type { BinAction, TriageProfile, WorkBin } from '../parties/triage-profile.js'

/** Threatened with eviction, disconnection or termination: three working days (Wgs art. 4(2)). */
export const URGENT: WorkBin = {
  name: 'URGENT',
  nl: 'Spoed: bedreigende situatie of naderende afsluiting',
  en: 'Urgent: threatening situation or imminent disconnection',
  action: 'VISIT',
  criteria: { urgencies: ['CRISIS', 'HIGH'] },
}

/** Several creditors in one month. */
export function multiple(action: BinAction): WorkBin {
  return {
    name: 'MULTIPLE',
    nl: 'Meerdere schuldeisers in deze maand',
    en: 'Several creditors in this month',
    action,
    criteria: { matchKinds: ['MULTIPLE'] },
  }
}

/** Notified before in the past six months. */
export function consecutive(action: BinAction): WorkBin {
  return {
    name: 'CONSECUTIVE',
    nl: 'Eerder gemeld in de afgelopen zes maanden',
    en: 'Notified before in the past six months',
    action,
    criteria: { matchKinds: ['CONSECUTIVE'] },
  }
}

/** Arrears above an amount, in euro cents. */
export function highAmount(cents: number, action: BinAction): WorkBin {
  return {
    name: 'HIGH_AMOUNT',
    nl: 'Hoge achterstand',
    en: 'High arrears',
    action,
    criteria: { minTotalArrearsCents: cents },
  }
}

/** Everything else: every signal deserves an offer. */
export function remaining(action: BinAction): WorkBin {
  return {
    name: 'REMAINING',
    nl: 'Overige meldingen',
    en: 'All other notifications',
    action,
    criteria: {},
  }
}

/** The rules of a municipality that takes up every signal. */
export function everySignal(
  bins: readonly WorkBin[],
  contactStrategy: TriageProfile['contactStrategy'],
): TriageProfile {
  return {
    version: 1,
    minSectors: 1,
    disconnectionBypasses: true,
    bins,
    lowPriorityBin: bins.at(-1)!.name,
    contactStrategy,
  }
}
