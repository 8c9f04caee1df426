import { isIssuedId } from '../../parties/index.js'
import { organisationOf, type Programme } from '../../programmes/index.js'
import type { ProgrammeFacts, RowOf } from './facts.js'

/** How many creditors delivered how much. */
export const intakeRow: RowOf = (facts) => {
  const by = acceptedOf(facts)
  const figures = { creditors: by.size, accepted: sum([...by.values()]) }
  return {
    figures,
    en: `${figures.accepted} notifications of ${figures.creditors} creditors, each batch signed`,
    nl: `${figures.accepted} meldingen van ${figures.creditors} schuldeisers, elke zending ondertekend`,
  }
}

/** Creditors that delivered elsewhere too, over the same connection. */
export const manyTownsRow: RowOf = (facts) => {
  const codes = new Set(codesOf(facts.programme))
  const elsewhere = [...acceptedOf(facts).keys()].map((creditor) =>
    [...facts.tally.creditors].filter(([code, own]) => !codes.has(code) && own.has(creditor)),
  )
  const figures = {
    creditors: elsewhere.filter((towns) => towns.length > 0).length,
    elsewhere: new Set(elsewhere.flatMap((towns) => towns.map(([code]) => code))).size,
  }
  return {
    figures,
    en: `creditors that serve others too: ${figures.creditors}; other municipalities: ${figures.elsewhere}`,
    nl: `schuldeisers die ook anderen bedienen: ${figures.creditors}; andere gemeenten: ${figures.elsewhere}`,
  }
}

/** Municipal taxes: taking part, and kept out by law. */
export const taxRow: RowOf = ({ programme, tally }) => {
  const found = codesOf(programme).flatMap((code) => tally.taxes.get(code) ?? [])
  const figures = {
    offered: sum(found.map(({ offered }) => offered)),
    accepted: sum(found.map(({ accepted }) => accepted)),
    noBasis: sum(found.map(({ noBasis }) => noBasis)),
  }
  const { offered, accepted, noBasis } = figures
  return {
    figures,
    en: `${offered} notifications offered, ${accepted} accepted: no legal basis (${noBasis}×)`,
    nl: `${offered} meldingen aangeboden, ${accepted} aangenomen: geen grondslag (${noBasis}×)`,
  }
}

/** Who joined when: notifications by the day on which the creditor's part began. */
export const phasesRow: RowOf = (facts) => {
  const { participants, validFrom } = facts.programme
  const accepted = acceptedOf(facts)
  const phase = (isMeant: (since: string) => boolean) => {
    const counts = participants
      .filter(({ part, since = validFrom }) => part === 'CREDITOR' && isMeant(since))
      .flatMap(({ organisation }) => accepted.get(organisationOf(organisation).sandboxId) ?? [])
    return { creditors: counts.length, notifications: sum(counts) }
  }
  const first = phase((since) => since === validFrom)
  const second = phase((since) => since > validFrom)
  return {
    figures: {
      firstCreditors: first.creditors,
      firstNotifications: first.notifications,
      secondCreditors: second.creditors,
      secondNotifications: second.notifications,
    },
    en: `of the ${first.creditors} creditors of 2017: ${first.notifications} notifications; of the ${second.creditors} of 2018: ${second.notifications}`,
    nl: `van de ${first.creditors} schuldeisers van 2017: ${first.notifications} meldingen; van de ${second.creditors} van 2018: ${second.notifications}`,
  }
}

/** Amounts that were brought down after part was paid. */
export const partialPaymentsRow: RowOf = ({ programme, tally }) => {
  const found = codesOf(programme).flatMap((code) => tally.lowered.get(code) ?? [])
  const figures = {
    corrected: sum(found.map(({ count }) => count)),
    lessCents: sum(found.map(({ cents }) => cents)),
  }
  const euros = (figures.lessCents / 100).toFixed(2)
  return {
    figures,
    en: `${figures.corrected} amounts brought down to what remains, € ${euros} in all`,
    nl: `${figures.corrected} bedragen verlaagd tot wat er nog openstaat, samen € ${euros.replace('.', ',')}`,
  }
}

/** Landlords without a number in the register of companies: rows of their sheets. */
export const landlordsRow: RowOf = (facts) => {
  const accepted = acceptedOf(facts)
  const creditors = facts.programme.participants.filter(({ part }) => part === 'CREDITOR')
  const own = creditors.flatMap(({ organisation }) => {
    const found = facts.tally.sheets.get(organisationOf(organisation).sandboxId)
    return found === undefined ? [] : [found]
  })
  const byAgent = creditors
    .filter(({ agent }) => agent !== undefined)
    .map(({ organisation }) => organisationOf(organisation).sandboxId)
    .filter((id) => isIssuedId(id))
  const figures = {
    landlords: own.length,
    rows: sum(own.map(({ rows }) => rows)),
    unread: sum(own.map(({ unread }) => unread)),
    byAgent: sum(byAgent.map((id) => accepted.get(id) ?? 0)),
  }
  return {
    figures,
    en: `${figures.rows} rows of ${figures.landlords} landlords, ${figures.unread} unreadable; by an agent for a third: ${figures.byAgent}`,
    nl: `${figures.rows} regels van ${figures.landlords} verhuurders, ${figures.unread} onleesbaar; door een beheerder voor een derde: ${figures.byAgent}`,
  }
}

/** CBS codes of the municipalities of a programme. */
export function codesOf({ municipalities }: Programme): readonly string[] {
  return municipalities.map(({ code }) => code)
}

/** Accepted notifications of a programme by creditor. */
function acceptedOf({ programme, tally }: ProgrammeFacts): ReadonlyMap<string, number> {
  const all = new Map<string, number>()
  for (const code of codesOf(programme)) {
    for (const [creditor, count] of tally.creditors.get(code) ?? []) {
      all.set(creditor, (all.get(creditor) ?? 0) + count)
    }
  }
  return all
}

/** Adds numbers up. */
export function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, one) => total + one, 0)
}
