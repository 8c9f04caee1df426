export {
  createInvitation,
  listInvitations,
  revokeInvitation,
  useInvitation,
  type InvitedCertificates,
  type NewInvitation,
} from './service.js'
