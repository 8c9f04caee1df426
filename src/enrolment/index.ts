export {
  acceptCertificateRequest,
  ownAuthority,
  type CertificateRequests,
  type IssuedCertificate,
} from './issuing/service.js'
