export { runCases, type CaseResult, type Watcher } from './case.js'
export { CREDITOR_CASES } from './creditor/cases.js'
export { MUNICIPALITY_CASES } from './municipality/cases.js'
export { NOT_PROVOKED } from './not-provoked.js'
export { conformSelf } from './self.js'
export { reportLines, reportOf, summaryOf, type ConformanceReport } from './report.js'
export {
  signReport,
  signReportOfApplicant,
  verifyReport,
  type ApplicantReport,
  type SignedReport,
  type VerifiedReport,
} from './signed-report.js'
export { tryHubAsCreditor, tryHubAsMunicipality, type HubRun } from './against-hub.js'
export { simulateFor, type Simulation } from './simulate.js'
