export { AreaCollector, SOURCES, type PostcodeArea, type Source } from './area.js'
export { importPostcodes, loadPostcodes, type Import, type PostcodeTable } from './service.js'
