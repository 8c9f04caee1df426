export { closeFeed, STATEMENT_TYPE, type ClosedFeed } from './closing/service.js'
export { closingTimeOf, lastClosable } from './closing/closing-time.js'
export { Cursors } from './cursor.js'
export { logReference, municipalEntry, municipalScope, type Municipality } from './municipality.js'
export {
  acknowledgeFeed,
  createRedeliveryRequest,
  purgeEnvelopes,
  type FeedAcknowledgement,
  type Purged,
  type RedeliveryRequest,
} from './receipt/service.js'
export { listFeeds, releaseFeedPage, type ReleasedPage } from './release/service.js'
export { RUNNING_RULES } from './running/item.js'
export {
  caseIdsFrom,
  proveCases,
  pullCases,
  pullWorkable,
  type CasesProof,
  type PulledCases,
} from './named/service.js'
export { casesChangedSince } from './standing/service.js'
export { selectFollowUps } from './follow-ups/store.js'
export { selectHeld } from './release/store.js'
export { selectNames as namesOfParties } from './closing/store.js'
export {
  transferFacts,
  type TransferFacts,
  type TransferredNotification,
} from './transferred/facts.js'
export { visibleNotification, type VisibleFacts } from './transferred/item.js'
export { visibleBy } from './transferred/service.js'
export { selectFieldsOf, type CarriedEntry } from './transferred/store.js'
export { selectPlaces, type CasePlaces } from './places/store.js'
export { selectSubjects, selectTakenIn, type KnownSubject, type TakenIn } from './subjects/store.js'
export { acknowledgeUrgent, releaseUrgent, type ReleasedUrgent } from './urgent/service.js'
