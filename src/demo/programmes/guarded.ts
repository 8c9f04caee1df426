import { sum } from './delivered.js'
import type { RowOf } from './facts.js'

/**
 * Cases in the hands of organisations that visit, each opened its own and no other; what they did is
 * what the hub counted of their reports.
 */
export const executorsRow: RowOf = ({ towns }) => {
  const by = Object.fromEntries(
    towns.flatMap(({ team, evaluation }) =>
      team.executors.map(({ name, party }) => {
        const { visits, reached } = evaluation.totals.byExecutor.find(
          ({ executorId }) => executorId === party,
        ) ?? { visits: 0, reached: 0 }
        return [name, { cases: team.given.get(name) ?? 0, visits, reached }] as const
      }),
    ),
  )
  const counts = Object.values(by)
  const figures = {
    executors: counts.length,
    cases: sum(counts.map(({ cases }) => cases)),
    visits: sum(counts.map(({ visits }) => visits)),
    reached: sum(counts.map(({ reached }) => reached)),
  }
  const named = Object.entries(by).map(([name, { cases }]) => `${name} ${cases}`)
  return {
    figures,
    by,
    en: `${named.join(', ')}; visited ${figures.visits}, reached ${figures.reached}`,
    nl: `${named.join(', ')}; bezocht ${figures.visits}, bereikt ${figures.reached}`,
  }
}

/** Who sees a name, and who was refused. */
export const rolesRow: RowOf = ({ programme, towns, tally }) => {
  const codes = new Set<string>(programme.municipalities.map(({ code }) => code))
  const opened = tally.municipalities().filter(({ code }) => codes.has(code))
  const figures = {
    opened: sum(opened.map((one) => one.opened)),
    sealed: sum(towns.map(({ probes }) => probes.sealed)),
    viewerRefused: sum(towns.map(({ probes }) => probes.viewerRefused)),
  }
  return {
    figures,
    en: `${figures.opened} envelopes opened with its own key; a viewer of numbers was refused (${figures.viewerRefused}×)`,
    nl: `${figures.opened} enveloppen geopend met de eigen sleutel; wie alleen cijfers ziet is geweigerd (${figures.viewerRefused}×)`,
  }
}

/** Nobody is referred, and no creditor is told, without consent. */
export const consentRow: RowOf = ({ towns, feedback }) => {
  const reports = towns.flatMap(({ municipality }) => [...municipality.outcomes.values()])
  const told = (code: string) =>
    sum(towns.map(({ municipality }) => feedback.get(municipality.code)?.get(code) ?? 0))
  const figures = {
    referred: reports.filter(({ referral }) => referral !== undefined).length,
    refused: sum(towns.map(({ probes }) => probes.referralsRefused)),
    toldOfHelp: told('HELP_ACCEPTED'),
    toldNothing: told('HANDLED'),
  }
  return {
    figures,
    en: `${figures.referred} referred, without consent refused (${figures.refused}×); creditors told of help ${figures.toldOfHelp}×, else only "handled" (${figures.toldNothing}×)`,
    nl: `${figures.referred} verwezen, zonder toestemming geweigerd (${figures.refused}×); hulp gemeld aan schuldeisers ${figures.toldOfHelp}×, anders alleen "afgehandeld" (${figures.toldNothing}×)`,
  }
}

/** What can be said in numbers when a pilot is over, and what is then gone. */
export const endRow: RowOf = ({ towns, ended }) => {
  const totals = towns.map(({ evaluation }) => evaluation.totals)
  const figures = {
    evaluations: towns.length,
    cases: sum(totals.map(({ cases }) => cases)),
    visits: sum(totals.map(({ visits }) => visits)),
    helpAccepted: sum(totals.map(({ helpAccepted }) => helpAccepted)),
    removed: ended?.rows ?? 0,
    proofs: ended?.entries ?? 0,
  }
  const { cases, helpAccepted, removed, proofs } = figures
  const gone = ended !== undefined
  return {
    figures,
    en: `evaluated in numbers alone: ${cases} cases, ${helpAccepted} accepted help${gone ? `; then ended: ${removed} rows removed, ${proofs} entries prove it` : ''}`,
    nl: `geëvalueerd in louter cijfers: ${cases} zaken, ${helpAccepted} namen hulp aan${gone ? `; toen beëindigd: ${removed} rijen weg, ${proofs} logregels als bewijs` : ''}`,
  }
}

/** Two municipalities of one programme, and somebody who works for both. */
export const apartRow: RowOf = ({ apart }) => {
  const figures = { own: apart?.own ?? 0, refused: apart?.refused ?? 0 }
  return {
    figures,
    en: `who works for both acts for one at a time: own case shown ${figures.own}×, one of the other refused ${figures.refused}×`,
    nl: `wie voor beide werkt, werkt voor één tegelijk: eigen zaak ${figures.own}× getoond, die van de ander ${figures.refused}× geweigerd`,
  }
}
