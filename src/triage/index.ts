export { binsOf, type NamedBin } from './bins/service.js'
export {
  approveTriageProfile,
  offerTriageProfile,
  previewTriageProfile,
  showTriageProfile,
  type TriageOffer,
} from './service.js'
