export { keepFigures, readStatistics } from './service.js'
