import type { Cell } from './cell.js'
import type { WordList } from './fields.js'
import { CellProblem } from './findings.js'
import { plainHeading } from './headings.js'

/** For each value of the contract what people write for it; case, spaces and signs do not count. */
const WORDS: Readonly<Record<WordList, Readonly<Record<string, readonly string[]>>>> = {
  sector: {
    RENT: ['huur', 'rent', 'huurachterstand', 'verhuur', 'woningcorporatie', 'verhuurder'],
    ENERGY_ELECTRICITY: [
      'elektriciteit',
      'stroom',
      'electricity',
      'energie elektriciteit',
      'elektra',
    ],
    ENERGY_GAS: ['gas', 'energie gas', 'aardgas'],
    ENERGY_HEAT: ['warmte', 'stadsverwarming', 'heat', 'energie warmte', 'heating'],
    WATER: ['water', 'drinkwater'],
    HEALTH_INSURANCE: ['zorgverzekering', 'zorgpremie', 'health insurance', 'zorg'],
    MORTGAGE: ['hypotheek', 'mortgage'],
    DUO: ['duo', 'studieschuld'],
    TAX_NATIONAL: ['rijksbelasting', 'belastingdienst', 'national tax'],
    BENEFITS_RECLAIM: ['terugvordering toeslagen', 'toeslagen', 'benefits reclaim'],
    CAK_CONTRIBUTION: ['cak eigen bijdrage', 'eigen bijdrage', 'cak contribution'],
    CAK_PREMIUM: ['cak premie', 'bestuursrechtelijke premie', 'cak premium'],
    MUNICIPAL_TAX: ['gemeentelijke belasting', 'gemeentebelasting', 'municipal tax'],
    OTHER: ['overig', 'anders', 'other'],
  },
  kind: {
    EARLY: ['vroegsignaal', 'vroeg', 'early', 'melding', 'nieuw', 'eerste melding', 'early signal'],
    UPDATE: ['update', 'vervolg', 'vervolgmelding', 'actualisatie'],
    END_OF_SUPPLY: ['einde levering', 'eindelevering', 'end of supply', 'afsluiting'],
    CORRECTION: ['correctie', 'correction', 'verbetering'],
    WITHDRAWAL: ['intrekking', 'withdrawal', 'ingetrokken', 'intrekken'],
    REDELIVERY: ['herlevering', 'redelivery', 'opnieuw'],
  },
  crisisGround: {
    EVICTION: ['ontruiming', 'eviction', 'dreigende ontruiming'],
    SUPPLY_TERMINATION: ['afsluiting energie', 'afsluiting gas of stroom', 'supply termination'],
    WATER_TERMINATION: ['afsluiting water', 'water termination'],
    HEALTH_INSURANCE_TERMINATION: [
      ...['opzegging zorgverzekering', 'royement zorgverzekering', 'health insurance termination'],
    ],
    OTHER_MUNICIPAL: ['anders', 'overig', 'other'],
  },
  withdrawalReason: {
    PAID: ['betaald', 'paid', 'voldaan'],
    ARRANGEMENT_MADE: ['regeling', 'betalingsregeling', 'regeling getroffen', 'arrangement made'],
    ERROR: ['fout', 'error', 'vergissing', 'onterecht'],
    OBJECTION: ['bezwaar', 'objection'],
  },
}

const KNOWN = new Map(
  (Object.keys(WORDS) as WordList[]).map((list) => [
    list,
    new Map(
      Object.entries(WORDS[list]).flatMap(([value, words]) =>
        [value, ...words].map((word) => [plainHeading(word), value] as const),
      ),
    ),
  ]),
)

const YES = new Set(['ja', 'j', 'yes', 'y', 'true', 'waar', '1'])
const NO = new Set(['nee', 'n', 'no', 'false', 'onwaar', '0', 'neen'])

/** Reads a word of a list, in Dutch, English or as the contract spells it. */
export function readWord(cell: Cell, list: WordList): string {
  const found = typeof cell === 'string' ? KNOWN.get(list)!.get(plainHeading(cell)) : undefined
  if (found === undefined) throw new CellProblem('WORD_UNKNOWN')
  return found
}

/** Reads yes or no. What attests something is never taken from a mark such as `x`. */
export function readTruth(cell: Cell): boolean {
  if (typeof cell === 'boolean') return cell
  const word = typeof cell === 'symbol' ? '' : String(cell).trim().toLowerCase()
  if (YES.has(word)) return true
  if (NO.has(word)) return false
  throw new CellProblem('TRUTH_UNREADABLE')
}
