import type { OpenedCase } from '../../client/index.js'
import { sum } from './delivered.js'
import type { ProgrammeFacts, RowOf } from './facts.js'

/** Closed months, and a month that was asked for too early. */
export const deliveryRow: RowOf = ({ towns, tally }) => {
  const figures = {
    months: sum(towns.map(({ municipality }) => municipality.months.size)),
    cases: sum(towns.map(({ municipality }) => casesIn(municipality).length)),
    tooEarly: sum(towns.map(({ municipality: { code } }) => tally.early.get(code) ?? 0)),
  }
  return {
    figures,
    en: `${figures.cases} cases in ${figures.months} signed months; refused before their end (${figures.tooEarly}×)`,
    nl: `${figures.cases} zaken in ${figures.months} ondertekende maanden; voor het einde geweigerd (${figures.tooEarly}×)`,
  }
}

/** Cases of several kinds of fixed costs, and those that wait for a second kind. */
export const triggerRow: RowOf = (facts) => {
  const cases = allCases(facts)
  const figures = {
    started: cases.filter(({ workBin }) => workBin === 'MULTIPLE').length,
    heldBack: cases.filter(({ workBin }) => workBin === 'HELD_BACK').length,
  }
  return {
    figures,
    en: `two kinds or more: ${figures.started} cases; one kind, kept in a bin of low priority: ${figures.heldBack}`,
    nl: `twee soorten of meer: ${figures.started} zaken; één soort, in een bakje met lage prioriteit: ${figures.heldBack}`,
  }
}

/** What cannot wait passes that rule, and comes by the lane of every day. */
export const disconnectionRow: RowOf = (facts) => {
  const passed = allCases(facts).filter(({ reasons }) =>
    reasons.some(({ code }) => code === 'DISCONNECTION_BYPASSES'),
  )
  const lane = facts.towns.flatMap(({ municipality }) => municipality.urgent)
  const figures = { passed: passed.length, sameDay: lane.length }
  return {
    figures,
    en: `urgent, there the same day: ${figures.sameDay}; taken up although of one kind: ${figures.passed}`,
    nl: `spoed, dezelfde dag daar: ${figures.sameDay}; opgepakt hoewel van één soort: ${figures.passed}`,
  }
}

function allCases({ towns }: ProgrammeFacts): readonly OpenedCase[] {
  return towns.flatMap(({ municipality }) => casesIn(municipality))
}

function casesIn({ months }: ProgrammeFacts['towns'][number]['municipality']) {
  return [...months.values()].flatMap(({ cases }) => cases)
}
