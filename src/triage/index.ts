export {
  approveTriageProfile,
  offerTriageProfile,
  previewTriageProfile,
  showTriageProfile,
  type TriageOffer,
} from './service.js'
