export { envelopesRoot, readEnvelopeText, type PromisedEnvelope } from './envelope-content.js'
export { submitBatch, validateBatch, type SubmittedBatch } from './service.js'
export { batchStatus } from './status/service.js'
