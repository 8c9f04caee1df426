import { stopSharedCluster } from './cluster.js'

// Run by tap once all test files have ended.
await stopSharedCluster()
