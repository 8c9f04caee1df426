export type { Exposed } from './attack/service.js'
export { NATION, type Period, type Row } from './cell.js'
export {
  attackPublication,
  listPublications,
  preparePublication,
  publishedPeriods,
  releasePublication,
  withdrawPublication,
  type Attacked,
} from './service.js'
export type { Publication } from './store.js'
export { SMALLEST_SHOWN } from './protect.js'
export { VARIABLES, type Variable } from './variables.js'
