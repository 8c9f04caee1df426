import type { components } from '../../generated/openapi.js'
import { sum } from './delivered.js'
import { VISITS_OFF } from '../visits-off.js'
import type { ProgrammeFacts, RowOf } from './facts.js'

type Schemas = components['schemas']

/** Attempts at contact by kind, as the hub counted them; and what was switched off. */
export const contactRow: RowOf = (facts) => {
  const of = (kind: Schemas['ContactKind']) =>
    sum(
      monthsOf(facts)
        .flatMap(({ outcomes }) => outcomes.contactAttempts ?? [])
        .filter((one) => one.kind === kind)
        .map(({ attempts }) => attempts),
    )
  const visitsOf = (month: string) =>
    sum(
      monthsOf(facts)
        .filter((one) => one.month === month)
        .map(({ outcomes }) => outcomes.visits ?? 0),
    )
  const isOff = facts.towns.some(({ municipality: { code } }) => code === VISITS_OFF.code)
  const figures = {
    letters: of('LETTER'),
    calls: of('TELEPHONE'),
    visits: of('HOME_VISIT'),
    cards: of('CARD'),
    // Cases of a month are visited in the month after it.
    ...(isOff && { whileOff: visitsOf('2026-08'), afterwards: visitsOf('2026-09') }),
  }
  const { letters, calls, visits, cards } = figures
  return {
    figures,
    en: `${letters} letters, ${calls} calls, ${visits} visits, ${cards} cards${isOff ? `; visits switched off in September: ${visitsOf('2026-08')} then` : ''}`,
    nl: `${letters} brieven, ${calls} telefoontjes, ${visits} huisbezoeken, ${cards} kaartjes${isOff ? `; bezoek uit in september: toen ${visitsOf('2026-08')}` : ''}`,
  }
}

/** Reported, reached, plan made; with the creditors whose cases led to most plans. */
export const statisticsRow: RowOf = (facts) => {
  const months = monthsOf(facts)
  const of = (count: (outcomes: Schemas['OutcomeStatistics']) => number) =>
    sum(months.map(({ outcomes }) => count(outcomes)))
  const figures = {
    reported: of(({ reported }) => reported),
    reached: of(({ reached }) => reached),
    planMade: of(({ planMade }) => planMade),
    helpAccepted: of(({ helpAccepted }) => helpAccepted),
    visits: of(({ visits = 0 }) => visits),
  }
  const { reported, reached, planMade, helpAccepted } = figures
  return {
    figures,
    by: creditorsIn(months),
    en: `${reported} reported on, ${reached} reached, ${planMade} with a plan, ${helpAccepted} accepted help`,
    nl: `${reported} teruggemeld, ${reached} bereikt, ${planMade} met een plan, ${helpAccepted} namen hulp aan`,
  }
}

/** The stage of announced evictions has steps of its own, apart from the early stage. */
export const evictionRow: RowOf = ({ towns }) => {
  const reported = towns.flatMap(({ followed }) => followed).filter(({ version }) => version > 0)
  const evictions = reported.filter(({ clocks }) => clocks.some(({ clock }) => clock === 'PLAN'))
  const met = (name: string) =>
    evictions.filter(({ clocks }) =>
      clocks.some(
        ({ clock, state, metOn }) => clock === name && state === 'MET' && metOn !== undefined,
      ),
    ).length
  const figures = {
    cases: evictions.length,
    contactInTime: met('CONTACT'),
    visitInTime: met('VISIT'),
    planInTime: met('PLAN'),
    early: reported.length - evictions.length,
  }
  const { cases, contactInTime, visitInTime, planInTime, early } = figures
  return {
    figures,
    en: `${cases} beside ${early} early cases; in time: contact (a day) ${contactInTime}, visit (three) ${visitInTime}, plan (a week) ${planInTime}`,
    nl: `${cases} naast ${early} vroege zaken; op tijd: contact (een dag) ${contactInTime}, bezoek (drie) ${visitInTime}, plan (een week) ${planInTime}`,
  }
}

/** Households that only got a letter against those that were visited. */
export const strategiesRow: RowOf = ({ towns }) => {
  const all = towns.flatMap(({ evaluation }) => evaluation.totals.strategies)
  const of = (strategy: Schemas['StrategyCount']['strategy']) => {
    const own = all.filter((one) => one.strategy === strategy)
    return {
      cases: sum(own.map(({ cases }) => cases)),
      reached: sum(own.map(({ reached }) => reached)),
    }
  }
  const [letter, visit] = [of('LETTER_ONLY'), of('VISIT')]
  return {
    figures: {
      letterOnly: letter.cases,
      letterOnlyReached: letter.reached,
      visited: visit.cases,
      visitedReached: visit.reached,
    },
    en: `letter alone: ${letter.reached} of ${letter.cases} reached; visited: ${visit.reached} of ${visit.cases}`,
    nl: `alleen een brief: ${letter.reached} van ${letter.cases} bereikt; bezocht: ${visit.reached} van ${visit.cases}`,
  }
}

function monthsOf({ towns }: ProgrammeFacts): readonly Schemas['MonthStatistics'][] {
  return towns.flatMap(({ evaluation }) => evaluation.months)
}

function creditorsIn(months: readonly Schemas['MonthStatistics'][]) {
  const by: Record<string, { cases: number; reached: number; planMade: number }> = {}
  for (const one of months.flatMap(({ outcomes }) => outcomes.byCreditor ?? [])) {
    const known = (by[one.creditorId] ??= { cases: 0, reached: 0, planMade: 0 })
    known.cases += one.cases
    known.reached += one.reached
    known.planMade += one.planMade
  }
  return by
}
