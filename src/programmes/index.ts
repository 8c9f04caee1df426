import { almere } from './almere.js'
import { coevorden } from './coevorden.js'
import { ouderAmstel } from './ouder-amstel.js'
import type { Programme } from './programme.js'
import { sHertogenbosch } from './s-hertogenbosch.js'
import { voorElkaar } from './voor-elkaar.js'

export { organisationOf, organisations } from './organisations.js'
export {
  agenciesOf,
  mandatesOf,
  organisationsOf,
  type PartyIds,
  type PlannedMandate,
} from './plan.js'
export type {
  Organisation,
  Part,
  Participant,
  Programme,
  ProgrammeMunicipality,
} from './programme.js'
export type { Evaluated, EvaluatedMonth } from './ending/evaluated.js'
export { endProgramme, type Ended } from './ending/service.js'
export { loadProgramme, registerTriageProfile, type LoadedProgramme } from './service.js'
export { selectProgrammes, type ProgrammeRow } from './store.js'

/** The five programmes that come with the product, by the year in which they began. */
export const programmes: readonly Programme[] = [
  sHertogenbosch,
  almere,
  ouderAmstel,
  coevorden,
  voorElkaar,
]
