export { HELP, REACHED } from './month.js'
export { heldFigures, keepFigures, readStatistics, type Figures, type Held } from './service.js'
export { totalsOf, type Totals } from './totals.js'
