export { HELP, REACHED } from './month.js'
export { keepFigures, readStatistics } from './service.js'
