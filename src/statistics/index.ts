export { HELP, REACHED } from './month.js'
export {
  exportNumbers,
  heldFigures,
  keepFigures,
  readNumbers,
  readStatistics,
  type Figures,
  type Held,
  type Numbers,
} from './service.js'
export { totalsOf, type Totals } from './totals.js'
