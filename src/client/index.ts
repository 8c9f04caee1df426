export { openBreach, resolveBreach, type ResolvedHousehold } from './breach.js'
export { agreementsOf, answerAgreement, expiriesOf, offerAgreement } from './agreements.js'
export {
  answerPause,
  askedPauses,
  askPause,
  pausesOf,
  withdrawPause,
  type PauseReply,
  type PauseWish,
} from './collection-pauses.js'
export {
  askApplication,
  hubIdOf,
  sendApplication,
  signApplication,
  type ApplicationFields,
  type ApplicationStatus,
  type PublicListener,
  type SignedApplication,
} from './enrolment.js'
export { HubConnection, type ConnectionOptions, type Signed } from './connection.js'
export {
  itemLeaf,
  openFeed,
  type OpenedCase,
  type OpenedFeed,
  type OpenedNotification,
} from './feed.js'
export { verifyHubSignature, type HubIdentity } from './hub-identity.js'
export { EnvelopeOpener, type OpenedIdentity, type SealingKeys } from './open-envelope.js'
export { readPartyFolder, signingKeyOf, writeSealingKey, type PartyFolder } from './party-folder.js'
export { writePrivate } from './private-file.js'
export { verifyEvidence } from './evidence/check.js'
export {
  readEvidence,
  STATEMENT_TYPE,
  type EvidenceFile,
  type EvidenceFinding,
  type EvidenceStatement,
} from './evidence/file.js'
export { checkReceipt, itemsRootOf } from './receipt.js'
export { renewCertificates, type RenewalKeys } from './renewal.js'
export { PublicLog, type SeenCheckpoint } from './public-log.js'
export { RefusedError, VerificationError, type ProblemPlace } from './problem.js'
export { makeSealingKey, type NewSealingKey } from './sealing-key.js'
export { newBodyFrame, signBody, type BodyFrame, type SignedBody } from './signed-body.js'
export { openCorrections, openUrgent, type Correction, type OpenedUrgent } from './urgent.js'
export {
  decideTransfer,
  offerTransfer,
  planTransfer,
  readTransfer,
  reseal,
  transfersOf,
  type OpenedTransfer,
  type Resealed,
} from './transfers.js'
export {
  admitExecutor,
  assignCase,
  assignedCases,
  assignmentsOf,
  dismissExecutor,
  endAssignment,
  executorsOf,
  offerExecutorKey,
  openContact,
  reportAssignedCase,
  sealContact,
  type OpenedAssignment,
} from './assignments.js'
export { contactOf, type Contact } from './contact.js'
export { fetchHubIdentity } from './discovery.js'
export { UnreachableError, type TransportCredentials, type TransportOptions } from './transport.js'
export { checkLogEntry } from './log-entry.js'
export {
  answerObjection,
  liftObjection,
  objectionOf,
  objectionsOf,
  registerObjection,
  type NewObjection,
} from './objections.js'
export {
  reviewItemOf,
  reviewOf,
  reviewReportOf,
  reviewsOf,
  takeReviewStep,
  type ReviewAct,
} from './reviews.js'
