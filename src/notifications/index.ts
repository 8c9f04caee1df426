export { envelopesRoot, readEnvelopeText, type PromisedEnvelope } from './envelope-content.js'
export { batchStatus, submitBatch, validateBatch, type SubmittedBatch } from './service.js'
