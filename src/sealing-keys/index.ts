export {
  activeSealingKeys,
  confirmSealingKey,
  listSealingKeys,
  putSealingKey,
  retireSealingKey,
  type Challenge,
  type MunicipalityCaller,
  type SealingKeyView,
} from './service.js'
export { selectKeys as selectSealingKeys, type SealingKeyRow } from './store.js'
