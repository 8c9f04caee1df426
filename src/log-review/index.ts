export type {
  EntryFilter,
  EntryPage,
  LoggedEntry,
  Officer,
  TracedSubject,
  TrailStep,
} from './question.js'
export { QUOTAS, searchEntries, traceEverywhere, tracesOf, type EntrySearch } from './service.js'
