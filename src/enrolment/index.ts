export {
  APPLICATION_TYPE,
  PROOF_HEADERS,
  type Application,
  type StatusQuestion,
  type Wish,
} from './application.js'
export {
  acceptCertificateRequest,
  ownAuthority,
  type CertificateRequests,
  type IssuedCertificate,
} from './issuing/service.js'
export {
  acceptEnrolment,
  listEnrolments,
  loadRegister,
  refuseEnrolment,
  reviewEnrolment,
  type Accepted,
  type Reviewed,
} from './operator/service.js'
export { DOUBTS, type Doubt } from './register-check.js'
