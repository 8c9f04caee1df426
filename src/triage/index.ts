export { previewProfile, type Preview, type WeighedCase } from './preview.js'
export {
  approveTriageProfile,
  offerTriageProfile,
  previewTriageProfile,
  showTriageProfile,
  type TriageOffer,
} from './service.js'
