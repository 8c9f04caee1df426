export { readQuality } from './service.js'
