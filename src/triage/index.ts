export { binsOf, type NamedBin } from './bins.js'
export {
  approveTriageProfile,
  offerTriageProfile,
  previewTriageProfile,
  showTriageProfile,
  type TriageOffer,
} from './service.js'
