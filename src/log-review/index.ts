export type {
  EntryFilter,
  EntryPage,
  LoggedEntry,
  Officer,
  TracedSubject,
  TrailStep,
} from './question.js'
export { searchEntries, traceEverywhere, tracesOf } from './service.js'
export type { EntrySearch, ReviewContext, Trail } from './service.js'
