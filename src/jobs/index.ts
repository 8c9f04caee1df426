export { assertFence, LeaseLost, takeLease, type Lease } from './lease.js'
export { runDueJobs, startJobs, type JobHooks } from './run.js'
export type { HubJob, ServedJob } from './schedule.js'
export type { JobRun } from './worker.js'
