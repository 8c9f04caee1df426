export { readStatistics } from './service.js'
